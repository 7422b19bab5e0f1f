import type { Contact } from '#app/domain/contact/contact.ts';
import { stateName } from '#app/domain/letter/state-names.ts';
import type { OpenChannel, Reason, TargetDocket } from '#app/domain/target/target.ts';
import { formatDate } from './fact-date.tsx';
import { useLocale, useMessages } from './locale.tsx';
import { Source } from './source-list.tsx';

/** An instant as its day in UTC, `YYYY-MM-DD`; pages get instants as texts when they travel as data. */
const dayOf = (at: Date | string) => new Date(at).toISOString().slice(0, 10);

/** The reason for an addressee in one or two sentences, in the page's language. */
export function ReasonWords({ reason }: { reason: Reason }) {
  const { addressee } = useMessages();
  const locale = useLocale();
  const state = stateName(reason.state, locale) ?? '';
  const precision = reason.datePrecision === 'as_of' ? 'month' : reason.datePrecision;
  const words = addressee.reasons[reason.code]({
    state,
    name: reason.name ?? '',
    since: reason.since ? monthOrYear(reason.since, locale) : '',
    when: formatDate(locale, reason.date, precision),
  });
  return <>{words.charAt(0).toUpperCase() + words.slice(1)}</>;
}

/** "2018-06" and "2021" as a page writes them. */
function monthOrYear(since: string, locale: 'en' | 'es'): string {
  return /^\d{4}-\d{2}$/.test(since) ? formatDate(locale, `${since}-01`, 'month') : since;
}

/** Where a fact was read, and the day of it or of the reading. */
export function SourceAndDay({ sources, date, isRead }: { sources: readonly string[]; date: string; isRead: boolean }) {
  const { addressee } = useMessages();
  const locale = useLocale();
  const day = formatDate(locale, date);
  return (
    <span className="small source-day">
      {addressee.source}{' '}
      <span lang="en">
        {sources.map((source, index) => (
          <span key={source}>
            {index > 0 ? '; ' : null}
            <Source text={source} />
          </span>
        ))}
      </span>
      . {isRead ? addressee.readOn(day) : addressee.ofDate(day)}
    </span>
  );
}

/** What the docket's windows for comments say today. */
export function DocketWords({ docket }: { docket: TargetDocket }) {
  const { addressee } = useMessages();
  const locale = useLocale();
  if (docket.open) return <>{addressee.docket.open(docket.open.kind, formatDate(locale, docket.open.closesOn))}</>;
  const last = (kind: 'comments' | 'replies') => docket.windows.findLast((window) => window.kind === kind)?.closesOn;
  const [comments, replies] = [last('comments'), last('replies')];
  if (!comments) return <>{addressee.docket.unknown}</>;
  return <>{addressee.docket.closed(formatDate(locale, comments), replies ? formatDate(locale, replies) : null)}</>;
}

/** How sure an address is: who checked it and when, that it came back, or that nobody has looked. `isBrief`: without advice, for long lists. */
export function CheckState({ contact, isBrief = false }: { contact: Contact; isBrief?: boolean }) {
  const { checks } = useMessages().addressee;
  const locale = useLocale();
  const day = (at: Date | string | null) => (at ? formatDate(locale, dayOf(at)) : '');
  if (contact.isDemonstration) return <>{isBrief ? checks.brief.demonstration : checks.demonstration}</>;
  if (contact.state === 'verified') return <>{checks.verified(contact.verifiedBy ?? '', day(contact.verifiedAt))}</>;
  if (contact.state === 'bounced') return <>{checks.bounced(day(contact.bouncedAt))}</>;
  const words = isBrief ? checks.brief : checks;
  return <>{contact.isDoubtful ? words.doubtful : words.unverified}</>;
}

/** One contact: its address, the state of its check, its source and the day. */
export function ContactFacts({ contact }: { contact: Contact }) {
  return (
    <>
      <span className="contact-value">
        <Source text={contact.value} />
      </span>{' '}
      <span className="small">
        <CheckState contact={contact} />
      </span>{' '}
      {contact.source ? <SourceAndDay sources={[contact.source]} date={contact.readOn} isRead /> : null}
    </>
  );
}

/** The names of the ways in one line, e.g. "by e-mail, on paper". */
export function WayNames({ channels }: { channels: readonly OpenChannel[] }) {
  const { ways } = useMessages().addressee;
  return <>{channels.map(({ channel }) => ways.names[channel]).join(', ')}</>;
}
