import { data } from '@remix-run/node';
import { emailForm, pieceForm, profileForm } from '#app/domain/organizer/account.ts';
import { namePasskey, removePasskey } from '#app/domain/organizer/passkey.server.ts';
import { askEmailChange, changeProfile } from '#app/domain/organizer/profile.server.ts';
import { listSeats, type SignedIn } from '#app/domain/organizer/seat.server.ts';
import { endOtherSessions, endSession } from '#app/domain/organizer/session.server.ts';
import { removeMember } from '#app/domain/organizer/team.server.ts';
import { parseFields } from '#app/http/forms.ts';
import { requireWaysIn, type SeatArgs } from '#app/http/organizer-seat.server.ts';
import type { Sent } from '#app/ui/submission-form.tsx';

/** What the account's page says after a form. */
export type AccountSaid = 'saved' | 'email' | 'removed' | 'unsure' | 'ended' | 'left' | 'last_owner' | null;

/** One deed of the account's page: fields in, what is said out. Those on the ways in need a fresh proof of identity. */
type AccountDeed = (fields: FormData, signedIn: SignedIn, args: SeatArgs) => Promise<ReturnType<typeof answer>>;

function answer(said: AccountSaid, sent: Sent = null, status = 200) {
  return data({ said, sent }, { status });
}

const slip = (sent: Sent) => answer(null, sent, 422);

/** The deeds by the name of their form. */
export const ACCOUNT_DEEDS: Readonly<Record<string, AccountDeed>> = {
  async profile(fields, { organizer }) {
    const form = parseFields(fields, profileForm);
    if (form.status !== 'success') return slip(form.reply());
    await changeProfile({ organizerId: organizer.id, name: form.value.name, locale: form.value.locale });
    return answer('saved');
  },
  async email(fields, signedIn, args) {
    requireWaysIn(signedIn, args);
    const form = parseFields(fields, emailForm);
    if (form.status !== 'success') return slip(form.reply());
    await askEmailChange({ organizerId: signedIn.organizer.id, email: form.value.email });
    return answer('email');
  },
  async rename(fields, { organizer }) {
    const form = parseFields(fields, pieceForm);
    if (form.status !== 'success') return slip(form.reply());
    const { id, name } = form.value;
    const isNamed = await namePasskey({ organizerId: organizer.id, id, name });
    return answer(isNamed ? 'saved' : null, null, isNamed ? 200 : 404);
  },
  async remove(fields, signedIn, args) {
    requireWaysIn(signedIn, args);
    const { id, isSure } = pieceOf(fields);
    const removed = await removePasskey({ organizerId: signedIn.organizer.id, id, isSure });
    if (removed.ok) return answer('removed');
    return answer(removed.reason === 'last_unsure' ? 'unsure' : null, null, removed.reason === 'unknown' ? 404 : 422);
  },
  async end(fields, { organizer }) {
    const isEnded = await endSession({ organizerId: organizer.id, sessionId: pieceOf(fields).id });
    return answer(isEnded ? 'ended' : null, null, isEnded ? 200 : 404);
  },
  async 'end-others'(_, { organizer, sessionId }) {
    await endOtherSessions({ organizerId: organizer.id, sessionId });
    return answer('ended');
  },
  async leave(fields, { organizer, actor }) {
    const { id, isSure } = pieceOf(fields);
    if (!isSure) return answer('unsure', null, 422);
    const seat = (await listSeats(organizer.id)).find(({ slug }) => slug === id);
    if (!seat) return answer(null, null, 404);
    const left = await removeMember({ organizationId: seat.organizationId, organizerId: organizer.id, actor });
    return answer(left.ok ? 'left' : left.reason === 'last_owner' ? 'last_owner' : null, null, left.ok ? 200 : 409);
  },
};

function pieceOf(fields: FormData): { id: string; isSure: boolean } {
  const form = parseFields(fields, pieceForm);
  return form.status === 'success' ? { id: form.value.id, isSure: form.value.sure !== '' } : { id: '', isSure: false };
}
