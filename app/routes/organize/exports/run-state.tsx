import type { ExportRun } from '#app/domain/export/list.server.ts';
import type { ExportQuery } from '#app/domain/export/query.ts';
import type { OrganizeMessages } from '#app/messages/organize.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';

/** What an export is of, in short: the campaign, or the filing set by its first letters. */
export function scopeOf(query: ExportQuery, words: OrganizeMessages['exports']): string {
  if (query.kind === 'filing') return query.set.slice(0, 8);
  return query.campaign ?? words.allCampaigns;
}

/** Where an export stands: in words, with its rows, and while it is made how far it is. */
export function RunState({ run: { state, rows, estimate } }: { run: ExportRun }) {
  const { exports: words } = useOrganizeMessages();
  const locale = useLocale();
  const number = (value: number) => formatNumber(locale, value);
  return (
    <>
      {words.states[state]}
      {state === 'running' ? (
        <>
          <span className="export-of">{words.progress(number(rows), estimate === null ? null : number(estimate))}</span>
          {estimate ? <progress max={estimate} value={Math.min(rows, estimate)} aria-label={words.rows} /> : null}
        </>
      ) : null}
      {state === 'done' ? <span className="export-of">{`${words.rows}: ${number(rows)}`}</span> : null}
    </>
  );
}
