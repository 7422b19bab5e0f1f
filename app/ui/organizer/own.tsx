import type { ReactNode } from 'react';
import { Button } from '../button.tsx';
import { PageLink } from '../link.tsx';
import { pathInLocale, useLocale } from '../locale.tsx';
import { ErrorSummary } from '../notice.tsx';
import { PageHead } from '../page-head.tsx';
import { type FieldState, type Sent, useFaultWords } from '../submission-form.tsx';
import { useOrganizeMessages } from './frame.tsx';

type OwnPageProps = {
  /** Who is signed in; null on the pages before. */
  organizer: { name: string } | null;
  title: ReactNode;
  lede?: ReactNode;
  children?: ReactNode;
};

/** A page of organizers that belongs to no organization: signing in, the list of organizations, the account. */
export function OwnPage({ organizer, title, lede, children }: OwnPageProps) {
  const { bar } = useOrganizeMessages().account;
  const locale = useLocale();
  return (
    <div className="organizer">
      <div className="organizer-bar">
        <PageLink className="organizer-name" to="/organize">
          {bar.home}
        </PageLink>
        {organizer ? (
          <div className="organizer-own">
            <PageLink className="organizer-self" to="/organize/account">
              {organizer.name}
            </PageLink>
            <form method="post" action={pathInLocale(locale, '/organize/sign-out')}>
              <Button weight="quiet">{bar.signOut}</Button>
            </form>
          </div>
        ) : null}
      </div>
      <PageHead modest title={title} lede={lede} />
      {children}
    </div>
  );
}

/** Words of a fault code in an organizers' form: their own first, then those of the public forms. */
function useOwnFaults(): (code: string) => string {
  const { faults } = useOrganizeMessages().account;
  const shared = useFaultWords();
  const own: Readonly<Record<string, string>> = faults;
  return (code) => own[code] ?? shared(code);
}

/** The state of each field of a form of `intent` after the server's answer; other forms of the page keep what they show. */
export function useOwnField(sent: Sent, intent?: string): (name: string, current?: string) => FieldState {
  const words = useOwnFaults();
  const own = intent === undefined || sent?.initialValue?.intent === intent ? sent : null;
  return (name, current) => {
    const typed = own?.initialValue?.[name];
    return {
      id: intent ? `${intent}-${name}` : name,
      name,
      defaultValue: typeof typed === 'string' ? typed : current,
      errors: own?.error?.[name]?.map(words),
    };
  };
}

/** The faults of a form above it, each a link to its field. */
export function OwnFaults({ sent, intent }: { sent: Sent; intent?: string }) {
  const words = useOwnFaults();
  if (intent !== undefined && sent?.initialValue?.intent !== intent) return null;
  const faults = Object.entries(sent?.error ?? {}).flatMap(([name, codes]) =>
    codes?.[0] ? [{ id: intent ? `${intent}-${name}` : name, message: words(codes[0]) }] : [],
  );
  return <ErrorSummary faults={faults} />;
}

/** Said when too much was tried. `retryAfterMs`: until when nothing more is. */
export function TooManyPage({ retryAfterMs }: { retryAfterMs: number }) {
  const { tooMany } = useOrganizeMessages().account;
  return (
    <OwnPage organizer={null} title={tooMany.title} lede={tooMany.lede(Math.max(1, Math.ceil(retryAfterMs / 60_000)))}>
      <p>
        <PageLink to="/organize/sign-in">{tooMany.back}</PageLink>
      </p>
    </OwnPage>
  );
}
