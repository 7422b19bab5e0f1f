import type { LetterAddressee } from './blanks.ts';
import type { LetterTemplate, TemplateFilter } from './template.ts';

/**
 * For whom a letter is looked for. `addressee.state`: of a state's office, null for others; `sender.isp`: a slug; `technologies`: of that ISP, as the
 * catalogue writes them; `docket`: the campaign's; `day`: today, UTC, `YYYY-MM-DD`.
 */
export interface LetterOccasion {
  addressee: { kind: LetterAddressee; state: string | null };
  sender: { state: string | null; isp: string | null; technologies: readonly string[] };
  docket: string | null;
  day: string;
}

/** Each condition of a filter that asks something, answered. What is not known is in no list. */
function answers({ addressee, sender }: TemplateFilter, on: LetterOccasion): boolean[] {
  const lists: (readonly [readonly string[] | undefined, readonly (string | null)[]])[] = [
    [addressee?.kind, [on.addressee.kind]],
    [addressee?.state, [on.addressee.state]],
    [sender?.state, [on.sender.state]],
    [sender?.isp, [on.sender.isp]],
    [sender?.technology, on.sender.technologies],
  ];
  return lists.flatMap(([wanted, held]) =>
    wanted === undefined ? [] : [held.some((value) => value !== null && wanted.includes(value))],
  );
}

/**
 * Whether a template is for this addressee, sender, docket and day: all conditions of `onlyIf` hold and none of `notIf` does. What is not known
 * of a sender fulfils no condition.
 */
export function isFitting(template: LetterTemplate, on: LetterOccasion): boolean {
  const { addressees, docket, validFrom, validUntil, onlyIf, notIf } = template;
  return (
    addressees.includes(on.addressee.kind) &&
    (on.addressee.kind !== 'fcc_docket' || docket === null || docket === on.docket) &&
    (validFrom === null || validFrom <= on.day) &&
    (validUntil === null || on.day <= validUntil) &&
    (onlyIf === null || answers(onlyIf, on).every(Boolean)) &&
    (notIf === null || !answers(notIf, on).some(Boolean))
  );
}

/**
 * The letters that somebody may choose from, in order, the first of which is theirs unless they choose: those that fit, up to the first exclusion that fits.
 * `exclusion`: that exclusion when no letter stands before it, so that its message says why there is none. After campaignion's ordered choice.
 */
export function chooseLetters<T extends { template: LetterTemplate }>(
  ordered: readonly T[],
  on: LetterOccasion,
): { letters: T[]; exclusion: T | null } {
  const fitting = ordered.filter(({ template }) => isFitting(template, on));
  const end = fitting.findIndex(({ template }) => template.isExclusion);
  const letters = end < 0 ? fitting : fitting.slice(0, end);
  return { letters, exclusion: letters.length === 0 ? (fitting[0] ?? null) : null };
}
