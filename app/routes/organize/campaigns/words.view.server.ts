import { redirect } from '@remix-run/node';
import { type CampaignWords, type ContentChange, noWords, partText, wordsForm } from '#app/domain/campaign/content.ts';
import { compareFields } from '#app/domain/campaign/difference.server.ts';
import { type Meanwhile, type SaveResult, saveContent } from '#app/domain/campaign/edit.server.ts';
import type { OpeningFault } from '#app/domain/campaign/opening.ts';
import type { CampaignSheet } from '#app/domain/campaign/own.server.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { parseFields } from '#app/http/forms.ts';
import { type Locale, localePath } from '#app/http/locale.ts';
import type { CampaignView } from '#app/ui/campaign/page.tsx';
import { type Answered, answered } from './answer.ts';
import type { Differences } from './difference.tsx';
import { previewOf } from './preview.view.server.ts';

/** What somebody else saved while a form lay open, and how the two differ. `base`: with which saving again goes on top of it. */
export interface Conflict {
  base: number;
  last: Meanwhile | null;
  isSelf: boolean;
  theirs: Differences;
  mine: Differences;
  theirTexts: { field: string; text: string }[];
}

/** What comes back of a form that was not saved. */
export interface EditAnswer {
  form: Answered;
  conflict: Conflict | null;
  incomplete: OpeningFault[];
  preview: CampaignView | null;
}

/** What was typed, against what somebody else has made of it meanwhile. */
export function conflictOf(
  { version, base, theirs, meanwhile }: Extract<SaveResult, { reason: 'conflict' }>,
  mine: Readonly<Record<string, string>>,
  actor: string,
): Conflict {
  const last = meanwhile.at(-1) ?? null;
  const mineToo = { ...theirs, ...mine };
  const own = compareFields(theirs, mineToo);
  return {
    base: version,
    last,
    isSelf: last?.actor === actor,
    theirs: compareFields(base, theirs),
    mine: own,
    theirTexts: own.map(({ field }) => ({ field, text: theirs[field] ?? '' })),
  };
}

/** Where a saving leads: back to the steps, with word of what came of it. */
export function savedPath(
  pageLocale: Locale,
  home: string,
  base: number,
  result: Extract<SaveResult, { ok: true }>,
  step: string,
) {
  const done = result.version === base ? 'unchanged' : result.meanwhile.length > 0 ? 'savedMeanwhile' : 'saved';
  return localePath(pageLocale, `${home}?done=${done}#${step}`);
}

interface WordsPost {
  seat: Seat;
  sheet: CampaignSheet;
  lang: Locale;
  pageLocale: Locale;
  posted: FormData;
}

/** Saves, previews, offers or leaves the words in a language. Throws the redirect that follows a saving; answers what was refused, with all that was typed. */
export async function postWords({ seat, sheet, lang, pageLocale, posted }: WordsPost): Promise<EditAnswer> {
  const intent = posted.get('intent');
  const standing = sheet.content.texts[lang];
  const form = parseFields(posted, wordsForm);
  const said = answered(form.reply());
  const nothing = { form: said, conflict: null, incomplete: [], preview: null };
  if (form.status !== 'success') return nothing;
  const { base, ...typed } = form.value;
  if (intent === 'preview') {
    const words: CampaignWords = { ...typed, outcome: standing?.outcome ?? '' };
    const content = { ...sheet.content, texts: { ...sheet.content.texts, [lang]: words } };
    return { ...nothing, preview: await previewOf(sheet, content, lang) };
  }
  const offered = intent === 'offer' ? (standing ?? noWords) : typed;
  const { outcome: _, ...words } = { outcome: '', ...offered };
  const change: ContentChange = { part: lang, words: intent === 'leave' ? null : words };
  const own = { organizationId: seat.organization.id, slug: sheet.slug, actor: seat.actor };
  const result = await saveContent({ ...own, base, change });
  const home = `/organize/${seat.organization.slug}/campaigns/${sheet.slug}`;
  if (result.ok) throw redirect(savedPath(pageLocale, home, base, result, `words-${lang}`), 303);
  if (result.reason === 'conflict') {
    const mine = partText(
      { ...sheet.content, texts: { [lang]: { ...typed, outcome: result.theirs.outcome ?? '' } } },
      lang,
    );
    return { ...nothing, conflict: conflictOf(result, mine, seat.actor) };
  }
  return { ...nothing, incomplete: result.reason === 'incomplete' ? result.faults : [] };
}
