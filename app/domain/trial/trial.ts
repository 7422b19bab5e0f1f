import { z } from 'zod';

/** Variants of a trial; `db/schema` keeps the same list. `a`: the words that stood when it began. */
export const TRIAL_VARIANTS = ['a', 'b'] as const;

/** One of `TRIAL_VARIANTS`. */
export type TrialVariant = (typeof TRIAL_VARIANTS)[number];

/** Days after which a trial ends at the latest, so that every day of the week counts twice. Own choice. */
export const TRIAL_DAYS = 14;

/** Fewest confirmed signatures of both variants together from which anything can be said. Own choice: below, the normal distribution is no likeness of counts. */
export const MIN_TRIAL_SIGNED = 20;

// Quantiles of the normal distribution at 97.5% (two-sided error 5%) and at 80% (power).
const Z_ALPHA = 1.959963984540054;
const Z_POWER = 0.8416212335729143;

/** The rule of a trial, fixed before it begins. `expectedRate`: confirmed signatures per view; `smallestLift`: a share of it, 0.2 for a fifth more or less. */
export interface TrialRule {
  expectedRate: number;
  smallestLift: number;
}

/**
 * Views of each variant by which a rise of the smallest share worth knowing is found with 80% power at a two-sided error of 5%. Source: Fleiss, Levin and Paik, Statistical
 * Methods for Rates and Proportions, 3rd edition, 2003, equation 4.14, without the correction for continuity.
 */
export function viewsNeeded({ expectedRate, smallestLift }: TrialRule): number {
  const [p, q] = [expectedRate, Math.min(0.999, expectedRate * (1 + smallestLift))];
  const mean = (p + q) / 2;
  const spread = Z_ALPHA * Math.sqrt(2 * mean * (1 - mean)) + Z_POWER * Math.sqrt(p * (1 - p) + q * (1 - q));
  return Math.ceil((spread / (q - p)) ** 2);
}

/** Views and confirmed signatures of one variant. */
export interface TrialCount {
  seen: number;
  signed: number;
}

/**
 * The two-sided test of two proportions, once, at the end of a trial: which variant was signed more often per view, or `none` where the difference may be chance or there are too few
 * signatures to tell. Whether it may be asked is `trialEnding`'s to say. Source: Fleiss, Levin and Paik, 2003, section 3.1.
 */
export function trialVerdict(a: TrialCount, b: TrialCount): TrialVariant | 'none' {
  if (a.seen === 0 || b.seen === 0 || a.signed + b.signed < MIN_TRIAL_SIGNED) return 'none';
  const rates = [a, b].map(({ seen, signed }) => Math.min(1, signed / seen));
  const [rateA = 0, rateB = 0] = rates;
  const pooled = Math.min(1, (a.signed + b.signed) / (a.seen + b.seen));
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.seen + 1 / b.seen));
  if (error === 0 || Math.abs(rateA - rateB) / error < Z_ALPHA) return 'none';
  return rateB > rateA ? 'b' : 'a';
}

/** What a trial is at a moment: its rule's figures and how often each variant was seen. */
export interface TrialStanding {
  viewsEach: number;
  endsAt: Date;
  seenA: number;
  seenB: number;
}

/** Why a trial ends now by its rule, or null: it goes on, and nobody is told who leads. It depends on views and days alone, never on signatures. */
export function trialEnding({ viewsEach, endsAt, seenA, seenB }: TrialStanding, now: Date): 'views' | 'days' | null {
  if (Math.min(seenA, seenB) >= viewsEach) return 'views';
  return now >= endsAt ? 'days' : null;
}

const unsendable = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

const line = (most: number) =>
  z
    .string()
    .default('')
    .transform((typed, context) => {
      const text = typed.normalize('NFC').replace(/\s+/gu, ' ').trim();
      if (text.length <= most && !unsendable.test(text)) return text;
      context.addIssue({ code: 'custom', message: text.length > most ? 'too_long' : 'characters' });
      return z.NEVER;
    });

/** The smallest changes worth knowing that can be chosen, in percent of the present rate. Own choice. */
export const TRIAL_LIFTS = ['10', '20', '30', '50', '100'] as const;

/** The form by which a trial is planned and begun. Empty fields keep the present words. Messages are codes of `campaigns.faults` of the organizers' words. */
export const trialForm = z.object({
  'title-en': line(120),
  'ask-en': line(600),
  'title-es': line(120),
  'ask-es': line(600),
  rate: z.coerce.number('rate').min(0.1, 'rate').max(90, 'rate'),
  lift: z.enum(TRIAL_LIFTS, 'choice'),
});
