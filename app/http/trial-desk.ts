import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { VariantViews } from '#app/domain/trial/running.server.ts';
import type { TrialVariant } from '#app/domain/trial/trial.ts';
import { derivedKey } from './derived-key.ts';
import { networkKeyOf } from './network-key.ts';
import type { RouteLabel } from './route-label.ts';
import { isFromPerson } from './view-counter.ts';

/** Pause between two flushes, in milliseconds. Own choice. */
const FLUSH_EVERY_MS = 2_000;

const campaignPath = /^(?:\/es)?\/campaigns\/([a-z0-9][a-z0-9-]{0,99})(?:\.data)?$/;

/**
 * Gives each visitor of a campaign whose words are on trial one of the two, without a cookie and without a script, and counts how often each was handed out to people. Where no trial runs it
 * costs one look at the size of a map.
 */
export interface TrialDesk {
  /** The variant of a request, the same each time that it is asked; null where no trial runs. `address`: the client's. */
  variantOf(request: IncomingMessage, path: string, address: () => string | null): TrialVariant | null;
  /** Counts an answer that was given with a variant. */
  note(request: IncomingMessage, label: RouteLabel, status: number): void;
  /** Hands over what is held and stops. */
  stop(): Promise<void>;
}

/** What the desk needs. `running`: number of the trial by slug; `chance`: 0 to 1, for requests without an address. */
export interface TrialDeskOptions {
  secret: string;
  now(): Date;
  running(): ReadonlyMap<string, number>;
  flush(noted: readonly VariantViews[]): Promise<void>;
  onFault(fault: unknown): void;
  chance?: () => number;
  everyMs?: number;
}

/** The variant of one home network on one UTC day: the lowest bit of an HMAC-SHA-256 over the trial's number and the network's key of the day. Own choice. */
export function variantOfNetwork(
  address: string | null,
  trial: number,
  { secret, now, chance = Math.random }: Pick<TrialDeskOptions, 'secret' | 'now' | 'chance'>,
): TrialVariant {
  const network = networkKeyOf(address, 'day', { secret, now });
  if (!network) return chance() < 0.5 ? 'a' : 'b';
  const [first = 0] = createHmac('sha256', derivedKey(secret, 'trial')).update(`${trial} `).update(network).digest();
  return first % 2 === 0 ? 'a' : 'b';
}

/** Opens a desk. A view is counted as the dashboard counts it: a GET of the campaign's page by what says that it is a browser. A flush that fails is added to the next one. */
export function createTrialDesk(options: TrialDeskOptions): TrialDesk {
  const { running, flush, onFault, everyMs = FLUSH_EVERY_MS } = options;
  const given = new WeakMap<IncomingMessage, { slug: string; variant: TrialVariant }>();
  let held = new Map<string, VariantViews>();
  let underway: Promise<void> = Promise.resolve();

  function add({ slug, variant, amount }: VariantViews): void {
    const key = `${variant} ${slug}`;
    const known = held.get(key);
    if (known) known.amount += amount;
    else held.set(key, { slug, variant, amount });
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
    variantOf(request, path, address) {
      const trials = running();
      if (trials.size === 0) return null;
      const known = given.get(request);
      if (known) return known.variant;
      const slug = campaignPath.exec(path)?.[1];
      const trial = slug === undefined ? undefined : trials.get(slug);
      if (slug === undefined || trial === undefined) return null;
      const variant = variantOfNetwork(address(), trial, options);
      given.set(request, { slug, variant });
      return variant;
    },
    note(request, { route }, status) {
      const { method, headers } = request;
      const one = route === '/campaigns/:slug' && method === 'GET' ? given.get(request) : undefined;
      if (one && (status === 200 || status === 304) && isFromPerson(headers)) add({ ...one, amount: 1 });
    },
    async stop() {
      clearInterval(timer);
      await underway;
      await hand();
    },
  };
}
