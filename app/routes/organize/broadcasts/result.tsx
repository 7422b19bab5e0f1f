import { plainly } from '#app/domain/broadcast/text.ts';
import { wallTime } from '#app/domain/campaign/zoned-time.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import type { OneBroadcast } from './broadcast.view.server.ts';

/** What became of a broadcast that has left its draft, and what may be done with it. */
export function Result({ view, path }: { view: OneBroadcast; path: string }) {
  const { broadcasts } = useOrganizeMessages();
  const { result: words, one } = broadcasts;
  const locale = useLocale();
  const { broadcast, deeds, maySend } = view;
  const { counts, state, pausedBecause, scheduledAt, zone } = broadcast;
  const { recipients, sent, failed, bounced, skipped, complained, unsubscribed, signed, wrote, lookedAt } = counts;
  const isStarted = broadcast.startedAt !== null;
  const share = (many: number) => (sent > 0 ? ` (${formatShare(locale, many / sent)})` : '');
  const rows = [
    { key: 'members', many: recipients, more: '' },
    { key: 'left', many: Math.max(0, recipients - sent - failed - bounced - skipped), more: '' },
    { key: 'sent', many: sent, more: '' },
    { key: 'failed', many: failed, more: '' },
    { key: 'bounced', many: bounced, more: '' },
    { key: 'skipped', many: skipped, more: '' },
    { key: 'complained', many: complained, more: share(complained) },
    { key: 'unsubscribed', many: lookedAt ? unsubscribed : null, more: lookedAt ? share(unsubscribed) : '' },
    { key: 'signed', many: lookedAt ? signed : null, more: lookedAt ? share(signed) : '' },
    { key: 'wrote', many: lookedAt ? wrote : null, more: lookedAt ? share(wrote) : '' },
  ] as const;
  return (
    <>
      {state === 'scheduled' && scheduledAt ? (
        <Notice>
          <p>
            {scheduledAt > new Date(broadcast.changedAt.getTime() + 1000)
              ? words.scheduled(
                  `${wallTime(scheduledAt, zone ?? 'UTC').replace('T', ' ')} ${zone ?? 'UTC'}`,
                  minuteOf(locale, scheduledAt),
                )
              : words.queueing}
          </p>
        </Notice>
      ) : null}
      {pausedBecause ? (
        <Notice tone="down">
          <p>{words.paused[pausedBecause]}</p>
        </Notice>
      ) : null}
      {maySend && deeds.length > 0 ? (
        <form method="post" className="broadcast-deeds">
          {deeds.map((deed) => (
            <Button key={deed} name="intent" value={deed} weight={deed === 'resume' ? 'deed' : 'quiet'}>
              {words[deed]}
            </Button>
          ))}
        </form>
      ) : null}
      {isStarted ? (
        <Section title={words.figures} id="figures">
          <Table
            rows={rows}
            rowKey={({ key }) => key}
            stacks={false}
            columns={[
              { key: 'what', heading: words.figures, cell: ({ key }) => words[key] },
              {
                key: 'many',
                heading: broadcasts.columns.members,
                numeric: true,
                cell: ({ many, more }) => (many === null ? '–' : formatNumber(locale, many) + more),
              },
            ]}
          />
          <p className="small broadcast-hint">
            {lookedAt ? words.asOf(minuteOf(locale, lookedAt)) : words.notYet} {words.noTracking}
          </p>
        </Section>
      ) : null}
      <Section title={words.words} id="words">
        <ul className="broadcast-readers">
          {broadcast.texts.map((text) => (
            <li key={text.locale}>
              <PageLink to={`${path}/preview?locale=${text.locale}`}>{plainly(text.subject)}</PageLink>,{' '}
              {one.languages[text.locale]}
            </li>
          ))}
        </ul>
        <dl className="facts">
          {broadcast.startedAt ? (
            <>
              <dt>{words.started}</dt>
              <dd>{minuteOf(locale, broadcast.startedAt)}</dd>
            </>
          ) : null}
          {broadcast.finishedAt ? (
            <>
              <dt>{words.finished}</dt>
              <dd>{minuteOf(locale, broadcast.finishedAt)}</dd>
            </>
          ) : null}
        </dl>
      </Section>
    </>
  );
}

function formatShare(locale: 'en' | 'es', share: number): string {
  return new Intl.NumberFormat(locale === 'es' ? 'es-US' : 'en-US', {
    style: 'percent',
    maximumFractionDigits: 2,
  }).format(share);
}
