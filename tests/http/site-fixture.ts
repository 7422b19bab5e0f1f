import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import type { ServerBuild } from '@remix-run/node';
import pino from 'pino';
import { afterAll } from 'vitest';
import { notSeen } from '#app/domain/isp/identify.ts';
import { createListener, type ListenerOptions } from '#app/http/listener.ts';

interface SmallRoute {
  path?: string;
  index?: true;
  loader?: (args: never) => unknown;
  action?: (args: never) => unknown;
  headers?: unknown;
  isResource?: true;
}

/** A build of a few routes whose pages are the JSON of what their loaders gave, behind Remix's real request handler. */
export function smallBuild(routes: Record<string, SmallRoute>): ServerBuild {
  const entries = Object.entries({ root: { path: '' }, ...routes } as Record<string, SmallRoute>).map(([id, route]) => [
    id,
    {
      id,
      path: route.path,
      index: route.index,
      ...(id === 'root' ? {} : { parentId: 'root' }),
      module: {
        ...(route.isResource ? {} : { default: () => null }),
        loader: route.loader,
        action: route.action,
        headers: route.headers,
      },
    },
  ]);
  return {
    mode: 'production',
    basename: '/',
    publicPath: '/',
    assetsBuildDirectory: 'client',
    isSpaMode: false,
    future: {
      v3_singleFetch: true,
      v3_lazyRouteDiscovery: true,
      v3_relativeSplatPath: true,
      v3_throwAbortReason: true,
    },
    assets: { version: '1', url: '/m.js', entry: { module: '', imports: [] }, routes: {} },
    routes: Object.fromEntries(entries),
    entry: {
      module: {
        default: (
          _: Request,
          status: number,
          headers: Headers,
          context: { staticHandlerContext: { loaderData: unknown } },
        ) => {
          headers.set('Content-Type', 'text/html; charset=utf-8');
          return new Response(JSON.stringify(context.staticHandlerContext.loaderData), { status, headers });
        },
        handleError: () => {},
      },
    },
  } as unknown as ServerBuild;
}

/** A listening site of the calling test file, and the log lines that it wrote. */
export async function listening(options: Partial<ListenerOptions> & Pick<ListenerOptions, 'build'>) {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const listener = createListener({
    files: { serve: async () => ({ served: false, isMissing: false }) },
    identify: () => notSeen('no_address'),
    isKnownSlug: () => true,
    trustProxyHops: 0,
    maySimulate: false,
    origin: 'http://site.example',
    isDevelopment: false,
    log: pino({ level: 'info' }, sink),
    lines: sink,
    emailPreview: null,
    checks: [],
    metricsToken: undefined,
    secret: 'a secret of tests that is long enough',
    ...options,
  });
  await new Promise<void>((ready) => listener.server.listen(0, '127.0.0.1', ready));
  const { port } = listener.server.address() as AddressInfo;
  afterAll(() => listener.drain(1000));
  return {
    listener,
    lines,
    port,
    ask: (path: string, init: RequestInit = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init }),
    /** Sends bytes as they are; resolves to all that came back before the connection closed or fell silent. */
    raw: (bytes: string | Buffer, silenceMs = 300) =>
      new Promise<string>((resolve) => {
        let answer = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
        socket.setTimeout(silenceMs, () => socket.destroy());
        socket.on('data', (chunk) => {
          answer += chunk.toString('latin1');
        });
        socket.on('error', () => {});
        socket.on('close', () => resolve(answer));
      }),
  };
}
