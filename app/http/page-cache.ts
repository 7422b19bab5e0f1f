import { createHash } from 'node:crypto';
import { compress, type Encoding } from './compression.ts';

/** A page as rendered: header names and values in a flat list, and the bytes. Own choice. */
export interface RenderedPage {
  head: readonly string[];
  body: Buffer;
}

/** One coding of a page, ready to be written: nothing is computed per request. Own choice. */
export interface PageVariant {
  head: string[];
  body: Buffer;
  /** A small body as text of one byte a character: node joins it with the head and hands both to the system in one piece. Null for others. */
  latin1: string | null;
  etag: string;
}

/** Up to here a body and its head fit the 16 KB that libuv sends without taking memory for them. */
const MOST_JOINED_BYTES = 14_000;

/** A page in memory; `variants` grows by the codings that were asked for. */
interface Entry {
  page: RenderedPage;
  digest: string;
  renderedAtMs: number;
  /** In which generation rendering it began. */
  generation: number;
  /** When rendering it anew failed or took too long last; null since it went well. */
  failedAtMs: number | null;
  bytes: number;
  isKept: boolean;
  variants: Map<Encoding, PageVariant>;
}

/** What rendering gives: a page for the crowd, or an answer that must not be kept. Own choice. */
export type Rendering<Other> = { page: RenderedPage } | { page: null; other: Other; isFault: boolean };

/** Durations of the cache in milliseconds and its size in bytes. Own choice. */
export interface PageCacheLimits {
  /** Younger pages are served as they are. */
  freshMs: number;
  /** Younger pages are served while a newer one is rendered. */
  staleMs: number;
  /** Younger pages are served when rendering fails or takes longer than `patienceMs`: then at once, and rendering is tried again every `retryMs`. */
  faultMs: number;
  patienceMs: number;
  retryMs: number;
  maxBytes: number;
}

/**
 * Limits of production. A count may be 10 s old on the page: 2 s at the sequencer, 5 s here, 2 s in a browser or CDN. Issue 2, point 9. While the database is
 * away, what was rendered before is served for a day: pages say as of when their figures are.
 */
export const pageCacheLimits: PageCacheLimits = {
  freshMs: 2000,
  staleMs: 5000,
  faultMs: 24 * 60 * 60 * 1000,
  patienceMs: 1500,
  retryMs: 1000,
  maxBytes: 64 * 1024 * 1024,
};

/**
 * Pages in memory: each key is rendered by one request at a time, served stale for a bounded while, and forgotten when the bytes run
 * out, the longest ago rendered first (a page in use is rendered again every few seconds, so that it stays). DESIGN, "Serve".
 */
export class PageCache<Other> {
  readonly #limits: PageCacheLimits;
  readonly #nowMs: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #flights = new Map<string, Promise<Rendering<Other>>>();
  #bytes = 0;
  #generation = 0;

  constructor(limits: PageCacheLimits, nowMs: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#nowMs = nowMs;
  }

  /** Bytes held, codings included. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Lets no page that was rendered until now, or is being rendered, be served as new: each is rendered anew when it is next asked for, and stands in for a rendering that fails
   * or takes too long, as ever.
   */
  renew(): void {
    this.#generation += 1;
    this.#flights.clear();
  }

