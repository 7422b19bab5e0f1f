import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { isps } from '#db/schema/isp.ts';
import { letterTemplates } from '#db/schema/letter.ts';
import { fill } from '#templates/fill.ts';
import { chooseLetters } from '#templates/fitting.ts';
import { readTemplate } from '#templates/parse.ts';
import type { LetterTemplate, TemplateLimits } from '#templates/template.ts';
import { dayOf } from '../isp/age.ts';
import type { TargetOption } from '../target/target.ts';
import { stateName } from './state-names.ts';

/** Most current templates of one campaign and language that are looked at. Own choice. */
const MAX_TEMPLATES = 100;

/** Most parsed templates that a process keeps. Own choice. */
const MAX_KEPT = 300;

/** A template as it is offered: its row's id, version and slug, and what its source says. */
export interface OfferedTemplate {
  id: number;
  slug: string;
  version: number;
  template: LetterTemplate;
}

/** What of a sender decides which letters fit. `isp`: null when none of the catalogue was named. */
export interface LetterSender {
  name: string;
  zip: string;
  state: string | null;
  isp: { slug: string; name: string; technologies: readonly string[] } | null;
}

// A version is never edited, so that what was parsed for its digest stays right.
const kept = new Map<string, LetterTemplate | null>();

/** The template of a stored source, or null when it cannot be used any more (`npm run templates -- check --database` names it). */
export function storedTemplate(row: { id: number; source: string; sourceSha256: string }): LetterTemplate | null {
  const held = kept.get(row.sourceSha256);
  if (held !== undefined) return held;
  const { template } = readTemplate(row.source, `letter template ${row.id}`);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(row.sourceSha256, template);
  return template;
}

/** The templates of a campaign that are current in a language, in the order in which they are offered; one that cannot be used is left out. */
export async function listOfferedTemplates(
  db: Db,
  campaignId: number,
  locale: 'en' | 'es',
): Promise<OfferedTemplate[]> {
  const rows = await db
    .select({
      id: letterTemplates.id,
      slug: letterTemplates.slug,
      version: letterTemplates.version,
      source: letterTemplates.source,
      sourceSha256: letterTemplates.sourceSha256,
    })
    .from(letterTemplates)
    .where(
      and(
        eq(letterTemplates.campaignId, campaignId),
        eq(letterTemplates.locale, locale),
        isNull(letterTemplates.retiredAt),
      ),
    )
    .orderBy(asc(letterTemplates.position), asc(letterTemplates.slug))
    .limit(MAX_TEMPLATES);
  return rows.flatMap((row) => {
    const template = storedTemplate(row);
    return template ? [{ id: row.id, slug: row.slug, version: row.version, template }] : [];
  });
}

/** The name and technologies of the ISP that a sender stated, or null. */
export async function findSenderIsp(db: Db, ispId: number | null): Promise<LetterSender['isp']> {
  if (ispId === null) return null;
  const [row] = await db
    .select({ slug: isps.slug, name: isps.name, technologies: isps.technologies })
    .from(isps)
    .where(eq(isps.id, ispId));
  return row ?? null;
}

/** The letters that fit a target for a sender, in order; when there is none because of an exclusion, its message in the letter's language. */
export interface FittingLetters {
  letters: OfferedTemplate[];
  exclusion: string | null;
}

/** Chooses among the templates offered; the first letter is the person's unless they choose another. See `chooseLetters`. */
export function fittingLetters(
  offered: readonly OfferedTemplate[],
  option: TargetOption,
  sender: LetterSender,
  at: Date,
): FittingLetters {
  const isOfState = option.targetKind === 'attorney_general' || option.targetKind === 'utility_commission';
  const { letters, exclusion } = chooseLetters(offered, {
    addressee: { kind: option.targetKind, state: isOfState ? sender.state : null },
    sender: { state: sender.state, isp: sender.isp?.slug ?? null, technologies: sender.isp?.technologies ?? [] },
    docket: option.docket?.number ?? null,
    day: dayOf(at),
  });
  const message = exclusion && fill(exclusion.template, blanksOf(exclusion.template, sender, option.name ?? '')).body;
  return { letters, exclusion: message?.trim() ?? null };
}

/** What stands in the blanks of a letter of this sender to `addressee`, the name on the envelope. */
export function blanksOf({ locale }: LetterTemplate, sender: LetterSender, addressee: string) {
  return {
    sender_name: sender.name,
    sender_zip: sender.zip,
    sender_state: stateName(sender.state, locale),
    isp: sender.isp?.name,
    addressee,
  };
}

/** What a letter's template offers its writer beside the text: questions that draw out their own story, and the limits of where it goes. */
export interface LetterHelp {
  prompts: readonly string[];
  limits: TemplateLimits;
}

/** The help of the template that a letter was drafted from, in the letter's language; null when the version cannot be read any more. */
export async function findLetterHelp(db: Db, templateId: number): Promise<LetterHelp | null> {
  const [row] = await db
    .select({ id: letterTemplates.id, source: letterTemplates.source, sourceSha256: letterTemplates.sourceSha256 })
    .from(letterTemplates)
    .where(eq(letterTemplates.id, templateId));
  const template = row && storedTemplate(row);
  return template ? { prompts: template.prompts, limits: template.limits } : null;
}
