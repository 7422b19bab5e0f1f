import { discardLetter, previewLetter, reviseLetter } from '#app/domain/letter/edit.server.ts';
import { findLetter } from '#app/domain/letter/letter.server.ts';
import { LETTER_FAULTS, type LetterFault, type LetterOwner, letterForm } from '#app/domain/letter/letter.ts';
import { letterRefusal } from '#app/http/letter-refusals.ts';
import type { Locale } from '#app/http/locale.ts';

/** What the edit page shows after a post that leads nowhere else: the text as typed, with its faults. */
export interface EditAnswer {
  status: number;
  subject: string;
  body: string;
  faults: { subject: LetterFault | null; body: LetterFault | null };
  refusal: string | null;
  isSaved: boolean;
}

/** Does what the pressed button says (`preview`, `save`, `discard`) and answers where to go (`to`), or the page to show again. */
export async function editByForm(
  owner: LetterOwner,
  form: FormData,
  locale: Locale,
): Promise<EditAnswer | { to: string } | null> {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const intent = text('intent');
  if (intent === 'discard') return discard(owner);
  const typed = { subject: text('subject'), body: text('body') };
  const shown = { ...typed, faults: { subject: null, body: null }, refusal: null, isSaved: false };
  const parsed = letterForm.safeParse(typed);
  if (!parsed.success) {
    const faultOf = (field: string) => {
      const message = parsed.error.issues.find(({ path }) => path[0] === field)?.message;
      return LETTER_FAULTS.find((fault) => fault === message) ?? null;
    };
    return { ...shown, status: 422, faults: { subject: faultOf('subject'), body: faultOf('body') } };
  }
  const verb = intent === 'save' ? reviseLetter : previewLetter;
  const result = await verb({ ...owner, ...parsed.data });
  if (!result.ok && result.reason === 'unknown') return null;
  if (!result.ok) {
    const { status, text: words } = letterRefusal(result.reason, locale);
    return { ...shown, status, refusal: words };
  }
  if (intent === 'save') return { ...shown, ...parsed.data, status: 200, isSaved: true };
  return { to: `/letters/${owner.publicId}/preview` };
}

async function discard(owner: LetterOwner): Promise<{ to: string } | null> {
  const letter = await findLetter(owner);
  const result = await discardLetter(owner);
  if (!letter || (!result.ok && result.reason === 'unknown')) return null;
  return { to: result.ok ? `/campaigns/${letter.campaign.slug}/letters` : `/letters/${owner.publicId}` };
}