  /** The page if it can be served at once, else null. A page past its freshness is rendered anew in the background. */
  find(key: string, encoding: Encoding, render: () => Promise<Rendering<Other>>): PageVariant | null {
    const entry = this.#entries.get(key);
    if (!entry) return null;
    const nowMs = this.#nowMs();
    const ageMs = nowMs - entry.renderedAtMs;
    const { freshMs, staleMs, faultMs, retryMs } = this.#limits;
    const isNewest = entry.generation === this.#generation;
    if (isNewest && ageMs < freshMs) return entry.variants.get(encoding) ?? null;
    const isFailing = entry.failedAtMs !== null;
    if (!isFailing && !isNewest) return null;
    if (ageMs >= (isFailing ? faultMs : staleMs)) return null;
    if (!this.#flights.has(key) && (entry.failedAtMs === null || nowMs - entry.failedAtMs >= retryMs))
      this.#fly(key, render).catch(() => {});
    return entry.variants.get(encoding) ?? null;
  }

  /**
   * The page, rendered if need be; requests for one key wait for the same rendering. A fault gives the old page while it is young
   * enough, else what `render` gave or threw. An answer that must not be kept goes to the request that caused it alone: the others
   * render for themselves.
   */
  async get(
    key: string,
    encoding: Encoding,
    render: () => Promise<Rendering<Other>>,
  ): Promise<{ variant: PageVariant } | { variant: null; other: Other }> {
    const current = this.#entries.get(key);
    if (current && this.#isServable(current)) return { variant: await this.#variantOf(current, encoding) };
    const joined = this.#flights.get(key);
    try {
      const rendering = await this.#patiently(key, joined ?? this.#fly(key, render));
      if (rendering === 'late') {
        const old = await this.#oldPage(key, encoding);
        if (old) return { variant: old };
        return await this.get(key, encoding, render);
      }
      const entry = this.#entries.get(key);
      if (rendering.page && entry) return { variant: await this.#variantOf(entry, encoding) };
      if (rendering.page)
        return { variant: await this.#variantOf(this.#seal(rendering.page, this.#generation), encoding) };
      const old = rendering.isFault ? await this.#oldPage(key, encoding) : null;
      if (old) return { variant: old };
      if (!joined) return { variant: null, other: rendering.other };
      const own = await render();
      return own.page
        ? { variant: await this.#variantOf(this.#seal(own.page, this.#generation), encoding) }
        : { variant: null, other: own.other };
    } catch (error) {
      const old = await this.#oldPage(key, encoding);
      if (old) return { variant: old };
      throw error;
    }
  }

  /** Whether a page is served without waiting: it is young enough, or rendering it failed just now. */
  #isServable({ renderedAtMs, failedAtMs, generation }: Entry): boolean {
    const { staleMs, faultMs, retryMs } = this.#limits;
    const ageMs = this.#nowMs() - renderedAtMs;
    const isYoung = ageMs < staleMs && generation === this.#generation;
    return isYoung || (failedAtMs !== null && ageMs < faultMs && this.#nowMs() - failedAtMs < retryMs);
  }

  /** Waits for a rendering; where an old page may be served instead, `patienceMs` at most. */
  async #patiently(key: string, flight: Promise<Rendering<Other>>): Promise<Rendering<Other> | 'late'> {
    const old = this.#entries.get(key);
    if (!old || this.#nowMs() - old.renderedAtMs >= this.#limits.faultMs) return flight;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => {
        old.failedAtMs = this.#nowMs();
        resolve('late');
      }, this.#limits.patienceMs);
    });
    try {
      return await Promise.race([flight, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #oldPage(key: string, encoding: Encoding): Promise<PageVariant | null> {
    const entry = this.#entries.get(key);
    if (!entry || this.#nowMs() - entry.renderedAtMs >= this.#limits.faultMs) return null;
    return this.#variantOf(entry, encoding);
  }

  #fly(key: string, render: () => Promise<Rendering<Other>>): Promise<Rendering<Other>> {
    const failed = () => {
      const entry = this.#entries.get(key);
      if (entry) entry.failedAtMs = this.#nowMs();
    };
    const flight = this.#renderInto(key, render, this.#generation)
      .then(
        (rendering) => {
          if (!rendering.page && rendering.isFault) failed();
          return rendering;
        },
        (fault: unknown) => {
          failed();
          throw fault;
        },
      )
      .finally(() => {
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
      });
    this.#flights.set(key, flight);
    return flight;
  }

  async #renderInto(
    key: string,
    render: () => Promise<Rendering<Other>>,
    generation: number,
  ): Promise<Rendering<Other>> {
    const rendering = await render();
    // What began before the newest generation may not take the place of what came after it.
    if (generation < (this.#entries.get(key)?.generation ?? 0)) return rendering;
    if (rendering.page) {
      const entry = this.#seal(rendering.page, generation);
      for (const encoding of this.#entries.get(key)?.variants.keys() ?? []) await this.#variantOf(entry, encoding);
      this.#drop(key);
      this.#entries.set(key, entry);
      entry.isKept = true;
      this.#bytes += entry.bytes;
      this.#makeRoom();
    } else if (!rendering.isFault) this.#drop(key);
    return rendering;
  }

  #seal(page: RenderedPage, generation: number): Entry {
    const digest = createHash('sha256').update(page.body).digest('base64url').slice(0, 22);
    return {
      page,
      digest,
      renderedAtMs: this.#nowMs(),
      generation,
      failedAtMs: null,
      bytes: page.body.length + 1024,
      isKept: false,
      variants: new Map(),
    };
  }

  async #variantOf(entry: Entry, encoding: Encoding): Promise<PageVariant> {
    const known = entry.variants.get(encoding);
    if (known) return known;
    const body = await compress(entry.page.body, encoding);
    const ready = entry.variants.get(encoding);
    if (ready) return ready;
    const etag = encoding === 'identity' ? `"${entry.digest}"` : `"${entry.digest}-${encoding}"`;
    const head = [...entry.page.head, 'ETag', etag, 'Content-Length', String(body.length)];
    if (encoding !== 'identity') head.push('Content-Encoding', encoding);
    const latin1 = body.length <= MOST_JOINED_BYTES ? body.toString('latin1') : null;
    const variant = { head, body, latin1, etag };
    entry.variants.set(encoding, variant);
    const added = (encoding === 'identity' ? 0 : body.length) + (latin1?.length ?? 0);
    entry.bytes += added;
    if (entry.isKept) {
      this.#bytes += added;
      this.#makeRoom();
    }
    return variant;
  }

  #makeRoom(): void {
    for (const key of this.#entries.keys()) {
      if (this.#bytes <= this.#limits.maxBytes) return;
      this.#drop(key);
    }
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    entry.isKept = false;
    this.#bytes -= entry.bytes;
    this.#entries.delete(key);
  }
}

/** Whether a client's `If-None-Match` names this page. Source: RFC 9110, section 13.1.2 (weak comparison). */
export function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
