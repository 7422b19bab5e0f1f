import type { IncidentIsp } from '#app/domain/incident/incident.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { FactDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { EnglishNote, Notice } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { RepliesUnder } from '#app/ui/replies.tsx';
import { Source } from '#app/ui/source-list.tsx';
import type { ShownEntry } from './entry.view.server.ts';
import { EntryFigures } from './figures.tsx';
import { EntryHistory } from './history.tsx';

/** One entry of the register: what happened, whom it is about, both sides, the outcome, the sources, and how it was checked. */
export function EntryPage({ view }: { view: ShownEntry }) {
  const { incidents: words, shell } = useMessages();
  const { entry, history, replies } = view;
  return (
    <>
      <PageHead
        modest
        kick={<PageLink to="/incidents">{words.kick}</PageLink>}
        title={<span lang="en">{entry.title}</span>}
      />
      <EnglishNote show={useLocale() === 'es'} />
      {entry.state === 'disputed' ? (
        <Notice title={words.disputedTitle} tone="down">
          <p>
            {words.disputedText} <a href="#history">{words.history}</a>
          </p>
        </Notice>
      ) : null}
      <Facts view={view} />
      <Section title={words.whatHappened} id="what">
        <p className="measure" lang="en">
          {entry.summary}
        </p>
        {entry.outcome ? (
          <>
            <h3>{shell.outcome}</h3>
            <p className="measure" lang="en">
              <Source text={entry.outcome} />
            </p>
          </>
        ) : null}
      </Section>
      <Section title={words.position} id="position">
        {entry.ispPosition ? (
          <p className="measure" lang="en">
            {entry.ispPosition}
          </p>
        ) : (
          <p>{shell.positionNotFound}</p>
        )}
        <h3>{words.replies}</h3>
        {replies.length === 0 ? <p>{words.noReplies}</p> : null}
        <RepliesUnder replies={replies} formPath={`/incidents/${entry.slug}/reply`} />
      </Section>
      <EntryFigures figures={entry.figures} />
      <Section title={words.sources} id="sources">
        <ul className="entry-sources" lang="en">
          {entry.sources.map((source) => (
            <li key={source}>
              <Source text={source} />
            </li>
          ))}
        </ul>
      </Section>
      <EntryHistory history={history} />
      <Section title={words.wrong} id="wrong">
        <p className="measure">{words.wrongText}</p>
        <p>
          <ButtonLink to={`/incidents/${entry.slug}/correct`}>{words.correct}</ButtonLink>
        </p>
      </Section>
      <Neighbours view={view} />
    </>
  );
}

function Facts({ view: { entry, address } }: { view: ShownEntry }) {
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

function Neighbours({ view: { newer, older } }: { view: ShownEntry }) {
  const words = useMessages().incidents;
  return (
    <nav className="neighbours" aria-label={words.neighbours}>
      {older ? (
        <p>
          <span className="small">{words.earlier}</span>
          <PageLink to={`/incidents/${older.slug}`} rel="prev" lang="en">
            {older.title}
          </PageLink>
        </p>
      ) : null}
      {newer ? (
        <p>
          <span className="small">{words.newer}</span>
          <PageLink to={`/incidents/${newer.slug}`} rel="next" lang="en">
            {newer.title}
          </PageLink>
        </p>
      ) : null}
      <p>
        <PageLink to="/incidents">{words.toRegister}</PageLink>
      </p>
    </nav>
  );
}
