import { discardLetter, previewLetter, reviseLetter } from '#app/domain/letter/edit.server.ts';
import { findLetter, type LetterView } from '#app/domain/letter/letter.server.ts';
import {
  draftForm,
  formulaIn,
  LETTER_FAULTS,
  type LetterFault,
  type LetterOwner,
  letterForm,
} from '#app/domain/letter/letter.ts';
import { type LengthFault, lengthFaults } from '#app/domain/letter/limits.ts';
import {
  ADDRESS_FIELDS,
  type AddressFault,
  type AddressField,
  addressNeed,
  senderAddressOf,
  type TypedAddress,
} from '#app/domain/letter/sender-address.ts';
import { letterRefusal } from '#app/http/letter-refusals.ts';
import type { Locale } from '#app/http/locale.ts';

/** What the draft's page shows after a post that leads nowhere else: everything as typed, with its faults. */
export interface EditAnswer {
  status: number;
  subject: string;
  body: string;
  address: TypedAddress;
  faults: { subject: LetterFault | null; body: LetterFault | null };
  addressFaults: Partial<Record<AddressField, AddressFault>>;
  lengthFaults: LengthFault[];
  refusal: string | null;
  isSaved: boolean;
}

/**
 * Does what the pressed button says (`next`, `preview`, `save`, `discard`) and answers where to go (`to`), or the page to show again. A text with
 * faults is kept as a draft all the same, so that a reload loses nothing.
 */
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
  const letter = await findLetter(owner);
  if (!letter) return null;
  if (intent === 'discard') return discard(owner, letter);
  const typed = { subject: text('subject'), body: text('body') };
  const address = Object.fromEntries(ADDRESS_FIELDS.map((field) => [field, text(field)])) as TypedAddress;
  const postal = senderAddressOf(address, addressNeed(letter) === 'required' && intent !== 'save');
  const parsed = letterForm.safeParse(typed);
  const kept = draftForm.safeParse(typed);
  const answer: EditAnswer = {
    ...{ ...typed, address, status: 200, refusal: null, isSaved: false },
    faults: faultsOf(parsed, letter),
    addressFaults: postal.ok ? {} : postal.faults,
    lengthFaults: lengthFaults(
      kept.success ? kept.data.body : typed.body,
      letter.channels.map(({ channel }) => channel),
      letter.limits,
    ),
  };
  const stored = kept.success
    ? await reviseLetter({ ...owner, ...kept.data, ...(postal.ok ? { address: postal.address } : {}) })
    : null;
  if (stored && !stored.ok) return stored.reason === 'unknown' ? null : refused(answer, stored.reason, locale);
  if (intent === 'save' && stored) return { ...answer, faults: noFaults, lengthFaults: [], isSaved: postal.ok };
  const isFaulty =
    answer.faults.subject || answer.faults.body || !postal.ok || answer.lengthFaults.length > 0 || !parsed.success;
  if (isFaulty) return { ...answer, status: 422 };
  if (intent === 'next') return { to: `/letters/${owner.publicId}/words` };
  const result = await previewLetter({ ...owner, ...parsed.data });
  return result.ok ? { to: `/letters/${owner.publicId}/preview` } : refused(answer, result.reason, locale);
}

const noFaults = { subject: null, body: null };

function faultsOf(parsed: ReturnType<typeof letterForm.safeParse>, letter: LetterView): EditAnswer['faults'] {
  if (parsed.success) {
    const formula = letter.addresseeKind === 'fcc_docket' ? formulaIn(parsed.data) : null;
    return {
      subject: formula === 'subject_formula' ? formula : null,
      body: formula === 'body_formula' ? formula : null,
    };
  }
  const faultOf = (field: string) => {
    const message = parsed.error.issues.find(({ path }) => path[0] === field)?.message;
    return LETTER_FAULTS.find((fault) => fault === message) ?? null;
  };
  return { subject: faultOf('subject'), body: faultOf('body') };
}

function refused(answer: EditAnswer, reason: Parameters<typeof letterRefusal>[0], locale: Locale): EditAnswer {
  const { status, text } = letterRefusal(reason, locale);
  return { ...answer, status, refusal: text };
}

async function discard(owner: LetterOwner, letter: LetterView): Promise<{ to: string } | null> {
  const result = await discardLetter(owner);
  if (!result.ok && result.reason === 'unknown') return null;
  return { to: result.ok ? `/campaigns/${letter.campaign.slug}/letters` : `/letters/${owner.publicId}` };
}
