import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import {
  createReadableStreamFromReadable,
  createRequestHandler,
  type ServerBuild,
  writeReadableStreamToWritable,
} from '@remix-run/node';
import type { Logger } from 'pino';
import sirv from 'sirv';
import { notSeen } from '#app/domain/isp/identify.ts';
import type { EmailPreview, RequestContext } from './context.ts';

/** What the listener needs: the built site, where its files lie, its origin, a logger. */
export interface ListenerOptions {
  build: ServerBuild;
  clientDir: string;
  origin: string;
  isDevelopment: boolean;
  log: Logger;
  emailPreview: EmailPreview | null;
}

/** An HTTP server in front of the site; the caller lets it listen. */
export function createListener(options: ListenerOptions): Server {
  const handle = createRequestHandler(options.build, 'production');
  const files = sirv(options.clientDir, { etag: true, immutable: false });
  return createServer((request, response) => {
    files(request, response, async () => {
      const requestId = randomUUID();
      const context: RequestContext = {
        visitor: { seen: notSeen('private') },
        requestId,
        log: options.log.child({ requestId }),
        isDevelopment: options.isDevelopment,
        emailPreview: options.emailPreview,
      };
      try {
        await answer(await handle(toRequest(request, options.origin), context), response);
      } catch (error) {
        options.log.error({ err: error, requestId }, 'request failed');
        response.writeHead(500).end();
      }
    });
  });
}

function toRequest(request: IncomingMessage, origin: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of Array.isArray(value) ? value : value === undefined ? [] : [value]) headers.append(name, one);
  }
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  return new Request(new URL(request.url ?? '/', origin), {
    method: request.method,
    headers,
    ...(hasBody ? { body: createReadableStreamFromReadable(Readable.from(request)), duplex: 'half' } : {}),
  } as RequestInit);
}

async function answer(from: Response, to: ServerResponse): Promise<void> {
  to.writeHead(from.status, Object.fromEntries(from.headers));
  for (const cookie of from.headers.getSetCookie()) to.appendHeader('Set-Cookie', cookie);
  if (from.body) await writeReadableStreamToWritable(from.body, to);
  else to.end();
}
