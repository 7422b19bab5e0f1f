import { type AuditEvent, type AuditFilter, factPairs, MAX_CSV_EVENTS } from '#app/domain/audit/audit.ts';
import type { ChainStanding } from '#app/domain/audit/list.server.ts';
import { Button } from '#app/ui/button.tsx';
import { Command } from '#app/ui/command.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { formatDate, minuteOf } from '#app/ui/fact-date.tsx';
import { Field } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { Actor } from '#app/ui/organizer/actor.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Prose, Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';

type AuditView = {
  seat: FrameSeat;
  filter: AuditFilter;
  page: { events: AuditEvent[]; before: number | null };
  standing: ChainStanding;
};

/** Who did what: the search, the events found, the way to older ones and to the file, and how the chain stands. */
export function AuditPage({ view: { seat, filter, page, standing } }: { view: AuditView }) {
  const { audit: words } = useOrganizeMessages();
  const locale = useLocale();
  const path = `/organize/${seat.organization.slug}/audit`;
  const { before, ...search } = filter;
  const query = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== ''));
  const at = (more: Record<string, string>) => {
    const all = new URLSearchParams([...query, ...Object.entries(more)]).toString();
    return all === '' ? path : `${path}?${all}`;
  };
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede}>
      <form className="audit-search" method="get" action={pathInLocale(locale, path)} aria-label={words.search}>
        <Field id="q" name="q" label={words.q} defaultValue={filter.q} maxLength={100} />
        <Field id="who" name="who" label={words.who} defaultValue={filter.who} maxLength={100} />
        <Field id="from" name="from" type="date" label={words.from} defaultValue={filter.from} />
        <Field id="to" name="to" type="date" label={words.to} defaultValue={filter.to} />
        <p className="audit-find">
          <Button weight="quiet">{words.find}</Button>{' '}
          {query.size > 0 ? <PageLink to={path}>{words.everything}</PageLink> : null}
        </p>
      </form>
      {page.events.length === 0 ? <p>{words.none}</p> : <Events events={page.events} />}
      <p className="audit-pages">
        {before === undefined ? null : <PageLink to={at({})}>{words.newest}</PageLink>}{' '}
        {page.before === null ? null : <PageLink to={at({ before: String(page.before) })}>{words.older}</PageLink>}
      </p>
      <form method="post" action={pathInLocale(locale, at({}).replace(path, `${path}.csv`))}>
        <Button weight="quiet">{words.download}</Button>
        <p className="field-hint">{words.downloadNote(formatNumber(locale, MAX_CSV_EVENTS))}</p>
      </form>
      <Section title={words.chain} id="chain">
        <Prose>
          <p>{words.chainText(formatNumber(locale, standing.links))}</p>
          <p>
            {standing.anchoredOn
              ? words.anchored(formatDate(locale, standing.anchoredOn), standing.ledgers)
              : words.notAnchored}
          </p>
          <Command>npm run verify -- audit</Command>
        </Prose>
      </Section>
    </OrganizerPage>
  );
}

function Events({ events }: { events: readonly AuditEvent[] }) {
  const { audit: words } = useOrganizeMessages();
  const locale = useLocale();
  return (
    <Table
      rows={events}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'at',
          heading: words.when,
          cell: ({ at }) => <time dateTime={at.toISOString()}>{minuteOf(locale, at)}</time>,
        },
        { key: 'who', heading: words.who, cell: ({ actor, actorName }) => <Actor actor={actor} name={actorName} /> },
        { key: 'what', heading: words.what, cell: ({ action }) => <code>{action}</code> },
        {
          key: 'subject',
          heading: words.subject,
          cell: ({ subject, isOfInstallation }) => (
            <>
              {subject}
              {isOfInstallation ? <span className="small"> ({words.installation})</span> : null}
            </>
          ),
        },
        { key: 'facts', heading: words.facts, cell: ({ facts }) => <Facts facts={facts} /> },
        {
          key: 'link',
          heading: words.link,
          numeric: true,
          cell: ({ link }) => (link === null ? words.unlinked : formatNumber(locale, link)),
        },
      ]}
    />
  );
}

function Facts({ facts }: { facts: Record<string, unknown> }) {
  const pairs = factPairs(facts);
  if (pairs.length === 0) return <>–</>;
  return (
    <ul className="audit-facts">
      {pairs.map(([path, text]) => (
        <li key={path}>
          <code>{path}</code> {text}
        </li>
      ))}
    </ul>
  );
}
