import type { Challenge } from './proof.ts';

/** What one script tag asks for. `theme`: empty follows the visitor's scheme. */
export interface Asked {
  /** Our site, from the address of the script. */
  site: string;
  campaign: string;
  kind: 'form' | 'counter';
  partner: string;
  lang: 'en' | 'es';
  theme: 'light' | 'dark' | '';
}

/** What `/embed/SLUG/form.json` answers; `app/http/embed/embeds.ts` makes it. */
export interface EmbedData {
  slug: string;
  title: string;
  ask: string;
  isOpen: boolean;
  counted: number;
  goal: number;
  isps: { slug: string; name: string }[];
  isp: string | null;
  /** The wording of consent that stands under the form. */
  consent: number | null;
  alerts: { id: number; body: string } | null;
  partner: { slug: string; box: { wordingId: number; wording: string } | null } | null;
  stamp: string;
  challenge: Challenge;
  words: Record<string, string>;
  links: { campaign: string; privacy: string };
}

/** What a posted form is answered. */
export interface Posted {
  claim?: string;
  faults?: Record<string, string>;
  refusal?: { title: string; text: string };
  reason?: string;
  isHeld?: boolean;
  next?: string;
}

const DATA_MS = 15_000;

function addressOf({ site, campaign, lang, partner }: Asked, what: string): string {
  const query = new URLSearchParams({ lang, ...(partner ? { partner } : {}) });
  return `${site}/embed/${campaign}/${what}?${query}`;
}

/** Fetches what the embed shows; the answer's `reason` where the site says no. Throws when nothing comes. Sends no cookie and keeps nothing. */
export async function readData(asked: Asked): Promise<{ data: EmbedData } | { reason: string }> {
  const answer = await fetch(addressOf(asked, 'form.json'), {
    credentials: 'omit',
    cache: 'no-store',
    signal: timeout(DATA_MS),
  });
  const said = await answer.json();
  return answer.ok ? { data: said } : { reason: String(said.reason) };
}

/** Posts a form; null when no answer came that can be read. */
export async function post(asked: Asked, what: 'sign' | 'confirm', fields: URLSearchParams): Promise<Posted | null> {
  try {
    const init: RequestInit = { method: 'POST', body: fields, credentials: 'omit', signal: timeout(4 * DATA_MS) };
    return await (await fetch(addressOf(asked, what), init)).json();
  } catch {
    return null;
  }
}

/** Reads the public count; null when it does not come. */
export async function readCount({ site, campaign }: Asked): Promise<number | null> {
  try {
    const answer = await fetch(`${site}/campaigns/${campaign}/count.json`, {
      credentials: 'omit',
      signal: timeout(DATA_MS),
    });
    const { counted } = await answer.json();
    return answer.ok && typeof counted === 'number' ? counted : null;
  } catch {
    return null;
  }
}

function timeout(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
}
