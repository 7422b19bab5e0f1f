import { type ConfirmationTools, confirmationTools, newClaim } from '../confirmation/challenge.server.ts';
import { readyForm, type SignInput, takeForms } from './form.server.ts';
import type { SignRefusal } from './signature.ts';

/** What becomes of a form: a claim for the thank-you page, the same for a new, a waiting and a known signer; or a refusal about the campaign. */
export type SignResult = { ok: true; claim: string } | { ok: false; reason: SignRefusal };

/**
 * Takes a signature: in one statement a form of seven days and the job that judges and mails it. Nothing is looked up about the signer, so that
 * every form takes the same way and the same time; whether the address signed before, and whether the form is to be believed, is the worker's
 * business. Refuses campaigns that are unknown (as drafts are to strangers), not open yet or closed. Throws on an address that `emailSchema` would
 * refuse. Source: DESIGN section 4, "Sign".
 */
export async function sign(input: SignInput, given: Partial<ConfirmationTools> = {}): Promise<SignResult> {
  const { db, now } = confirmationTools(given);
  const claim = newClaim();
  const [refusal] = await takeForms([await readyForm(input, claim, { db, now })], db, now());
  return refusal ? { ok: false, reason: refusal } : { ok: true, claim };
}
