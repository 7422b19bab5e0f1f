import { request } from 'node:http';

/** What a client got: an answer, or nothing that it could rely on. */
export type Answer = { status: number; location: string; body: string } | { status: null; why: string };

/** One request. `abort`: hang up in the middle of the form, or as soon as the form has left. */
export interface Ask {
  port: number;
  path: string;
  form?: Record<string, string> | undefined;
  from: string;
  abort?: 'midway' | 'sent' | undefined;
  timeoutMs?: number;
}

/** Asks as a browser without scripting behind a proxy that tells its address does. Never throws: what went wrong is an answer, too. */
export function ask({ port, path, form, from, abort, timeoutMs = 8000 }: Ask): Promise<Answer> {
  const body = form && new URLSearchParams(form).toString();
  return new Promise((answer) => {
    const outgoing = request(
      {
        port,
        host: '127.0.0.1',
        path,
        method: body === undefined ? 'GET' : 'POST',
        agent: false,
        headers: {
          Host: 'petition.test',
          Accept: 'text/html',
          'X-Forwarded-For': from,
          'X-Forwarded-Proto': 'https',
          'Sec-Fetch-Site': 'same-origin',
          ...(body === undefined
            ? {}
            : {
                'Content-Type': 'application/x-www-form-urlencoded',
                'Content-Length': String(Buffer.byteLength(body)),
              }),
        },
      },
      (incoming) => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk) => {
          text += chunk;
        });
        incoming.on('error', (fault) => finish({ status: null, why: fault.message }));
        incoming.on('end', () =>
          incoming.complete
            ? finish({ status: incoming.statusCode ?? 0, location: incoming.headers.location ?? '', body: text })
            : finish({ status: null, why: 'half an answer' }),
        );
      },
    );
    const timer = setTimeout(() => finish({ status: null, why: 'no answer in time' }), timeoutMs);
    function finish(what: Answer) {
      clearTimeout(timer);
      answer(what);
      outgoing.destroy();
    }
    outgoing.on('error', (fault) => finish({ status: null, why: fault.message }));
    if (abort && body !== undefined) {
      outgoing.write(abort === 'midway' ? body.slice(0, body.length / 2) : body, () =>
        setTimeout(() => finish({ status: null, why: `hung up: ${abort}` }), abort === 'midway' ? 1 : 3),
      );
      return;
    }
    outgoing.end(body);
  });
}

const entities: Record<string, string> = { amp: '&', quot: '"', lt: '<', gt: '>', '#x27': "'", '#39': "'" };
const plain = (text: string) => text.replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole);

/** The hidden fields of the form that holds a field of this name, as a browser would send them back. */
export function hiddenFields(page: string, beside: string): Record<string, string> {
  const form = page.split(/<form\b/).find((part) => part.split('</form>')[0]?.includes(`name="${beside}"`));
  const fields: Record<string, string> = {};
  for (const [tag] of (form?.split('</form>')[0] ?? '').matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined) fields[plain(name)] = plain(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '');
  }
  return fields;
}
