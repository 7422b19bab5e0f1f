import type { LetterOwner } from '#app/domain/letter/letter.ts';
import { notePosted } from '#app/domain/letter/posted.server.ts';
import { withdrawLetter } from '#app/domain/letter/withdraw.server.ts';
import type { LetterReason } from '#app/http/letter-refusals.ts';

/** Does what the pressed button of the status page says: `posted`, `not_posted`, `withdraw`. */
export async function changeByForm(
  owner: LetterOwner,
  form: FormData,
): Promise<{ ok: true } | { ok: false; reason: LetterReason }> {
  const intent = form.get('intent');
  if (intent === 'withdraw') return withdrawLetter(owner);
  if (intent === 'posted' || intent === 'not_posted') return notePosted({ ...owner, isPosted: intent === 'posted' });
  return { ok: false, reason: 'form_incomplete' };
}
