import type { Contact } from '#app/domain/regulator/regulator.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { Source } from '#app/ui/source-list.tsx';

/** What strangers see at the address of a letter, whether there is one or not. */
export function StrangerPage() {
  const { stranger } = useMessages().letter;
  return (
    <>
      <PageHead modest title={stranger.title} lede={stranger.text} />
      <p>
        <ButtonLink to="/campaigns">{stranger.button}</ButtonLink>
      </p>
    </>
  );
}

/** The ways open to an addressee, each with what is known of its address. */
export function ChannelNotes({ email, postal }: { email: Contact | null; postal: Contact | null }) {
  const { channels } = useMessages().letter;
  const locale = useLocale();
  const day = (at: Date | null) => (at ? formatDay(at, locale) : '');
  return (
    <ul className="channel-notes">
      {email ? (
        <li>
          {channels.email(email.value)}{' '}
          <span className="small">
            {email.isDemonstration ? channels.demonstration : channels.verified(day(email.verifiedAt))}
          </span>
        </li>
      ) : null}
      {postal ? (
        <li>
          {channels.paper} <span className="small">{postal.isDoubtful ? channels.doubtful : channels.checkFirst}</span>
        </li>
      ) : null}
    </ul>
  );
}

/** Where a postal address was read; nothing when no source is on record. */
export function AddressSource({ contact }: { contact: Contact }) {
  const { channels } = useMessages().letter;
  return contact.source ? (
    <p className="small">
      {channels.source}{' '}
      <span lang="en">
        <Source text={contact.source} />
      </span>
    </p>
  ) : null;
}

/** A letter's text with its own line breaks. */
export function LetterText({ body }: { body: string }) {
  return <pre className="letter-text">{body}</pre>;
}

/** An instant as a day, UTC, e.g. "22 November 2026". */
export function formatDay(at: Date, locale: 'en' | 'es'): string {
  const tag = locale === 'es' ? 'es-US' : 'en-GB';
  return new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at);
}

/** An instant to the minute, UTC, with the zone, e.g. "22 November 2026, 14:05 UTC". */
export function formatInstant(at: Date, locale: 'en' | 'es'): string {
  const minutes = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }).format(at);
  return `${formatDay(at, locale)}, ${minutes} UTC`;
}
