import type { IncidentIsp } from '#app/domain/incident/incident.ts';
import { FactDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import type { ShownEntry } from './entry.view.server.ts';

/** When, about whom, of what kind, where in the network, how checked and how sure, and the permanent address. */
export function EntryFacts({ view: { entry, address } }: { view: ShownEntry }) {
  const { incidents: words, shell } = useMessages();
  return (
    <dl className="facts">
      <dt>{words.when}</dt>
      <dd>
        <FactDate date={entry.occurredOn} precision={entry.datePrecision} />. {words.whenNotes[entry.datePrecision]}
        {entry.dateNote ? <span lang="en"> {words.inWords(entry.dateNote)}</span> : null}
      </dd>
      <dt>{words.about}</dt>
      <dd>
        <NamedIsps isps={entry.isps} />
      </dd>
      <dt>{words.type}</dt>
      <dd>{shell.incidentTypes[entry.type]}</dd>
      <dt>{words.segment}</dt>
      <dd>
        {shell.segments[entry.segment]}
        <p className="small">{words.segmentMeanings[entry.segment]}</p>
      </dd>
      <dt>{words.state}</dt>
      <dd>
        {words.stateNames[entry.state]}
        <p className="small">{words.stateMeanings[entry.state]}</p>
      </dd>
      <dt>{words.confidence}</dt>
      <dd>{words.confidences[entry.confidence === 'partly' ? 'partly' : 'sourced']}</dd>
      <dt>{words.updated}</dt>
      <dd>
        <FactDate date={entry.updatedAt.slice(0, 10)} />
      </dd>
      <dt>{words.permanent}</dt>
      <dd className="address">{address}</dd>
    </dl>
  );
}

/** The ISPs that an entry names: today's name leads to its page, the name of the day stands beside it. */
function NamedIsps({ isps }: { isps: readonly IncidentIsp[] }) {
  const words = useMessages().incidents;
  return (
    <ul className="plain">
      {isps.map(({ nameThen, name, slug }) => (
        <li key={`${nameThen} ${slug ?? ''}`}>
          {slug && name ? <PageLink to={`/isps/${slug}`}>{name}</PageLink> : <span lang="en">{nameThen}</span>}
          {slug && name && name !== nameThen ? <span className="small"> ({words.nameThen(nameThen)})</span> : null}
        </li>
      ))}
    </ul>
  );
}
