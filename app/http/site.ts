import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import type { RequestContext } from './context.ts';
import { keptFormPage } from './kept-form.ts';
import { createRouteLabel, type RouteLabel } from './route-label.ts';

/** An answer of the site: header names and values in a flat list, without length or coding; bytes, or a stream for long files. Own choice. */
export interface SiteAnswer {
  status: number;
  head: string[];
  headers: Headers;
  body: Buffer | ReadableStream;
}

/** What is asked of the site. `headers` are the browser's, or none for a page that is rendered for the crowd. Own choice. */
export interface SiteQuestion {
  path: string;
  search: string;
  method: 'GET' | 'POST' | 'DELETE';
  headers: Headers;
  body: Uint8Array<ArrayBuffer> | null;
}

/** The built site behind the listener. Own choice. */
export interface Site {
  ask(question: SiteQuestion, context: RequestContext): Promise<SiteAnswer>;
  labelOf(path: string): RouteLabel;
}

/**
 * Opens a build, or a function that gives the current one (development). Remix never sees HEAD, which it would take for an action on
 * data requests, nor a header that names another host. Throws what Remix cannot turn into an answer.
 */
export function openSite(build: ServerBuild | (() => Promise<ServerBuild>), origin: string): Site {
  let label = createRouteLabel(typeof build === 'function' ? {} : build.routes);
  const labels = new Map<string, RouteLabel>();
  const current =
    typeof build === 'function'
      ? async () => {
          const built = await build();
          label = createRouteLabel(built.routes);
          labels.clear();
          return built;
        }
      : build;
  const handle = createRequestHandler(current, typeof build === 'function' ? 'development' : 'production');
  return {
    labelOf(path) {
      const known = labels.get(path);
      if (known) return known;
      const found = label(path);
      // Only what may stand in a log is remembered, and strangers cannot make it grow.
      if (found.path === path && labels.size < 1000) labels.set(path, found);
      return found;
    },
    async ask({ path, search, method, headers, body }, context) {
      const request = new Request(origin + path + search, { method, headers, ...(body ? { body } : {}) });
      const answer = await handle(request, context);
      return toAnswer((await keptFormPage({ path, search, headers, body }, answer)) ?? answer);
    },
  };
}

async function toAnswer(response: Response): Promise<SiteAnswer> {
  const { status, headers } = response;
  const isShort =
    response.body === null ||
    /^(?:text|application)\/(?:html|x-script|json|plain|csv|atom\+xml|feed\+json)/.test(
      headers.get('content-type') ?? 'text/plain',
    );
  const head: string[] = [];
  // What is short may still be compressed; a stream leaves as it is, with the length that it states.
  for (const [name, value] of headers) if (name !== 'content-length' || !isShort) head.push(name, value);
  const body = isShort ? Buffer.from(await response.arrayBuffer()) : (response.body as ReadableStream);
  return { status, head, headers, body };
}

const passed = [
  'accept',
  'accept-language',
  'authorization',
  'content-type',
  'cookie',
  'idempotency-key',
  'if-none-match',
  'if-range',
  'osdi-api-token',
  'range',
  'referer',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'user-agent',
];

/**
 * The headers of a request that pages may read, or null when one cannot be represented. `Host` and `Origin` are the site's own:
 * the listener has settled before where a form came from, and no page trusts a host named by a stranger.
 */
export function passedHeaders(request: IncomingMessage, origin: string): Headers | null {
  const headers = new Headers({ Host: new URL(origin).host });
  if (request.headers.origin !== undefined) headers.set('Origin', origin);
  try {
    for (const name of passed) {
      const value = request.headers[name];
      if (typeof value === 'string') headers.set(name, value);
    }
  } catch {
    return null;
  }
  return headers;
}

/** Writes status, headers and bytes; answers how many bytes of body left. HEAD gets the same headers and no body. */
export async function write(
  response: ServerResponse,
  status: number,
  head: string[],
  body: Buffer | ReadableStream,
): Promise<number> {
  const isHead = response.req.method === 'HEAD';
  if (Buffer.isBuffer(body)) {
    response.writeHead(status, head).end(isHead ? undefined : body);
    return isHead ? 0 : body.length;
  }
  response.writeHead(status, head);
  if (isHead) {
    await body.cancel();
    response.end();
    return 0;
  }
  let bytes = 0;
  const source = Readable.fromWeb(body).on('data', (chunk: Uint8Array) => {
    bytes += chunk.length;
  });
  // A reader that leaves in the middle of a long file is no fault of ours.
  await pipeline(source, response).catch(() => {});
  return bytes;
}
