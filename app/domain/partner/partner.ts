import { z } from 'zod';

/** A partner's name in addresses, within its campaign: `[a-z0-9-]`, at most 60. Own choice. */
export const partnerSlugShape = /^[a-z0-9][a-z0-9-]{0,59}$/;

/** Longest name of a partner in characters. Own choice. */
export const maxPartnerNameChars = 100;

/** Shortest and longest wording beside a partner's box, in characters. Own choice: a sentence fits, terms and conditions do not. */
export const wordingChars = { least: 20, most: 600 } as const;

/** Most partners of a campaign, and most origins. Own choice. */
export const maxPartners = 500;
/** As `maxPartners`. */
export const maxOrigins = 100;

/** What may be wrong with the forms of the embeds page. Wording: `messages.organizeEmbeds.faults`. */
export const PARTNER_FAULTS = [
  'name_missing',
  'name_long',
  'slug_shape',
  'slug_taken',
  'wording_short',
  'wording_long',
  'origin_shape',
  'origin_plain',
  'too_many',
] as const;

/** One of these. */
export type PartnerFault = (typeof PARTNER_FAULTS)[number];

const fault = (code: PartnerFault) => code;

/** A new partner: its name as signers see it, and its name in addresses. Messages are codes of `PARTNER_FAULTS`. */
export const partnerForm = z.object({
  name: z
    .string({ error: fault('name_missing') })
    .transform((value) => value.normalize('NFC').trim().replace(/\s+/g, ' '))
    .pipe(z.string().min(1, fault('name_missing')).max(maxPartnerNameChars, fault('name_long'))),
  slug: z
    .string({ error: fault('slug_shape') })
    .trim()
    .regex(partnerSlugShape, fault('slug_shape')),
});

const wording = z
  .string({ error: fault('wording_short') })
  .transform((value) => value.normalize('NFC').trim().replace(/\s+/g, ' '))
  .pipe(z.string().min(wordingChars.least, fault('wording_short')).max(wordingChars.most, fault('wording_long')));

/** A wording beside a partner's box, in both languages: runs of blanks are made one. Messages are codes of `PARTNER_FAULTS`. */
export const wordingForm = z.object({ en: wording, es: wording });

/** An origin as an organizer types it: whole addresses are cut down to their origin. Messages are codes of `PARTNER_FAULTS`. */
export const originForm = z.object({
  origin: z.string({ error: fault('origin_shape') }).transform((value, context) => {
    const found = originOf(value);
    if (found.ok) return found.origin;
    context.addIssue({ code: 'custom', message: found.fault });
    return z.NEVER;
  }),
});

/**
 * The origin of an address as browsers send it in `Origin`: scheme, host in lower case and punycode, and a port that is not the usual one. A bare host means HTTPS. Plain HTTP
 * only of this machine (`localhost`, `127.0.0.1`), for trying out: a form inside a page that anybody on the way can change is anybody's form. Refuses what is no
 * address, one with a name and password, and one without a dot. Source: RFC 6454, 6.2; WHATWG URL.
 */
export function originOf(typed: string): { ok: true; origin: string } | { ok: false; fault: PartnerFault } {
  const text = typed.slice(0, 300).trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  let url: URL;
  try {
    url = new URL(hasScheme ? text : `https://${text}`);
  } catch {
    return { ok: false, fault: 'origin_shape' };
  }
  const isHere = url.hostname === 'localhost' || url.hostname === '127.0.0.1';
  if (url.protocol === 'http:' && !isHere) return { ok: false, fault: 'origin_plain' };
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '')
    return { ok: false, fault: 'origin_shape' };
  if (!isHere && !/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/.test(url.hostname))
    return { ok: false, fault: 'origin_shape' };
  return { ok: true, origin: url.origin };
}

/** A partner's own box as a form shows it, never ticked beforehand: the wording in the language of the page, by its id. */
export interface PartnerBox {
  name: string;
  wordingId: number;
  wording: string;
}
