import type { LegalEvent } from '#app/domain/legal/legal.ts';
import { FactDate } from '#app/ui/fact-date.tsx';
import { OutsideLink, PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { EnglishNote } from '#app/ui/notice.tsx';
import { PageHead, Prose, Section } from '#app/ui/page-head.tsx';
import { SourceList } from '#app/ui/source-list.tsx';

/** Legal events shown at once; the earlier ones stand behind `details`. Own choice. */
const shownEvents = 8;

/** What the site is, who answers for it, how it recognises and counts, how the law stands, what it is made of. */
export function AboutPage({ events, operator }: { events: readonly LegalEvent[]; operator: string }) {
  const { isp, pages, shell } = useMessages();
  const { about } = pages;
  return (
    <>
      <PageHead modest title={about.title} lede={about.lede} />
      <Section title={about.what} id="what">
        <Paragraphs text={about.whatText} />
      </Section>
      <Section title={about.who} id="who">
        <p>
          {about.whoText} <a href={`mailto:${operator}`}>{operator}</a>.
        </p>
      </Section>
      <Section title={about.identify} id="identify">
        <Paragraphs text={about.identifyText} />
      </Section>
      <Section title={about.counting} id="counting">
        <Paragraphs text={about.countingText} />
        <p>
          <PageLink to="/counting">{about.countingLink}</PageLink>
        </p>
      </Section>
      <Section title={about.segments} id="segments">
        <p>{isp.segmentsExplained}</p>
        <p>{about.measuring}</p>
      </Section>
      <Law events={events} />
      <Section title={about.sources} id="sources">
        <Prose>
          <p>{about.sourcesText}</p>
          <ul>
            <li>{about.sourcesList.index}</li>
            <li>
              {about.sourcesList.ranges} <OutsideLink href="https://db-ip.com">db-ip.com</OutsideLink>,{' '}
              <OutsideLink href="https://www.routeviews.org">routeviews.org</OutsideLink>,{' '}
              <OutsideLink href="https://www.nro.net">nro.net</OutsideLink>
            </li>
            <li>{about.sourcesList.incidents}</li>
            <li>{about.sourcesList.code}</li>
          </ul>
          <p>
            <PageLink to="/privacy">{shell.footer.privacy}</PageLink>
          </p>
        </Prose>
      </Section>
    </>
  );
}

function Paragraphs({ text }: { text: readonly string[] }) {
  return text.map((paragraph) => <p key={paragraph}>{paragraph}</p>);
}

function Law({ events }: { events: readonly LegalEvent[] }) {
  const { about } = useMessages().pages;
  const earlier = events.slice(shownEvents);
  return (
    <Section title={about.law} id="law">
      <Paragraphs text={about.lawText} />
      <h3>{about.lawTitle}</h3>
      <EnglishNote show={useLocale() === 'es'} />
      {events.slice(0, shownEvents).map((event) => (
        <LegalItem key={event.slug} event={event} />
      ))}
      {earlier.length > 0 ? (
        <details className="more">
          <summary>{about.lawMore}</summary>
          {earlier.map((event) => (
            <LegalItem key={event.slug} event={event} />
          ))}
        </details>
      ) : null}
    </Section>
  );
}

function LegalItem({ event }: { event: LegalEvent }) {
  const { about } = useMessages().pages;
  const where = [event.citation, event.docket].filter(Boolean).join('; ');
  return (
    <article className="inc inc-law">
      <div className="inc-when">
        <FactDate date={event.occurredOn} precision={event.datePrecision} />
      </div>
      <div>
        <h4 lang="en">{event.title}</h4>
        <p lang="en">{event.summary}</p>
        {event.statusNow ? (
          <p>
            {about.statusNow} <span lang="en">{event.statusNow}.</span>
          </p>
        ) : null}
        {where ? (
          <p className="small" lang="en">
            {where}
          </p>
        ) : null}
        <SourceList sources={event.sources} />
      </div>
    </article>
  );
}
