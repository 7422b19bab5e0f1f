import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Noted } from '#app/domain/dashboard/note.server.ts';
import type { RouteLabel } from './route-label.ts';

/** Pause between two flushes, in milliseconds. Own choice. */
const FLUSH_EVERY_MS = 2_000;

/** Most different campaigns and minutes that are held; what a stranger makes up beyond is not counted. */
const MAX_HELD = 1_000;

const MINUTE_MS = 60_000;

/** Programmes that say what they are. Own list, after the words that the crawlers of the Crawler-User-Agents list have in common; roughly, as the page says. */
const machine =
  /bot\b|bot[/;_-]|crawl|spider|slurp|preview|monitor|headless|lighthouse|curl|wget|python|java\/|go-http|node|axios|okhttp|scrapy|httpclient|libwww|facebookexternalhit|feedfetcher|whatsapp|embedly|pingdom|uptime/i;

/** Counts views of campaigns' pages and forms begun, in memory. `note` is called for every answer and costs next to nothing. */
export interface ViewCounter {
  note(request: IncomingMessage, label: RouteLabel, status: number): void;
  /** A form of this campaign was begun: the first letter typed asks for a challenge. */
  begun(slug: string | null, headers: IncomingHttpHeaders): void;
  /** Hands over what is held and stops. */
  stop(): Promise<void>;
}

/** What the counter needs: where the counts go; `everyMs`: how often. A flush that fails is added to the next one. */
export interface ViewCounterOptions {
  flush(noted: readonly Noted[]): Promise<void>;
  onFault(fault: unknown): void;
  everyMs?: number;
  now?: () => Date;
}

const campaignPath = /^(?:\/es)?\/campaigns\/(?<slug>[a-z0-9][a-z0-9-]{0,99})$/;

/** Whether a request roughly comes from a person: it names a browser, and was not made ahead of a click. Own choice. */
export function isFromPerson(headers: IncomingHttpHeaders): boolean {
  const agent = headers['user-agent'] ?? '';
  const purpose = headers['sec-purpose'] ?? headers.purpose ?? '';
  return agent !== '' && !machine.test(agent) && !String(purpose).includes('prefetch');
}

/**
 * Opens a counter. A view is a GET of a campaign's page or the front page that was answered with it, from memory or not, as a page or as what a script fetches instead; a
 * browser that asks whether its copy is still right looks at it again. Nothing of a visitor is kept. Own choice.
 */
export function createViewCounter({
  flush,
  onFault,
  everyMs = FLUSH_EVERY_MS,
  now = () => new Date(),
}: ViewCounterOptions): ViewCounter {
  let held = new Map<string, Noted>();
  let underway: Promise<void> = Promise.resolve();

  function add({ slug, figure, at, amount }: Noted): void {
    const key = `${figure} ${slug} ${at}`;
    const known = held.get(key);
    if (known) known.amount += amount;
    else if (held.size < MAX_HELD) held.set(key, { slug, figure, at, amount });
  }

  function count(slug: string | null, figure: Noted['figure']): void {
    const minute = new Date(Math.floor(now().getTime() / MINUTE_MS) * MINUTE_MS);
    add({ slug, figure, at: minute.toISOString(), amount: 1 });
  }

  async function hand(): Promise<void> {
    if (held.size === 0) return;
    const noted = [...held.values()];
    held = new Map();
    try {
      await flush(noted);
    } catch (fault) {
      onFault(fault);
      for (const one of noted) add(one);
    }
  }

  const timer = setInterval(() => {
    underway = underway.then(hand);
  }, everyMs);
  timer.unref();

  return {
    note({ method, headers }, { route, path }, status) {
      if (route !== '/campaigns/:slug' && route !== '/') return;
      if (method !== 'GET' || (status !== 200 && status !== 304) || !isFromPerson(headers)) return;
      const slug = route === '/' ? null : campaignPath.exec(path ?? '')?.groups?.slug;
      if (slug !== undefined) count(slug, 'seen');
    },
    begun(slug, headers) {
      if (slug !== null && /^[a-z0-9][a-z0-9-]{0,99}$/.test(slug) && isFromPerson(headers)) count(slug, 'started');
    },
    async stop() {
      clearInterval(timer);
      await underway;
      await hand();
    },
  };
}
