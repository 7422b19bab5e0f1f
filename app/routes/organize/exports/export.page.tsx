import { columnsOf } from '#app/domain/export/columns.ts';
import type { ExportRun } from '#app/domain/export/list.server.ts';
import { isPersonal, permissionFor } from '#app/domain/export/query.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import { Button } from '#app/ui/button.tsx';
import { Command } from '#app/ui/command.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { Actor } from '#app/ui/organizer/actor.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Prose, Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { ExportColumns } from './columns.tsx';
import { RunState, scopeOf } from './run-state.tsx';

/** One export: where it stands, its files, and how anybody checks them. */
export function ExportPage({ seat, run, site }: { seat: FrameSeat; run: ExportRun; site: string }) {
  const { exports: words } = useOrganizeMessages();
  const locale = useLocale();
  const path = `/organize/${seat.organization.slug}/exports`;
  const { state, query, purpose, expiresAt } = run;
  const isOpen = state === 'queued' || state === 'running';
  const facts: [string, React.ReactNode][] = [
    [words.state, <RunState key="state" run={run} />],
    [words.by, <Actor key="by" actor={run.requestedBy} name={run.requestedByName} />],
    [
      words.when,
      <time key="when" dateTime={run.createdAt.toISOString()}>
        {minuteOf(locale, run.createdAt)}
      </time>,
    ],
    [words.format, words.formats[run.format as keyof typeof words.formats] ?? run.format],
    ...(purpose ? ([[words.purpose, purpose]] as [string, string][]) : []),
  ];
  return (
    <OrganizerPage
      seat={seat}
      kick={<PageLink to={path}>{words.back}</PageLink>}
      title={`${words.kinds[run.kind]}, ${scopeOf(query, words)}`}
    >
      {run.failure ? (
        <Notice tone="down" title={words.states.failed}>
          <p>{words.failures[run.failure]}</p>
        </Notice>
      ) : null}
      {state === 'cancelled' ? <Notice title={words.cancelled} /> : null}
      <dl className="export-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {run.attempts > 1 ? <p className="small">{words.attempts(run.attempts)}</p> : null}
      {isOpen ? (
        <form className="export-deeds" method="post" action={pathInLocale(locale, `${path}/${run.publicId}`)}>
          <PageLink to={`${path}/${run.publicId}`}>{words.look}</PageLink>
          {may(seat.role, 'export.counts', false) ? <Button weight="quiet">{words.cancel}</Button> : null}
        </form>
      ) : null}
      {state === 'done' ? (
        <>
          <Section title={words.files} id="files">
            <Files run={run} canFetch={may(seat.role, permissionFor(query), false)} at={`${path}/${run.publicId}`} />
            <p className="small">
              {expiresAt ? words.keptUntil(minuteOf(locale, expiresAt)) : null}. {words.resume}{' '}
              {isPersonal(query) ? words.again : null} {run.destination === 'page' ? null : words.delivered}
            </p>
          </Section>
          <Section title={words.check} id="check">
            <Prose>
              <p>
                {words.checkText} {words.checkKey}{' '}
                <a href="/.well-known/untolled-ledger.json">/.well-known/untolled-ledger.json</a>.
              </p>
            </Prose>
            <Command>{`curl -O ${site}/verify.mjs -O ${site}/verify-export.mjs\nnode verify-export.mjs FOLDER`}</Command>
          </Section>
        </>
      ) : null}
      <ExportColumns columns={columnsOf(query)} />
    </OrganizerPage>
  );
}

function Files({ run: { files }, canFetch, at }: { run: ExportRun; canFetch: boolean; at: string }) {
  const { exports: words } = useOrganizeMessages();
  const locale = useLocale();
  return (
    <Table
      rows={files}
      rowKey={({ name }) => name}
      columns={[
        {
          key: 'file',
          heading: words.file,
          cell: ({ name }) =>
            canFetch ? (
              <a href={pathInLocale(locale, `${at}/${name}`)} aria-label={words.download(name)} download>
                {name}
              </a>
            ) : (
              name
            ),
        },
        {
          key: 'rows',
          heading: words.rows,
          numeric: true,
          cell: ({ rows }) => (rows === null ? '–' : formatNumber(locale, rows)),
        },
        { key: 'bytes', heading: words.bytes, numeric: true, cell: ({ bytes }) => `${formatNumber(locale, bytes)} B` },
        { key: 'digest', heading: words.digest, cell: ({ sha256 }) => <code className="export-digest">{sha256}</code> },
      ]}
    />
  );
}
