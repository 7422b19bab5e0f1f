import type { CriterionBasis, CriterionHistory } from '#app/domain/incident/criteria.ts';
import type { DatePrecision } from '#app/domain/isp/isp.ts';
import type { IspReply } from '#app/domain/reply/reply.ts';
import { FactDate, formatDate } from './fact-date.tsx';
import { OutsideLink, PageLink } from './link.tsx';
import { useLocale, useMessages } from './locale.tsx';
import { RepliesUnder } from './replies.tsx';
import { Source, SourceList } from './source-list.tsx';

type EvidenceProps = { basis: CriterionBasis; ispName: string };

/** One line of evidence: the entry with its address, its date, the name of the day, and whether it is old. */
export function EvidenceLine({ basis, ispName }: EvidenceProps) {
  const { criteria: words } = useMessages();
  return (
    <p className="evidence">
      <EvidenceTitle basis={basis} />
      <NamesThen basis={basis} ispName={ispName} />,{' '}
      <FactDate date={basis.occurredOn} precision={basis.datePrecision} />
      {basis.slug === null ? `, ${words.foundByEditor}` : null}.{basis.isOld ? ` ${words.old}` : null}
    </p>
  );
}

/** The evidence with what the ISP says of it, its sources and the ISP's replies. */
export function EvidenceWhole({ basis, ispName, replies }: EvidenceProps & { replies: readonly IspReply[] }) {
  return (
    <div className="evidence-whole">
      <EvidenceLine basis={basis} ispName={ispName} />
      {basis.slug === null ? null : <Says basis={basis} ispName={ispName} />}
      <RepliesUnder replies={replies} formPath={null} level={3} areAnchors={false} />
      <SourceList sources={basis.sources} />
    </div>
  );
}

/** What the ISP says of the entry, or that no position is held. */
export function Says({ basis: { ispPosition, isShared }, ispName }: EvidenceProps) {
  const { criteria: words, shell } = useMessages();
  if (!ispPosition) return <p className="small">{words.saysNothing(ispName)}</p>;
  return (
    <p className="small">
      <b>{isShared ? `${shell.positionOfSeveral}:` : words.says(ispName)}</b> <span lang="en">{ispPosition}</span>
    </p>
  );
}

/** Entries that concern the question and do not answer it, each with the reason. */
export function HistoryOf({ entries, ispName }: { entries: readonly CriterionHistory[]; ispName: string }) {
  const { criteria: words } = useMessages();
  if (entries.length === 0) return null;
  return (
    <details className="sources">
      <summary>{words.history(entries.length)}</summary>
      <ul>
        {entries.map((entry) => (
          <li key={`${entry.slug} ${entry.occurredOn} ${entry.title}`}>
            <HistoryItem entry={entry} ispName={ispName} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** One such entry with its date and the reason why it does not answer. */
export function HistoryItem({ entry, ispName }: { entry: CriterionHistory; ispName: string }) {
  return (
    <>
      <EvidenceTitle basis={entry} />
      <NamesThen basis={entry} ispName={ispName} />,{' '}
      <FactDate date={entry.occurredOn} precision={entry.datePrecision} />: <Reason entry={entry} />.
    </>
  );
}

function Reason({ entry: { reason, endedOn } }: { entry: CriterionHistory }) {
  const locale = useLocale();
  const { criteria: words } = useMessages();
  if (reason !== 'promise_over' || !endedOn) return words.reasons[reason];
  const precision: DatePrecision = endedOn.length === 4 ? 'year' : endedOn.length === 7 ? 'month' : 'day';
  const date = formatDate(locale, endedOn.padEnd(10, '-01'), precision);
  return precision === 'day' ? words.endedOn(date) : words.ended(date);
}

/** A link to the entry in the register, or to the first source of an editor's finding. */
export function EvidenceTitle({ basis: { slug, title, sources } }: { basis: CriterionBasis }) {
  if (slug !== null)
    return (
      <PageLink to={`/incidents/${slug}`} lang="en">
        {title}
      </PageLink>
    );
  const source = sources.find((one) => /^https?:\/\/\S+$/.test(one));
  const words = title.replace(/\.$/, '');
  if (source)
    return (
      <OutsideLink href={source} lang="en">
        {words}
      </OutsideLink>
    );
  return (
    <span lang="en">
      {words} (<Source text={sources.join('; ')} />)
    </span>
  );
}

/** The names of the day where they are not today's. */
function NamesThen({ basis: { namesThen }, ispName }: EvidenceProps) {
  const { criteria: words } = useMessages();
  const others = namesThen.filter((name) => !ispName.startsWith(name) && !name.startsWith(ispName));
  return others.length > 0 && others.length === namesThen.length ? ` (${words.thenCalled(others.join(', '))})` : null;
}
