import type { PublishedState } from '#app/domain/incident/editorial.ts';
import type { Incident } from '#app/domain/incident/incident.ts';
import type { IspReply } from '#app/domain/reply/reply.ts';
import { FactDate } from './fact-date.tsx';
import { PageLink } from './link.tsx';
import { useMessages } from './locale.tsx';
import { RepliesUnder } from './replies.tsx';
import { Source, SourceList } from './source-list.tsx';

/** One incident on the record: when and where in the network, what happened with its sources, what the ISP says. Its title leads to its own page. */
export function IncidentItem({
  incident,
  replies = [],
}: {
  incident: Incident & { state?: PublishedState };
  /** The ISP's own answers, where the page does not show them itself beneath. */
  replies?: readonly IspReply[];
}) {
  const { shell, incidents } = useMessages();
  return (
    <article className="inc" id={incident.slug} aria-labelledby={`${incident.slug}-title`}>
      <div className="inc-when">
        <span>
          <FactDate date={incident.occurredOn} precision={incident.datePrecision} />
        </span>
        <span>{shell.incidentTypes[incident.type]}</span>
        {incident.segment === 'not_applicable' || incident.segment === incident.type ? null : (
          <span>{shell.segments[incident.segment]}</span>
        )}
        {incident.state === 'disputed' ? <b className="disputed">{incidents.stateNames.disputed}</b> : null}
      </div>
      <div>
        <h3 id={`${incident.slug}-title`} lang="en">
          <PageLink to={`/incidents/${incident.slug}`}>{incident.title}</PageLink>
        </h3>
        <p lang="en">{incident.summary}</p>
        <SourceList sources={incident.sources} />
      </div>
      <Position incident={incident} />
      {replies.length > 0 ? <RepliesUnder replies={replies} formPath={null} /> : null}
    </article>
  );
}

/** What the ISP says, and how it ended. Sales and mergers have no other side, so there silence is not remarked on. */
function Position({ incident }: { incident: Incident }) {
  const { shell } = useMessages();
  const { ispPosition, outcome, type, isps } = incident;
  const isp = isps.length === 1 ? isps[0] : undefined;
  const isSilent = ispPosition === null && type === 'ownership';
  if (isSilent && !outcome) return null;
  return (
    <div className="says">
      {isSilent ? null : (
        <>
          <b>{isp ? shell.positionOf(isp.name ?? isp.nameThen) : shell.positionOfSeveral}</b>
          {ispPosition ? <p lang="en">{ispPosition}</p> : <p className="silent">{shell.positionNotFound}</p>}
        </>
      )}
      {outcome ? (
        <>
          <b>{shell.outcome}</b>
          <p lang="en">
            <Source text={outcome} />
          </p>
        </>
      ) : null}
    </div>
  );
}
