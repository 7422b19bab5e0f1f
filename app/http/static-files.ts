import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';

/** Whether a file was served; `isMissing` when the path can only be that of a file. Own choice. */
export type FileOutcome = { served: true; route: string; bytes: number } | { served: false; isMissing: boolean };

/** Serves files beside the pages; resolves when the file is sent or the path is no file's. Own choice. */
export interface StaticFiles {
  serve(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    headers: readonly string[],
  ): Promise<FileOutcome>;
}

/** What Connect calls a middleware, as sirv and Vite give them. Own choice. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * The files of a built site: those under `/assets/` carry their digest in the name and may be kept for a year, the script of embeds for five minutes, all others for an hour.
 * That script alone may be read by pages of other sites.
 * Files compressed at build time are preferred. Source: sirv README; RFC 8246.
 */
export function builtFiles(clientDir: string): StaticFiles {
  const middleware = sirv(clientDir, {
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders(response, path) {
      if (path === embedScript) return openToPages(response);
      const isNamedByDigest = path.startsWith('/assets/');
      response.setHeader(
        'Cache-Control',
        isNamedByDigest ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
      );
    },
  });
  return middlewareFiles(middleware, (path) => /\.[a-z0-9]+$/.test(path) && !path.endsWith('.data'));
}

/** The address of the script that other sites put into their pages. Own choice. */
export const embedScript = '/embed.js';

/** Lets pages of other sites run a file, and keep it for five minutes, so that a mended one is soon everywhere. Source: Fetch standard, `Cross-Origin-Resource-Policy`. */
export function openToPages(response: ServerResponse): void {
  response.setHeader('Cache-Control', 'public, max-age=300, stale-while-revalidate=3600');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Access-Control-Allow-Origin', '*');
}

/** Files as a middleware gives them, asked only for paths that `mayBeFile` allows. */
export function middlewareFiles(middleware: Middleware, mayBeFile: (path: string) => boolean): StaticFiles {
  return {
    serve(request, response, path, headers) {
      if (!mayBeFile(path)) return Promise.resolve({ served: false, isMissing: false });
      return new Promise((resolve) => {
        const names = headers.filter((_, at) => at % 2 === 0);
        for (const [at, name] of names.entries()) response.setHeader(name, headers[at * 2 + 1] ?? '');
        const before = request.socket.bytesWritten;
        const done = () => {
          const route = path.startsWith('/assets/') ? '/assets/*' : '/files/*';
          resolve({ served: true, route, bytes: request.socket.bytesWritten - before });
        };
        response.once('close', done);
        middleware(request, response, () => {
          response.off('close', done);
          for (const name of names) response.removeHeader(name);
          resolve({ served: false, isMissing: path.startsWith('/assets/') });
        });
      });
    },
  };
}
