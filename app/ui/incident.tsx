import type { Incident } from '#app/domain/incident/incident.ts';
import { FactDate } from './fact-date.tsx';
import { useMessages } from './locale.tsx';
import { Source, SourceList } from './source-list.tsx';

/** One incident on the record: when and where in the network, what happened with its sources, what the ISP says. */
export function IncidentItem({ incident }: { incident: Incident }) {
  const { shell } = useMessages();
  const isp = incident.isps.length === 1 ? incident.isps[0] : undefined;
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
      </div>
      <div>
        <h3 id={`${incident.slug}-title`} lang="en">
          {incident.title}
        </h3>
        <p lang="en">{incident.summary}</p>
        <SourceList sources={incident.sources} />
      </div>
      <div className="says">
        <b>{isp ? shell.positionOf(isp.name ?? isp.nameThen) : shell.positionOfSeveral}</b>
        {incident.ispPosition ? <p lang="en">{incident.ispPosition}</p> : <p>{shell.positionNotFound}</p>}
        {incident.outcome ? (
          <>
            <b>{shell.outcome}</b>
            <p lang="en">
              <Source text={incident.outcome} />
            </p>
          </>
        ) : null}
      </div>
    </article>
  );
}
