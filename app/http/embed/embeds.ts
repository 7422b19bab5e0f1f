import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Switches } from '#app/domain/installation/switches.ts';
import { takesSignatures } from '#app/domain/installation/switches.ts';
import type { EmbeddedCampaign } from '#app/domain/partner/embed.ts';
import { partnerSlugShape } from '#app/domain/partner/partner.ts';
import type { SignBatch } from '#app/domain/signature/batch.server.ts';
import { newStamp } from '../form-stamp.ts';
import type { Locale } from '../locale.ts';
import { newProofChallenge } from '../proof.ts';
import { secured } from '../security-headers.ts';
import { write } from '../site.ts';
import { requestAddress, type VisitorOptions } from '../visitor.ts';
import { embedLinks, embedWords } from './form-words.ts';
import { type EmbedKind, framePage } from './frame-page.ts';
import { createKept } from './kept.ts';
import { type Confirm, confirmFrom, type EmbedAnswer, signFrom } from './posted.ts';

/** What embeds ask of the domain. */
export interface EmbedVerbs {
  findEmbedded(question: { slug: string; locale: Locale; partner: string | null }): Promise<EmbeddedCampaign | null>;
  /** The origins that may show a campaign; null when there is none. */
  findOrigins(slug: string): Promise<readonly string[] | null>;
  confirm: Confirm;
}

/** What embeds work with. */
export interface EmbedOptions extends VisitorOptions {
  verbs: EmbedVerbs;
  origin: string;
  secret: string;
  batch: SignBatch;
  switches(): Switches;
}

/** Answers the addresses that pages of other sites fetch or frame. Own choice. */
export interface Embeds {
  isFor(path: string): boolean;
  /** `secure`: the headers of every other answer, in a flat list. */
  answer(visit: EmbedVisit, secure: readonly string[]): Promise<{ status: number; bytes: number }>;
}

/** One request for such an address. */
export interface EmbedVisit {
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  search: string;
}

const address =
  /^(?<lang>\/es)?\/embed\/(?<slug>[a-z0-9][a-z0-9-]{0,99})\/(?<what>form|counter|form\.json|sign|confirm)$/;

/** How long a list of origins, and what is shown, may be known from before, in milliseconds. */
const ORIGINS_MS = 3000;
const SHOWN_MS = 1000;
const MOST_KEPT = 500;
/** Requests that wait for the database at once. */
const MOST_INSIDE = 48;

/**
 * The embed of a campaign: `GET /embed/SLUG/form.json`, `POST /embed/SLUG/sign` and `POST /embed/SLUG/confirm`, which the script of the campaign's origins may read and nobody
 * else, and the pages `/embed/SLUG/form` and `/embed/SLUG/counter`, which those origins may frame. No cookie is read or set. A form goes the same way as one of our own page and
 * gets the same answer whoever has signed. Answers 403 to another origin, 404 to an unknown campaign, 405, 503 with seconds to wait. Decision 0036.
 */
