import { z } from 'zod';
import { ADDRESSEE_KINDS, type AddresseeKind, type CampaignLocale } from './campaign.ts';
import { maxGoal } from './goal.ts';

/** Languages that a campaign can speak, the one that stands in for the others first. */
export const CAMPAIGN_LOCALES = ['en', 'es'] as const satisfies readonly CampaignLocale[];

/** The words of a campaign in one language, in the order in which people meet them. */
export const WORD_FIELDS = [
  'title',
  'summary',
  'ask',
  'body',
  'sources',
  'shareText',
  'pictureHeadline',
  'outcome',
] as const;

/** One of `WORD_FIELDS`. */
export type WordField = (typeof WORD_FIELDS)[number];

/** The words of a campaign in one language. `body`: Markdown. `sources`: one address to a line. */
export type CampaignWords = Record<WordField, string>;

/** Longest text of each field in characters. Own choice: a title fits the head of a mail, a headline the picture, a body some ten pages. */
export const WORD_LIMITS: Record<WordField, number> = {
  title: 120,
  summary: 400,
  ask: 600,
  body: 30_000,
  sources: 10_000,
  shareText: 400,
  pictureHeadline: 90,
  outcome: 2_000,
};

/** Words that a campaign opens without. `outcome` is asked for when it is won. */
export const OPTIONAL_WORDS: readonly WordField[] = ['sources', 'shareText', 'pictureHeadline', 'outcome'];

/** What organizers write and choose, as every version keeps it whole. `targets`: in order. A language without words is not offered. */
export interface CampaignContent {
  texts: Partial<Record<CampaignLocale, CampaignWords>>;
  targets: readonly AddresseeKind[];
  docketId: number | null;
  goal: number;
  goalStepsUp: boolean;
}

/** What is saved at once: the words in one language, or what the campaign asks whom for. */
export const CONTENT_PARTS = ['en', 'es', 'setup'] as const;

/** One of `CONTENT_PARTS`. */
export type ContentPart = (typeof CONTENT_PARTS)[number];

/** Words that are written before a campaign is won. */
export type EditedWords = Omit<CampaignWords, 'outcome'>;

/** One part as it is after saving; null words: the language is not offered. What came of a campaign stays as it is. */
export type ContentChange =
  | { part: CampaignLocale; words: EditedWords | null }
  | { part: 'setup'; setup: CampaignSetup };

/** The part of a content that is not words. */
export type CampaignSetup = Omit<CampaignContent, 'texts'>;

/** Empty words, with which a language begins. */
export const noWords: CampaignWords = {
  title: '',
  summary: '',
  ask: '',
  body: '',
  sources: '',
  shareText: '',
  pictureHeadline: '',
  outcome: '',
};

// Controls but line ends and tabs, unpaired surrogates, and the marks that reorder or hide text.
const forbidden = /(?![\n\t])\p{Cc}|[\p{Cs}\p{Co}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/u;

/** What may be wrong with a field of a campaign. Wording: `campaigns.faults` of the organizers' words. */
export const CONTENT_FAULTS = [
  'too_long',
  'characters',
  'lines',
  'source_address',
  'goal_range',
  'choice',
  'missing',
  'time',
  'time_order',
  'time_past',
] as const;

/** One of `CONTENT_FAULTS`. */
export type ContentFault = (typeof CONTENT_FAULTS)[number];

const fault = (code: ContentFault) => code;

function words(field: WordField, isOneLine: boolean) {
  return z
    .string()
    .default('')
    .transform((value, context) => {
      const text = value.normalize('NFC').replace(/\r\n?/g, '\n').trim();
      const refuse = (code: ContentFault) => {
        context.addIssue({ code: 'custom', message: code });
        return z.NEVER;
      };
      if (text.length > WORD_LIMITS[field]) return refuse('too_long');
      if (forbidden.test(text)) return refuse('characters');
      if (isOneLine && text.includes('\n')) return refuse('lines');
      return text;
    });
}

const sources = words('sources', false).transform((value, context) => {
  const lines = value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length <= 40 && lines.every((line) => /^https?:\/\/[^\s/]+/i.test(line) && URL.canParse(line)))
    return [...new Set(lines)].join('\n');
  context.addIssue({ code: 'custom', message: fault('source_address') });
  return z.NEVER;
});

