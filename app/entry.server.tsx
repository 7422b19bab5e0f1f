import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { EntryContext, HandleErrorFunction } from '@remix-run/node';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import { renderToPipeableStream } from 'react-dom/server';
import { contentSecurityPolicy } from './http/content-security-policy.ts';
import { measureSources } from './http/measure-settings.server.ts';

/** Renders a page whole before answering: nothing is deferred, and the policy names the digest of each inline script. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
) {
  const html = scriptsLast(await render(<RemixServer context={remixContext} url={request.url} />));
  headers.set('Content-Type', 'text/html; charset=utf-8');
  headers.set(
    'Content-Security-Policy',
    contentSecurityPolicy(html, isMeasuring(remixContext) ? measureSources() : {}),
  );
  return new Response(html, { status, headers });
}

/** A page that runs line tests says so: `export const handle = { measures: true }`. No other page may open workers or other connections. */
function isMeasuring({ staticHandlerContext, routeModules }: EntryContext): boolean {
  return staticHandlerContext.matches.some(({ route }) => {
    const handle: unknown = routeModules[route.id]?.handle;
    return typeof handle === 'object' && handle !== null && 'measures' in handle && handle.measures === true;
  });
}

/** Logs a fault of a page once, with the request's id. What a stranger provoked with a bad request is no fault. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted) return;
  if (isRouteErrorResponse(error) && error.status < 500) context.log.debug({ status: error.status }, 'refused');
  else context.log.error({ err: error }, 'page failed');
};

function render(element: React.ReactElement): Promise<string> {
  return new Promise((resolve, reject) => {
    const { pipe } = renderToPipeableStream(element, {
      onAllReady() {
        const body = new PassThrough();
        text(body).then(resolve, reject);
        pipe(body);
      },
      onShellError: reject,
      onError: reject,
    });
  });
}

/** Lets text, styles and fonts come before the scripts, which every form works without. */
function scriptsLast(html: string): string {
  return html.replaceAll('<link rel="modulepreload"', '<link rel="modulepreload" fetchpriority="low"');
}
