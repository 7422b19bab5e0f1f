import { ROLES } from '#app/domain/organizer/permissions.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import type { Member } from '#app/domain/organizer/team.server.ts';
import { Button } from '#app/ui/button.tsx';
import { Choice, Field, Fieldset, Select } from '#app/ui/field.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { OwnFaults, useOwnField } from '#app/ui/organizer/own.tsx';
import { Section } from '#app/ui/page-head.tsx';
import type { Sent } from '#app/ui/submission-form.tsx';
import { Table } from '#app/ui/table.tsx';
import type { TeamDone, TeamRefused } from './team.deeds.server.ts';
import { type InvitationRow, Invitations } from './team.invitations.tsx';

type TeamPageProps = {
  seat: Seat;
  members: readonly Member[];
  invitations: readonly InvitationRow[];
  mayChange: boolean;
  now: Date;
  answer: { done: TeamDone | null; refused: TeamRefused | null; sent: Sent } | null;
};

/** Who works in an organization; owners change roles, take members out and invite. */
export function TeamPage({ seat, members, invitations, mayChange, now, answer }: TeamPageProps) {
  const { account, frame } = useOrganizeMessages();
  const { team } = account;
  const signsIn = ({ isDisabled, hasPasskey }: Member) =>
    isDisabled ? team.disabled : hasPasskey ? team.byPasskey : team.byLink;
  const columns = [
    {
      key: 'name',
      heading: team.name,
      cell: (one: Member) => (
        <span className="organizer-member">
          {one.organizerId === seat.organizer.id ? `${one.name} (${team.you})` : one.name}
          <br />
          <span className="small">{one.email}</span>
        </span>
      ),
    },
    { key: 'role', heading: team.role, cell: (one: Member) => frame.roles[one.role] },
    { key: 'signs', heading: team.signsIn, cell: signsIn },
    ...(mayChange
      ? [{ key: 'change', heading: team.change, cell: (one: Member) => <ChangeMember member={one} /> }]
      : []),
  ];
  return (
    <OrganizerPage seat={seat} title={team.title} lede={team.lede}>
      {answer?.done || answer?.refused ? (
        <div role="status">
          <Notice tone={answer.done ? 'good' : 'down'}>
            <p>{answer.done ? team.done[answer.done] : answer.refused ? team.refused[answer.refused] : null}</p>
          </Notice>
        </div>
      ) : null}
      <Table columns={columns} rows={members} rowKey={(one) => one.organizerId} caption={team.members} />
      {mayChange ? <Invitations rows={invitations} now={now} /> : null}
      {mayChange ? <InviteForm sent={answer?.sent ?? null} /> : null}
    </OrganizerPage>
  );
}

function ChangeMember({ member: { organizerId, role, name } }: { member: Member }) {
  const { account, frame } = useOrganizeMessages();
  const { team } = account;
  return (
    <details>
      <summary>
        {team.change} <span className="sr-only">{name}</span>
      </summary>
      <form method="post">
        <input type="hidden" name="id" value={organizerId} />
        <Select
          id={`role-${organizerId}`}
          name="role"
          label={team.role}
          defaultValue={role}
          options={ROLES.map((one) => ({ value: one, label: frame.roles[one] }))}
        />
        <Button weight="quiet" name="intent" value="role">
          {team.changeRole}
        </Button>
      </form>
      <form method="post">
        <input type="hidden" name="id" value={organizerId} />
        <Choice id={`sure-${organizerId}`} name="sure" value="yes" label={team.removeSure} />
        <Button weight="quiet" name="intent" value="remove">
          {team.remove}
        </Button>
      </form>
    </details>
  );
}

function InviteForm({ sent }: { sent: Sent }) {
  const { account, frame } = useOrganizeMessages();
  const field = useOwnField(sent, 'invite');
  const role = field('role');
  return (
    <Section title={account.team.invite} id="invite">
      <p>{account.team.inviteText}</p>
      <OwnFaults sent={sent} intent="invite" />
      <form method="post" action="#invite" noValidate className="organizer-narrow">
        <Field {...field('email')} type="email" label={account.team.email} autoComplete="off" required />
        <Fieldset id="invite-role" label={account.team.role} errors={role.errors}>
          {ROLES.map((one) => (
            <Choice
              key={one}
              type="radio"
              id={`invite-role-${one}`}
              name="role"
              value={one}
              defaultChecked={role.defaultValue === one}
              label={frame.roles[one]}
              hint={account.roles[one]}
            />
          ))}
        </Fieldset>
        <Button name="intent" value="invite">
          {account.team.inviteButton}
        </Button>
      </form>
    </Section>
  );
}
