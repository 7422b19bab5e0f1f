import { registerQuery } from '#app/domain/incident/register.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { FactDate } from '#app/ui/fact-date.tsx';
import { IncidentItem } from '#app/ui/incident.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { EnglishNote, Notice } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { RegisterFilters } from './list.filters.tsx';
import type { RegisterView } from './list.view.server.ts';

/** The incident register: filters with their counts, the entries that fit, and the same as files and feeds. */
export function ListPage({ view }: { view: RegisterView }) {
  const words = useMessages().incidents;
  const locale = useLocale();
  const { page, filter, isFirst } = view;
  const isFiltered = Object.keys(filter).length > 0;
  const shown = formatNumber(locale, page.total);
  return (
    <>
      <PageHead modest title={words.title} lede={isFiltered ? null : words.lede(shown)} />
      <EnglishNote show={locale === 'es'} />
      <RegisterFilters view={view} />
      {view.noticeState ? <Notices view={view} /> : null}
      {view.noticeState ? null : (
        <Section title={(isFiltered ? words.foundOf : words.found)(page.total, shown)} id="entries">
          {page.total === 0 ? <NothingFits /> : null}
          {page.entries.map((entry) => (
            <IncidentItem key={entry.slug} incident={entry} replies={entry.replies} />
          ))}
          {isFirst && page.next === null ? null : (
            <nav className="register-pages" aria-label={words.pages}>
              {isFirst ? null : <PageLink to={`/incidents${registerQuery(filter)}`}>{words.newest}</PageLink>}
              {page.next === null ? null : (
                <PageLink to={`/incidents${registerQuery(filter, page.next)}`} rel="next">
                  {words.older}
                </PageLink>
              )}
            </nav>
          )}
        </Section>
      )}
      <Take query={registerQuery(filter)} isOfNotices={view.noticeState !== null} />
      <Explained />
    </>
  );
}

/** Entries that were shown once and are not now: whom they named and for which date, since when and why; none of their words. */
function Notices({ view: { notices, noticeState } }: { view: RegisterView }) {
  const words = useMessages().incidents;
  const locale = useLocale();
  const count = formatNumber(locale, notices.length);
  return (
    <Section
      title={
        noticeState === 'withdrawn'
          ? words.withdrawnCount(notices.length, count)
          : words.checkedCount(notices.length, count)
      }
      id="entries"
    >
      <p className="measure">{notices.length === 0 ? words.noticesNone : words.noticesText}</p>
      <ul className="notices">
        {notices.map(({ slug, isps, occurredOn, datePrecision, reason, updatedAt }) => (
          <li key={slug}>
            <PageLink to={`/incidents/${slug}`}>
              {words.noticeLink(isps.map(({ name, nameThen }) => name ?? nameThen).join(', '))}{' '}
              <FactDate date={occurredOn} precision={datePrecision} />
            </PageLink>
            <p className="small">
              {words.updated}: <FactDate date={updatedAt.slice(0, 10)} />. {words.reason}:{' '}
              <span lang="en">{reason}</span>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function NothingFits() {
  const words = useMessages().incidents;
  return (
    <Notice title={words.none}>
      <p>{words.noneHint}</p>
      <p>
        <PageLink to="/incidents">{words.clear}</PageLink>
      </p>
    </Notice>
  );
}

/** Files and feeds; they are one for all languages, so their addresses bear none. A row of the CSV file is an entry, so notices come as JSON alone. */
function Take({ query, isOfNotices }: { query: string; isOfNotices: boolean }) {
  const words = useMessages().incidents;
  const files = [
    ...(isOfNotices ? [] : [{ href: `/incidents.csv${query}`, text: words.csv }]),
    { href: `/incidents.json${query}`, text: words.json },
    { href: '/incidents/feed.atom', text: words.atom },
    { href: '/incidents/feed.json', text: words.jsonFeed },
  ];
  return (
    <Section title={words.take} id="files">
      <p>{words.takeText}</p>
      <ul className="register-files">
        {files.map(({ href, text }) => (
          <li key={href}>
            <a href={href}>{text}</a>
          </li>
        ))}
        <li>
          <PageLink to="/about#sources">{words.terms}</PageLink>
        </li>
      </ul>
    </Section>
  );
}

function Explained() {
  const words = useMessages().incidents;
  return (
    <Section title={words.states} id="states">
      <dl className="facts">
        {(['verified', 'disputed', 'withdrawn'] as const).map((state) => (
          <StateRow key={state} name={words.stateNames[state]} text={words.stateMeanings[state]} />
        ))}
      </dl>
      <p className="measure">{words.stateMeanings.unpublished}</p>
      <h3>{words.segments}</h3>
      <p className="measure">{words.segmentsText}</p>
    </Section>
  );
}

function StateRow({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  );
}
