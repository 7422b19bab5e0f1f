import { type ClientRequest, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { type FilingAnswer, type HttpAnswer, type Looked, readFilingAnswer, readLook } from './answer.ts';
import {
  type EcfsFiling,
  type EcfsProceeding,
  type FoundFiling,
  foundFilings,
  foundProceeding,
  maxSearchReach,
  searchPageSize,
} from './docket.ts';

/** Where filings are looked for: proceeding, name of the filer, days (`YYYY-MM-DD`, both included), and from which result on. */
export interface EcfsSearch {
  proceeding: string;
  filer: string;
  from: string;
  to: string;
  offset: number;
}

/** The docket system. Each call is one request of its budget, which the caller has spent before; nothing is ever repeated in here. */
export interface Ecfs {
  file(filing: EcfsFiling): Promise<FilingAnswer>;
  /** The proceeding of a bare number, or null when the system lists none. */
  findProceeding(name: string): Promise<Looked<EcfsProceeding | null>>;
  /** One page; `next`: where the next begins, null when there is none, `beyond` when it is out of a search's reach. */
  search(search: EcfsSearch): Promise<Looked<{ filings: FoundFiling[]; next: number | 'beyond' | null }>>;
}

/** Where the system is and what opens it. `timeoutMs`: the end of patience for one request, in milliseconds. */
export interface EcfsOptions {
  url: string;
  key: string;
  timeoutMs?: number;
  now?: () => Date;
}

/** Patience for one request, in milliseconds. Own choice: shorter than the lease of an attempt that keeps beating. */
const TIMEOUT_MS = 30_000;

/** Most of an answer that is read, in bytes: a page of 250 long comments. Own choice. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** The request that did not come to a whole answer. `wasWritten`: bytes of it may have reached the other side. */
interface Silence {
  wasWritten: boolean;
  reason: string;
}

/**
 * The docket system over HTTP, by node's own client, because it must be known whether a byte was written: a filing that fails before the connection
 * stands was not taken, one that fails afterwards is `unknown`. The key goes into the header `X-Api-Key` and nowhere else; redirects are not
 * followed, so that it goes to no other host. Decision 0017; OWASP ASVS 5.0, 13.2.4.
 */
export function createEcfs({ url, key, timeoutMs = TIMEOUT_MS, now = () => new Date() }: EcfsOptions): Ecfs {
  const base = url.replace(/\/+$/, '');
  const ask = (path: string, body?: string) => exchange(new URL(`${base}${path}`), { key, timeoutMs, body });
  const look = async <T>(path: string, read: (json: unknown) => T | null): Promise<Looked<T>> => {
    const answer = await ask(path);
    return 'status' in answer
      ? readLook(answer, read, now())
      : { ok: false, code: null, response: answer.reason, holdMs: null };
  };
  return {
    async file(filing) {
      const answer = await ask('/filings', JSON.stringify(filing));
      if ('status' in answer) return readFilingAnswer(answer, now());
      const { wasWritten, reason } = answer;
      return wasWritten
        ? { outcome: 'unknown', code: null, response: reason }
        : { outcome: 'temporary_failure', code: null, response: reason, holdMs: null };
    },
    findProceeding: async (name) => {
      const found = await look(`/proceedings?${new URLSearchParams({ name })}`, (json) => foundProceeding(json, name));
      return found.ok ? { ok: true, value: found.value.found } : found;
    },
    search: ({ proceeding, filer, from, to, offset }) => {
      const query = new URLSearchParams({
        'proceedings.name': proceeding,
        'filers.name': filer,
        date_received: `[gte]${from}[lte]${to}`,
        sort: 'date_received,DESC',
        limit: String(searchPageSize),
        offset: String(offset),
      });
      return look(`/filings?${query}`, (json) => {
        const page = foundFilings(json);
        if (!page) return null;
        const next = offset + searchPageSize;
        const isLast = page.length < searchPageSize;
        return {
          filings: page.filings,
          next: isLast ? null : next + searchPageSize > maxSearchReach ? 'beyond' : next,
        };
      });
    },
  };
}

/** One request to its end: the whole answer, or where it fell silent. Never rejects. */
function exchange(
  url: URL,
  { key, timeoutMs, body }: { key: string; timeoutMs: number; body: string | undefined },
): Promise<HttpAnswer | Silence> {
  return new Promise((settle) => {
    let wasWritten = false;
    const silent = (reason: string) => settle({ wasWritten, reason });
    const send = url.protocol === 'https:' ? secureRequest : plainRequest;
    const request: ClientRequest = send(url, {
      method: body === undefined ? 'GET' : 'POST',
      agent: false,
      headers: {
        'X-Api-Key': key,
        Accept: 'application/json',
        ...(body === undefined
          ? {}
          : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }),
      },
    });
    const patience = setTimeout(() => {
      silent('no answer in time');
      request.destroy();
    }, timeoutMs);
    request.on('socket', (socket) => {
      const ready = url.protocol === 'https:' ? 'secureConnect' : 'connect';
      socket.once(ready, () => {
        wasWritten = true;
      });
    });
    request.on('error', (fault: NodeJS.ErrnoException) => silent(`no answer: ${fault.code ?? 'connection lost'}`));
    request.on('close', () => {
      clearTimeout(patience);
      silent('no answer: connection lost');
    });
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length <= MAX_ANSWER_BYTES) chunks.push(chunk);
        else request.destroy();
      });
      response.on('error', () => silent('no answer: cut off'));
      response.on('end', () => {
        if (response.complete)
          settle({
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'] ?? null,
            body: Buffer.concat(chunks).toString('utf8'),
          });
      });
    });
    request.end(body);
  });
}