/** The version that whoever saves began from. */
export const baseField = z.coerce.number().int().positive().catch(0);

/** The form of the words in one language. Empty fields are no fault: a draft may lack them. Messages are codes of `CONTENT_FAULTS`. */
export const wordsForm = z.object({
  base: baseField,
  title: words('title', true),
  summary: words('summary', false),
  ask: words('ask', false),
  body: words('body', false),
  sources,
  shareText: words('shareText', false),
  pictureHeadline: words('pictureHeadline', true),
});

/** The form that makes a campaign: its title, the slug of what it starts from (empty: nothing), and whether it speaks Spanish too. */
export const makeForm = z.object({
  title: words('title', true).refine((title) => /\p{L}/u.test(title), fault('missing')),
  from: z
    .string()
    .regex(/^[a-z0-9-]{0,100}$/, fault('choice'))
    .default(''),
  es: z.literal('on').optional().catch(undefined),
});

/** The form that takes an older version up again. */
export const restoreForm = z.object({ base: baseField, version: z.coerce.number().int().positive() });

/** The words of the outcome, in one language. */
export const outcomeField = words('outcome', false);

/** The form of what the campaign asks whom for: addressees by place (`place-KIND`: 1 is the first, empty: none), docket, goal. */
export const setupForm = z.object({
  base: baseField,
  ...(Object.fromEntries(
    ADDRESSEE_KINDS.map((kind) => [
      `place-${kind}`,
      z
        .string()
        .regex(/^[1-9]?$/, fault('choice'))
        .default(''),
    ]),
  ) as Record<`place-${AddresseeKind}`, z.ZodDefault<z.ZodString>>),
  docket: z
    .string()
    .regex(/^[0-9]{0,9}$/, fault('choice'))
    .default(''),
  goal: z.coerce
    .number(fault('goal_range'))
    .int(fault('goal_range'))
    .min(1, fault('goal_range'))
    .max(maxGoal, fault('goal_range')),
  goalStepsUp: z.literal('on').optional().catch(undefined),
});

/** What a form of `setupForm` chose. Kinds of one place stand in their usual order. */
export function setupOf(form: z.output<typeof setupForm>): CampaignSetup {
  const places = ADDRESSEE_KINDS.flatMap((kind) => {
    const place = form[`place-${kind}`];
    return place === '' ? [] : [{ kind, place: Number(place) }];
  });
  return {
    targets: places.sort((a, b) => a.place - b.place).map(({ kind }) => kind),
    docketId: form.docket === '' || form.docket === '0' ? null : Number(form.docket),
    goal: form.goal,
    goalStepsUp: form.goalStepsUp === 'on',
  };
}

/** A part of a content as plain text by field, for comparing and telling: what is not offered is empty. */
export function partText(content: CampaignContent, part: ContentPart): Record<string, string> {
  if (part !== 'setup') {
    const words = content.texts[part];
    // In one order, whatever order they were stored in.
    return {
      offered: words ? 'yes' : 'no',
      ...Object.fromEntries(WORD_FIELDS.map((field) => [field, words?.[field] ?? ''])),
    };
  }
  const { targets, docketId, goal, goalStepsUp } = content;
  return {
    targets: targets.join(' '),
    docket: docketId === null ? '' : String(docketId),
    goal: String(goal),
    goalStepsUp: goalStepsUp ? 'yes' : 'no',
  };
}

/** The parts in which two contents differ. */
export function differingParts(one: CampaignContent, other: CampaignContent): ContentPart[] {
  return CONTENT_PARTS.filter((part) => JSON.stringify(partText(one, part)) !== JSON.stringify(partText(other, part)));
}

/** A content with one part changed; the others stay. */
export function withChange(content: CampaignContent, change: ContentChange): CampaignContent {
  if (change.part === 'setup') return { ...content, ...change.setup };
  const { [change.part]: standing, ...others } = content.texts;
  if (!change.words) return { ...content, texts: others };
  const outcome = standing?.outcome ?? '';
  return { ...content, texts: { ...others, [change.part]: { ...change.words, outcome } } };
}
