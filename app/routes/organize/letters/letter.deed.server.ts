import { redirect } from '@remix-run/node';
import { compareTexts, type DiffPart } from '#app/domain/campaign/difference.server.ts';
import {
  type InLocales,
  type LetterFileFault,
  letterFileForm,
  letterSlugOf,
  nameInFile,
  type Uncovered,
} from '#app/domain/letter/own-letter.ts';
import { type LetterPreview, previewOwnLetter } from '#app/domain/letter/preview-letter.server.ts';
import {
  checkOwnLetter,
  type LetterConflict,
  restoreOwnLetter,
  retireOwnLetter,
  saveOwnLetter,
} from '#app/domain/letter/save-letter.server.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { parseFields } from '#app/http/forms.ts';
import { type Locale, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';

/** What somebody else made of a letter meanwhile, compared word by word in each language that both changed. */
export interface ShownConflict extends LetterConflict {
  isSelf: boolean;
  differences: { locale: Locale; begun: DiffPart[]; mine: DiffPart[]; theirs: string }[];
}

/** What comes back of the editor's form, which was not saved. `faults` null: nothing was looked for. */
export interface LetterAnswer {
  typed: InLocales<string> & { isp: string; state: string };
  base: { en: number; es: number; isCurrent: boolean };
  refused: 'name_taken' | 'name_missing' | 'letter_unknown' | 'nothing_current' | 'not_shipped' | 'needed' | null;
  lacks: Uncovered[];
  faults: LetterFileFault[] | null;
  conflict: ShownConflict | null;
  preview: InLocales<LetterPreview | null> | null;
  isChecked: boolean;
}

interface LetterPost {
  seat: Seat;
  params: { campaign?: string; template?: string };
  pageLocale: Locale;
  posted: FormData;
}

/** Saves, checks, previews, takes back or gives back a letter. Throws the redirect that follows a deed; answers everything else with what was typed. */
export async function postLetter({ seat, params, pageLocale, posted }: LetterPost) {
  const form = parseFields(posted, letterFileForm);
  if (form.status !== 'success') throw new Response(null, { status: 400, headers: privateHeaders() });
  const { intent, isp, state } = form.value;
  const { campaign = '', template = '' } = params;
  const own = { organizationId: seat.organization.id, slug: campaign, actor: seat.actor };
  const sources = { en: form.value['source-en'], es: form.value['source-es'] };
  const isNew = template === 'new';
  const letter = isNew ? letterSlugOf(nameInFile(sources.en)) : template;
  const base = { en: form.value['base-en'], es: form.value['base-es'], isCurrent: form.value.stood === 'yes' };
  const nothing: LetterAnswer = {
    typed: { ...sources, isp, state },
    base,
    refused: null,
    lacks: [],
    faults: null,
    conflict: null,
    preview: null,
    isChecked: false,
  };
  const to = (done: string) =>
    redirect(
      localePath(
        pageLocale,
        `/organize/${seat.organization.slug}/campaigns/${campaign}/letters/${letter}?done=${done}`,
      ),
      303,
    );
  if (intent === 'check' || intent === 'preview') {
    const asked = { ...own, letter, sources };
    const faults = await checkOwnLetter(asked);
    const preview = intent === 'preview' ? await previewOwnLetter({ ...asked, sender: { isp, state } }) : null;
    if (!faults) throw new Response(null, { status: 404, headers: privateHeaders() });
    return { status: 200, answer: { ...nothing, faults, preview, isChecked: true } };
  }
  if (intent !== 'save') {
    const deed = intent === 'retire' ? retireOwnLetter : restoreOwnLetter;
    const result = await deed({ ...own, letter });
    if (result.ok) throw to(intent === 'retire' ? 'retiredNow' : 'restored');
    if (result.reason === 'campaign_unknown') throw new Response(null, { status: 404, headers: privateHeaders() });
    const lacks = result.reason === 'needed' ? result.lacks : [];
    return { status: 409, answer: { ...nothing, refused: result.reason, lacks } };
  }
  const saved = await saveOwnLetter({ ...own, letter, sources, base, isNew });
  if (saved.ok) throw to(saved.isJoined ? 'joined' : saved.isUnchanged ? 'unchanged' : 'saved');
  if (saved.reason === 'campaign_unknown') throw new Response(null, { status: 404, headers: privateHeaders() });
  if (saved.reason === 'faults') return { status: 422, answer: { ...nothing, faults: saved.faults } };
  if (saved.reason === 'conflict')
    return { status: 409, answer: { ...nothing, ...conflicted(saved.conflict, sources, seat.actor) } };
  return { status: saved.reason === 'letter_unknown' ? 409 : 422, answer: { ...nothing, refused: saved.reason } };
}

function conflicted(conflict: LetterConflict, mine: InLocales<string>, actor: string) {
  const differences = (['en', 'es'] as const).flatMap((locale) => {
    const theirs = conflict.theirs[locale];
    if (theirs === undefined) return [];
    const begun = compareTexts(conflict.begun[locale] ?? '', theirs);
    return [{ locale, begun, mine: compareTexts(theirs, mine[locale]), theirs }];
  });
  return { base: conflict.base, conflict: { ...conflict, isSelf: conflict.by === actor, differences } };
}
