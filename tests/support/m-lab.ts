import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { afterAll } from 'vitest';
import { notSeen } from '#app/domain/isp/identify.ts';
import { createNdt7 } from '#app/http/ndt7.ts';
import { selfSigned } from './certificate.ts';

const LOCATE_HOST = 'locate.measurementlab.net';
const SERVER_HOST = 'ndt-mlab1-tst01.mlab-sandbox.measurement-lab.org';

/** M-Lab as a page meets it. `asked`: the addresses asked of the locate service and the tests begun, without host, in order. */
export interface FakeMlab {
  asked: string[];
  /** Switches for a browser that takes this machine for M-Lab's hosts. */
  switches: readonly string[];
}

/** Stands in for M-Lab's locate service (API v2) and one of its NDT7 servers, for the calling test file; pages of `origin` may use it. */
export async function fakeMlab(origin: string): Promise<FakeMlab> {
  const asked: string[] = [];
  const ndt7 = createNdt7({
    identify: () => notSeen('not_in_catalogue'),
    trustProxyHops: 0,
    maySimulate: false,
    maxTests: 2,
    dailyTests: 100,
    origins: [origin],
    secret: 'a secret of tests that is long enough',
    log: pino({ level: 'silent' }),
    keep: async () => {},
  });
  const server = createServer(selfSigned(LOCATE_HOST), (request, response) => {
    asked.push(request.url ?? '');
    const url = (half: string) => `wss://${SERVER_HOST}/ndt/v7/${half}?access_token=fake`;
    const urls = { 'wss:///ndt/v7/download': url('download'), 'wss:///ndt/v7/upload': url('upload') };
    const isKnown = request.headers.host === LOCATE_HOST && request.url?.startsWith('/v2/nearest/ndt/ndt7');
    response.writeHead(isKnown ? 200 : 404, {
      'Content-Type': 'application/json',
      'Access-Control-Allow-Origin': '*',
    });
    response.end(JSON.stringify({ results: [{ machine: SERVER_HOST, urls }] }));
  });
  server.on('upgrade', (request, socket, head) => {
    asked.push(request.url ?? '');
    ndt7.upgrade(request, socket, head);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  afterAll(async () => {
    await ndt7.drain(0);
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const { port } = server.address() as AddressInfo;
  const rules = [LOCATE_HOST, '*.measurement-lab.org'].map((host) => `MAP ${host}:443 127.0.0.1:${port}`).join(', ');
  return { asked, switches: ['--ignore-certificate-errors', `--host-resolver-rules=${rules}`] };
}
