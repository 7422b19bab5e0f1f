import { data } from '@remix-run/node';
import { inviteForm, pieceForm } from '#app/domain/organizer/account.ts';
import { invite, resendInvitation, revokeInvitation } from '#app/domain/organizer/invitation.server.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { changeRole, removeMember } from '#app/domain/organizer/team.server.ts';
import { parseFields } from '#app/http/forms.ts';
import type { Sent } from '#app/ui/submission-form.tsx';

/** What was done, and why something was not, as the catalogue of words (`organize-account.ts`) has it. */
export type TeamDone = 'role' | 'remove' | 'invite' | 'resend' | 'revoke';

/** Why a deed of the team's page was not done. */
export type TeamRefused = 'last_owner' | 'unknown' | 'member' | 'too_many' | 'unsure';

type Answer = { done: TeamDone | null; refused: TeamRefused | null; sent: Sent };
const done = (what: TeamDone) => data<Answer>({ done: what, refused: null, sent: null });
const STATUS: Record<TeamRefused, number> = { last_owner: 409, unknown: 404, member: 409, too_many: 409, unsure: 422 };
const refuse = (why: TeamRefused) => data<Answer>({ done: null, refused: why, sent: null }, { status: STATUS[why] });
const slip = (sent: Sent) => data<Answer>({ done: null, refused: null, sent }, { status: 422 });

/** The deeds by the name of their form. */
export const TEAM_DEEDS: Readonly<
  Record<string, (fields: FormData, seat: Seat, locale: 'en' | 'es') => Promise<ReturnType<typeof done>>>
> = {
  async role(fields, { organization, actor }) {
    const form = parseFields(fields, pieceForm);
    if (form.status !== 'success' || !form.value.role) return refuse('unknown');
    const { id, role } = form.value;
    const changed = await changeRole({ organizationId: organization.id, organizerId: id, actor, role });
    return changed.ok ? done('role') : refuse(changed.reason);
  },
  async remove(fields, { organization, actor }) {
    const form = parseFields(fields, pieceForm);
    if (form.status !== 'success') return refuse('unknown');
    if (form.value.sure === '') return refuse('unsure');
    const gone = await removeMember({ organizationId: organization.id, organizerId: form.value.id, actor });
    return gone.ok ? done('remove') : refuse(gone.reason);
  },
  async invite(fields, { organization, actor }, locale) {
    const form = parseFields(fields, inviteForm);
    if (form.status !== 'success') return slip(form.reply());
    const { email, role } = form.value;
    const made = await invite({ organizationId: organization.id, email, role, actor, locale, by: 'mail' });
    return made.ok ? done('invite') : refuse(made.reason);
  },
  async resend(fields, { organization, actor }) {
    const isSent = await resendInvitation({ organizationId: organization.id, invitationId: idOf(fields), actor });
    return isSent ? done('resend') : refuse('unknown');
  },
  async revoke(fields, { organization, actor }) {
    const isGone = await revokeInvitation({ organizationId: organization.id, invitationId: idOf(fields), actor });
    return isGone ? done('revoke') : refuse('unknown');
  },
};

/** The number that a form names; 0, which no row has, for anything else. */
function idOf(fields: FormData): number {
  const id = Number(fields.get('id'));
  return Number.isInteger(id) && id > 0 && id < 2 ** 31 ? id : 0;
}
