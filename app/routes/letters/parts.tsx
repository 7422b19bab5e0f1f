import type { Contact } from '#app/domain/contact/contact.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { PageLink } from '#app/ui/link.tsx';
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

const STEPS = ['addressees', 'draft', 'words', 'preview', 'sent'] as const;

/** The stages of a letter with the one in which the writer is; those before it are links while the letter is not sent. */
export function LetterSteps({
  at,
  letter,
}: {
  at: (typeof STEPS)[number];
  letter: { publicId: string; campaign: { slug: string } } | null;
}) {
  const { steps } = useMessages().compose;
  const place = STEPS.indexOf(at);
  const paths = letter && {
    addressees: `/campaigns/${letter.campaign.slug}/letters`,
    draft: `/letters/${letter.publicId}/edit`,
    words: `/letters/${letter.publicId}/words`,
    preview: null,
    sent: null,
  };
  return (
    <nav aria-label={steps.label}>
      <ol className="letter-steps">
        {STEPS.map((step, index) => {
          const path = at !== 'sent' && index < place ? paths?.[step] : null;
          return (
            <li
              key={step}
              aria-current={step === at ? 'step' : undefined}
              className={index < place ? 'done' : undefined}
            >
              {path ? <PageLink to={path}>{steps.names[step]}</PageLink> : steps.names[step]}
            </li>
          );
        })}
      </ol>
    </nav>
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

/** A letter's instant, in the reader's language. */
export function Instant({ at }: { at: Date }) {
  const locale = useLocale();
  return <time dateTime={at.toISOString()}>{formatInstant(at, locale)}</time>;
}