export function createEmbeds(options: EmbedOptions): Embeds {
  const { verbs, origin, secret } = options;
  const origins = createKept((slug) => verbs.findOrigins(slug), { freshMs: ORIGINS_MS, most: MOST_KEPT });
  const shown = createKept(
    (key) => {
      const [locale = 'en', slug = '', partner = ''] = key.split(' ');
      const isSpanish = locale === 'es';
      return verbs.findEmbedded({ slug, locale: isSpanish ? 'es' : 'en', partner: partner === '' ? null : partner });
    },
    { freshMs: SHOWN_MS, most: MOST_KEPT },
  );
  const keyTools = { secret, now: () => new Date() };
  let inside = 0;

  async function frame(kind: EmbedKind, slug: string, locale: Locale, query: URLSearchParams): Promise<EmbedAnswer> {
    const partner = slugIn(query.get('partner'));
    const [campaign, allowed] = await Promise.all([shown.get(`${locale} ${slug} ${partner ?? ''}`), origins.get(slug)]);
    if (!campaign || !allowed) return { status: 404, json: { reason: 'campaign' } };
    const named = query.get('theme');
    const theme = named === 'light' || named === 'dark' ? named : null;
    const known = campaign.partner?.slug ?? null;
    const isServed = options.switches().servesEmbeds;
    return {
      status: 200,
      page: framePage(campaign, { kind, locale, partner: known, theme, origins: allowed, isServed }),
    };
  }

  async function form(request: IncomingMessage, slug: string, query: URLSearchParams): Promise<EmbedAnswer> {
    const locale = query.get('lang') === 'es' ? 'es' : 'en';
    const partner = slugIn(query.get('partner'));
    const campaign = await shown.get(`${locale} ${slug} ${partner ?? ''}`);
    if (!campaign) return { status: 404, json: { reason: 'campaign' } };
    const { slugs } = options.identify(requestAddress(request, '', options).address);
    const [isp] = slugs.length === 1 ? slugs : [];
    const { consent, ...rest } = campaign;
    return {
      status: 200,
      json: {
        ...rest,
        consent: consent?.id ?? null,
        isOpen: campaign.isOpen && takesSignatures(options.switches()),
        isp: campaign.isps.some(({ slug: known }) => known === isp) ? isp : null,
        stamp: newStamp(keyTools),
        challenge: newProofChallenge(keyTools),
        words: embedWords(campaign, locale, origin),
        links: embedLinks(campaign, locale, origin),
      },
    };
  }

  async function fetched(visit: EmbedVisit, slug: string, what: string, query: URLSearchParams): Promise<EmbedAnswer> {
    const { request } = visit;
    if (!options.switches().servesEmbeds) return { status: 403, json: { reason: 'off' } };
    if (what === 'form.json') return form(request, slug, query);
    const locale = query.get('lang') === 'es' ? 'es' : 'en';
    const from = request.headers.origin;
    const source = from === undefined || from === origin ? 'embed' : `embed:${new URL(from).host}`;
    if (what === 'sign') return signFrom(request, { slug, locale, source }, options);
    return confirmFrom(request, { locale }, options);
  }

  /** Whether the answer may be read by the page that asks: the origin that is named to the browser, null for a request of our own, or `foreign`. */
  async function readerOf(request: IncomingMessage, slug: string): Promise<string | null | 'foreign' | 'unknown'> {
    const allowed = await origins.get(slug);
    if (!allowed) return 'unknown';
    const from = request.headers.origin;
    if (from === undefined) return request.method === 'POST' && isForeignSite(request) ? 'foreign' : null;
    return from === origin || allowed.includes(from) ? from : 'foreign';
  }

  async function decide(visit: EmbedVisit): Promise<EmbedAnswer & { reader: string | null }> {
    const { request, path, search } = visit;
    const { lang, slug = '', what = '' } = address.exec(path)?.groups ?? {};
    const query = new URLSearchParams(search);
    const isForm = what === 'sign' || what === 'confirm';
    if ((request.method === 'POST') !== isForm) return { status: 405, json: { reason: 'method' }, reader: '*' };
    if (what === 'form' || what === 'counter')
      return { ...(await frame(what, slug, lang ? 'es' : 'en', query)), reader: null };
    const reader = await readerOf(request, slug);
    // What is refused holds nothing to hide, and lets the page say why.
    if (reader === 'unknown') return { status: 404, json: { reason: 'campaign' }, reader: '*' };
    if (reader === 'foreign') return { status: 403, json: { reason: 'origin' }, reader: '*' };
    return { ...(await fetched(visit, slug, what, query)), reader };
  }

  return {
    isFor: (path) => address.test(path),
    async answer(visit, secure) {
      const isBusy = inside >= MOST_INSIDE;
      inside += 1;
      try {
        const { reader, ...answer } = isBusy ? { ...busy, reader: '*' } : await decide(visit);
        return await send(visit, answer, reader, secure);
      } finally {
        inside -= 1;
      }
    },
  };
}

const busy: EmbedAnswer = { status: 503, json: { reason: 'busy', retryAfterSeconds: 5 } };

function slugIn(text: string | null): string | null {
  return text !== null && partnerSlugShape.test(text) ? text : null;
}

/** A POST without an origin comes from a program, or from a browser too old to say more: `Sec-Fetch-Site` is what newer ones add. Decision 0005. */
function isForeignSite(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

async function send(
  { request, response }: EmbedVisit,
  answer: EmbedAnswer,
  reader: string | null,
  secure: readonly string[],
): Promise<{ status: number; bytes: number }> {
  if (answer.status === 499) return { status: 499, bytes: 0 };
  const head = answer.page ? [...answer.page.head] : ['Content-Type', 'application/json', 'Cache-Control', 'no-store'];
  const body = answer.page?.body ?? Buffer.from(JSON.stringify(answer.json ?? {}));
  if (!answer.page) head.push('Vary', 'Origin', 'Content-Length', String(body.length));
  if (reader !== null) head.push('Access-Control-Allow-Origin', reader);
  if (answer.json?.retryAfterSeconds) head.push('Retry-After', String(answer.json.retryAfterSeconds));
  if (answer.status === 405) head.push('Allow', 'GET, HEAD, POST');
  if (request.method === 'POST' && !request.complete) head.push('Connection', 'close');
  const own = secured(head, answer.page ? withoutFrameOptions(secure) : secure);
  const bytes = await write(response, answer.status, own, request.method === 'HEAD' ? Buffer.alloc(0) : body);
  return { status: answer.status, bytes };
}

/** The page's own policy says who may frame it; the older header knows only "nobody". */
function withoutFrameOptions(secure: readonly string[]): string[] {
  return secure.filter((_, at) => secure[at - (at % 2)] !== 'X-Frame-Options');
}
