import { ButtonLink } from '#app/ui/button.tsx';
import { FactDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { EnglishNote, Notice } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { RepliesUnder } from '#app/ui/replies.tsx';
import { Source } from '#app/ui/source-list.tsx';
import { EntryFacts } from './entry.facts.tsx';
import type { ShownEntry } from './entry.view.server.ts';
import { EntryFigures } from './figures.tsx';
import { EntryHistory } from './history.tsx';

/** One entry of the register: what happened, whom it is about, both sides, the outcome, the sources, and how it was checked. */
export function EntryPage({ view }: { view: ShownEntry }) {
  const { incidents: words, shell } = useMessages();
  const { entry, history } = view;
  const { replies } = entry;
  return (
    <>
      <PageHead
        modest
        kick={
          <>
            <PageLink to="/incidents">{words.kick}</PageLink> ·{' '}
            <FactDate date={entry.occurredOn} precision={entry.datePrecision} />
          </>
        }
        title={<span lang="en">{entry.title}</span>}
        lede={<span lang="en">{entry.summary}</span>}
      />
      <EnglishNote show={useLocale() === 'es'} />
      {entry.state === 'disputed' ? (
        <Notice title={words.disputedTitle} tone="down">
          <p>
            {words.disputedText} <a href="#history">{words.history}</a>
          </p>
        </Notice>
      ) : null}
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
      {entry.outcome ? (
        <Section title={shell.outcome} id="outcome">
          <p className="measure" lang="en">
            <Source text={entry.outcome} />
          </p>
        </Section>
      ) : null}
      <Section title={words.facts} id="facts">
        <EntryFacts view={view} />
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
