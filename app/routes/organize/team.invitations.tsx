import type { Role } from '#app/domain/organizer/permissions.ts';
import { Button } from '#app/ui/button.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';

/** An invitation that nobody accepted or took back. */
export type InvitationRow = { id: number; email: string; role: Role; expiresAt: Date; mailedAt: Date | null };

/** Open invitations with what can be done to each; nothing where there are none. */
export function Invitations({ rows, now }: { rows: readonly InvitationRow[]; now: Date }) {
  const { account, frame } = useOrganizeMessages();
  const { team } = account;
  const locale = useLocale();
  if (rows.length === 0) return null;
  return (
    <Section title={team.invitations} id="invitations">
      <ul className="organizer-list">
        {rows.map(({ id, email, role, expiresAt, mailedAt }) => (
          <li key={id} className="organizer-row">
            <span>
              {email}, {frame.roles[role]}
              <br />
              <span className="small">
                {mailedAt ? team.mailed : team.notMailed},{' '}
                {new Date(expiresAt) > new Date(now) ? team.ends : team.ended} {minuteOf(locale, new Date(expiresAt))}
              </span>
            </span>
            <form method="post" action="#invitations" className="organizer-buttons">
              <input type="hidden" name="id" value={id} />
              <Button weight="quiet" name="intent" value="resend">
                {team.resend}
              </Button>
              <Button weight="quiet" name="intent" value="revoke">
                {team.revoke}
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </Section>
  );
}
