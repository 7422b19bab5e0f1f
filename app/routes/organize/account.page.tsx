import type { Role } from '#app/domain/organizer/permissions.ts';
import { Button } from '#app/ui/button.tsx';
import { Choice, Field, Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { OwnFaults, OwnPage, useOwnField } from '#app/ui/organizer/own.tsx';
import { Section } from '#app/ui/page-head.tsx';
import type { Sent } from '#app/ui/submission-form.tsx';
import type { AccountSaid } from './account.deeds.server.ts';
import { Passkeys, type PasskeysProps } from './account.passkeys.tsx';
import { Sessions, type SessionsProps } from './account.sessions.tsx';

type AccountPageProps = Omit<PasskeysProps, 'isUnsure'> &
  SessionsProps & {
    organizer: { name: string; email: string; locale: 'en' | 'es' };
    codes: number;
    seats: readonly { slug: string; name: string; role: Role }[];
    /** A passkey was added a moment ago. */
    hasJust: boolean;
    answer: { said: AccountSaid; sent: Sent } | null;
  };

/** Everything of an organizer's own: name, address, passkeys, recovery codes, sessions, organizations. */
export function AccountPage(props: AccountPageProps) {
  const { organizer, passkeys, mayChange, codes, seats, hasJust, answer } = props;
  const { account, frame } = useOrganizeMessages();
  const { own } = account;
  const locale = useLocale();
  const sent = answer?.sent ?? null;
  const profile = useOwnField(sent, 'profile');
  const email = useOwnField(sent, 'email');
  const said = answer?.said ?? (hasJust && !answer ? 'added' : null);
  return (
    <OwnPage organizer={organizer} title={own.title}>
      <Said said={said} />
      {passkeys.length === 0 ? (
        <Notice tone="down" title={own.addPasskeyFirst}>
          <p>{own.addPasskeyText}</p>
          <p>
            <a href="#passkeys">{own.passkeys.add}</a>
          </p>
        </Notice>
      ) : null}
      <Passkeys passkeys={passkeys} mayChange={mayChange} isUnsure={said === 'unsure'} />
      <Section title={own.codes.title} id="codes">
        <p>
          {own.codes.text} {own.codes.left(codes)}
        </p>
        <form method="post" action={pathInLocale(locale, '/organize/account/codes')}>
          <Button weight="quiet">{own.codes.make}</Button>
        </form>
        {codes > 0 ? <p className="small">{own.codes.replace}</p> : null}
      </Section>
      <Sessions sessions={props.sessions} />
      <Section title={own.profile.title} id="profile">
        <OwnFaults sent={sent} intent="profile" />
        <form method="post" action="#profile" noValidate className="organizer-narrow">
          <Field {...profile('name', organizer.name)} label={own.profile.name} autoComplete="name" required />
          <Select
            {...profile('locale', organizer.locale)}
            label={own.profile.locale}
            options={[
              { value: 'en', label: own.profile.languages.en },
              { value: 'es', label: own.profile.languages.es },
            ]}
          />
          <Button weight="quiet" name="intent" value="profile">
            {own.profile.button}
          </Button>
        </form>
      </Section>
      <Section title={own.email.title} id="email">
        <p>{own.email.now(organizer.email)}</p>
        <OwnFaults sent={sent} intent="email" />
        <form method="post" action="#email" noValidate className="organizer-narrow">
          <Field {...email('email')} type="email" label={own.email.field} autoComplete="email" required />
          <Button weight="quiet" name="intent" value="email">
            {own.email.button}
          </Button>
        </form>
      </Section>
      <Section title={own.organizations.title} id="organizations">
        <ul className="organizer-list">
          {seats.map(({ slug, name, role }) => (
            <li key={slug}>
              <PageLink to={`/organize/${slug}`}>{name}</PageLink>{' '}
              <span className="small">{account.home.role(frame.roles[role])}</span>
              <details>
                <summary>{own.organizations.leave}</summary>
                <form method="post">
                  <input type="hidden" name="id" value={slug} />
                  <Choice id={`sure-${slug}`} name="sure" value="yes" label={own.organizations.leaveSure} />
                  <Button weight="quiet" name="intent" value="leave">
                    {own.organizations.leave}
                  </Button>
                </form>
              </details>
            </li>
          ))}
        </ul>
      </Section>
    </OwnPage>
  );
}

function Said({ said }: { said: AccountSaid | 'added' }) {
  const { own } = useOrganizeMessages().account;
  if (said === null) return null;
  const words = {
    saved: own.saved,
    email: own.email.sent,
    removed: own.passkeys.removed,
    added: own.passkeys.added,
    unsure: own.passkeys.unsure,
    ended: own.sessions.ended,
    left: own.organizations.left,
    last_owner: own.organizations.lastOwner,
  };
  return (
    <div role="status">
      <Notice tone={said === 'unsure' || said === 'last_owner' ? 'down' : 'good'}>
        <p>{words[said]}</p>
      </Notice>
    </div>
  );
}
