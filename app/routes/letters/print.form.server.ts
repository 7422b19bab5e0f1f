import type { LetterOwner } from '#app/domain/letter/letter.ts';
import { notePosted } from '#app/domain/letter/posted.server.ts';
import {
  type AddressFault,
  type AddressField,
  senderAddressOf,
  type TypedAddress,
} from '#app/domain/letter/sender-address.ts';
import { setReturnAddress } from '#app/domain/paper/own-letters.server.ts';

/** What the page for printing shows after a post that could not be done: the address as typed with its faults, or that there is nothing to post. */
export interface PrintAnswer {
  status: number;
  typed: TypedAddress | null;
  faults: Partial<Record<AddressField, AddressFault>>;
  isNotPrepared: boolean;
}

/** Does what the pressed button says (`address`, `clear`, `posted`, `unpost`); null when it is done, otherwise what to show. */
export async function printByForm(owner: LetterOwner, form: FormData): Promise<PrintAnswer | null> {
  const intent = form.get('intent');
  const answer: PrintAnswer = { status: 422, typed: null, faults: {}, isNotPrepared: false };
  if (intent === 'posted' || intent === 'unpost') {
    const noted = await notePosted({ ...owner, isPosted: intent === 'posted' });
    if (noted.ok) return null;
    return noted.reason === 'unknown' ? { ...answer, status: 404 } : { ...answer, status: 409, isNotPrepared: true };
  }
  if (intent !== 'address' && intent !== 'clear') return answer;
  const text = (field: AddressField) => {
    const value = form.get(field);
    return typeof value === 'string' ? value : '';
  };
  const typed: TypedAddress = {
    line1: text('line1'),
    line2: text('line2'),
    city: text('city'),
    state: text('state'),
    zip: text('zip'),
  };
  const parsed = intent === 'clear' ? { ok: true as const, address: null } : senderAddressOf(typed, true);
  if (!parsed.ok) return { ...answer, typed, faults: parsed.faults };
  const result = await setReturnAddress({ ...owner, address: parsed.address });
  return result.ok ? null : { ...answer, status: result.reason === 'unknown' ? 404 : 409 };
}
