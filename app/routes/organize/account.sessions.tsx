import type { SessionEntry } from '#app/domain/organizer/session.server.ts';
import { Button } from '#app/ui/button.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';

/** What the list of sessions needs. */
export type SessionsProps = { sessions: readonly SessionEntry[] };

/** The sessions of an account: device, when, by what; ended one by one or all others at once. */
export function Sessions({ sessions }: SessionsProps) {
  const words = useOrganizeMessages().account.own.sessions;
  const locale = useLocale();
  return (
    <Section title={words.title} id="sessions">
      <p className="small">{words.text}</p>
      <ul className="organizer-list">
        {sessions.map(({ id, browser, system, createdAt, provedBy, isThis }) => (
          <li key={id} className="organizer-row">
            <span>
              {words.device(browser, system)}
              {isThis ? ` (${words.isThis})` : ''}
              <br />
              <span className="small">
                {minuteOf(locale, new Date(createdAt))}, {words.by[provedBy]}
              </span>
            </span>
            {isThis ? null : (
              <form method="post" action="#sessions">
                <input type="hidden" name="id" value={id} />
                <Button weight="quiet" name="intent" value="end">
                  {words.end}
                </Button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <form method="post" action="#sessions">
          <Button weight="quiet" name="intent" value="end-others">
            {words.endOthers}
          </Button>
        </form>
      ) : null}
    </Section>
  );
}
