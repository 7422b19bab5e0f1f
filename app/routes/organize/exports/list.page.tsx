import type { ExportRun } from '#app/domain/export/list.server.ts';
import type { ExportSchedule } from '#app/domain/export/schedule.server.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { Actor } from '#app/ui/organizer/actor.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { RunState, scopeOf } from './run-state.tsx';

type ExportListProps = {
  seat: FrameSeat;
  runs: readonly ExportRun[];
  schedules: readonly ExportSchedule[];
  said: 'isScheduled' | 'isEnded' | null;
};

/** The exports of an organization, newest first, and those that are made by themselves. */
export function ExportListPage({ seat, runs, schedules, said }: ExportListProps) {
  const { exports: words } = useOrganizeMessages();
  const locale = useLocale();
  const path = `/organize/${seat.organization.slug}/exports`;
  const canEnd = may(seat.role, 'export.schedule', seat.organization.runsInstallation);
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede}>
      <div className="export-list">
        {said ? <Notice tone="good" title={words[said]} /> : null}
        <p>
          <ButtonLink weight="deed" to={`${path}/new`}>
            {words.ask}
          </ButtonLink>
        </p>
        {runs.length === 0 ? (
          <p>{words.none}</p>
        ) : (
          <Table
            rows={runs}
            rowKey={({ publicId }) => publicId}
            columns={[
              {
                key: 'what',
                heading: words.what,
                cell: (run) => (
                  <>
                    <PageLink to={`${path}/${run.publicId}`}>{words.kinds[run.kind]}</PageLink>,{' '}
                    {scopeOf(run.query, words)}
                    <span className="export-of">
                      {words.formats[run.format as keyof typeof words.formats] ?? run.format}
                    </span>
                  </>
                ),
              },
              { key: 'state', heading: words.state, cell: (run) => <RunState run={run} /> },
              {
                key: 'by',
                heading: words.by,
                cell: ({ requestedBy, requestedByName, isScheduled }) => (
                  <>
                    <Actor actor={requestedBy} name={requestedByName} />
                    {isScheduled ? `, ${words.scheduled}` : ''}
                  </>
                ),
              },
              {
                key: 'when',
                heading: words.when,
                cell: ({ createdAt }) => <time dateTime={createdAt.toISOString()}>{minuteOf(locale, createdAt)}</time>,
              },
            ]}
          />
        )}
        <Section title={words.schedules} id="schedules">
          {schedules.length === 0 ? (
            <p>{words.noSchedules}</p>
          ) : (
            <Table
              rows={schedules}
              rowKey={({ publicId }) => publicId}
              columns={[
                {
                  key: 'what',
                  heading: words.what,
                  cell: ({ kind, format }) => (
                    <>
                      {words.kinds[kind]}
                      <span className="export-of">{words.formats[format as keyof typeof words.formats] ?? format}</span>
                    </>
                  ),
                },
                { key: 'place', heading: words.place, cell: (one) => <Times schedule={one} /> },
                {
                  key: 'next',
                  heading: words.next,
                  cell: ({ nextAt }) => <time dateTime={nextAt.toISOString()}>{minuteOf(locale, nextAt)}</time>,
                },
                ...(canEnd
                  ? [
                      {
                        key: 'end',
                        heading: words.end,
                        cell: ({ publicId }: ExportSchedule) => (
                          <form method="post" action={pathInLocale(locale, path)}>
                            <input type="hidden" name="schedule" value={publicId} />
                            <Button weight="quiet">{words.endSchedule}</Button>
                          </form>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          )}
        </Section>
      </div>
    </OrganizerPage>
  );
}

function Times({ schedule: { rhythm, weekday, hour, timeZone, destination } }: { schedule: ExportSchedule }) {
  const { exports: words } = useOrganizeMessages();
  const day = weekday === null ? words.rhythms[rhythm] : `${words.rhythms[rhythm]}, ${words.weekdays[weekday - 1]}`;
  return (
    <>
      {words.times(day, String(hour), timeZone)}
      <span className="export-of">{words.destinations[destination]}</span>
    </>
  );
}
