import type { Incident } from '#app/domain/incident/incident.ts';
import type { DatePrecision } from '#app/domain/isp/isp.ts';
import type { LegalEvent } from '#app/domain/legal/legal.ts';
import { isDeal } from '#app/domain/speed-index/deal.ts';
import type { SpeedIndexLine } from '#app/domain/speed-index/speed-index.ts';
import { messagesIn } from '#app/messages/messages.ts';
import type { NoteKind } from './drawing.ts';
import { monthIndex, monthOf, monthWords } from './months.ts';
import type { SpeedNote } from './notes.ts';
import { panelsOf } from './panels.ts';
import { drawSpeedChart, type SpeedSeries } from './speed-drawing.ts';
import type { NamedChart } from './story.ts';

/** Something on record that may be marked on an ISP's line; `href` leads to its entry. */
export type HistoryEvent = {
  occurredOn: string;
  datePrecision: DatePrecision;
  kind: NoteKind;
  title: string;
  href: string;
};

/** A mark of a panel as its list tells it. */
export type HistoryNote = HistoryEvent & { number: string };

/** One stretch of the history: a chart, or a sentence when it is a single month; and the pause before it. */
export type HistoryPanel = {
  /** First month, `YYYY-MM`. */
  from: string;
  title: string;
  chart: NamedChart | null;
  notes: readonly HistoryNote[];
  sentence: string | null;
  pauseBefore: string | null;
  /** Whether the stretch lies in the years of the coarse steps. */
  hasSteps: boolean;
};

/**
 * What is marked on the line of an ISP: its incidents, and the federal rules and judgments of the time. What is dated by its year
 * alone has no place on a line of months and is left out.
 */
export function historyEvents(incidents: readonly Incident[], law: readonly LegalEvent[]): HistoryEvent[] {
  const own = incidents.map(({ slug, title, type, occurredOn, datePrecision, ...rest }): HistoryEvent => {
    const isOrder = type === 'enforcement' || type === 'policy-commitment';
    const kind = isDeal({ slug, type }) || rest.tags.includes('unpaid-interconnection') ? 'deal' : 'other';
    return { occurredOn, datePrecision, kind: isOrder ? 'order' : kind, title, href: `#${slug}` };
  });
  const rules = law
    .filter(({ kind }) => kind === 'rule' || kind === 'court')
    .map(
      ({ title, occurredOn, datePrecision }): HistoryEvent => ({
        occurredOn,
        datePrecision,
        kind: 'order',
        title,
        href: '/about#law',
      }),
    );
  return [...own, ...rules].filter(({ datePrecision }) => datePrecision !== 'year' && datePrecision !== 'as_of');
}

/** Draws every month of the index that is held for an ISP, in panels parted at long pauses, with numbered marks at what is on record. */
export function showHistory(
  lines: readonly SpeedIndexLine[],
  locale: 'en' | 'es',
  events: readonly HistoryEvent[] = [],
): HistoryPanel[] {
  const { isp } = messagesIn(locale);
  const long = (month: string) => monthWords(locale, month, 'long');
  const panels = panelsOf(lines);
  return panels.map((panel, index) => {
    const { from, to, lines: drawn } = panel;
    const previous = panels[index - 1];
    const isSingle = from === to;
    const notes = isSingle ? [] : notesBetween(events, from, to);
    const name = isp.chartName(drawn.map(({ indexName }) => indexName).join(', '), long(from), long(to));
    const series = seriesOf(drawn, to, locale);
    const drawings = () => drawSpeedChart({ locale, from, to, series, notes: notes.map(markOf) });
    return {
      from,
      title: isSingle ? long(from) : isp.historyPanel(long(from), long(to)),
      chart: isSingle ? null : { name, drawings: drawings() },
      notes,
      sentence: isSingle ? isp.onlyMonth(long(from), figuresOf(drawn)) : null,
      pauseBefore: previous
        ? isp.historyPause(long(monthOf(monthIndex(previous.to) + 1)), long(monthOf(monthIndex(from) - 1)))
        : null,
      hasSteps: to >= '2023-01',
    };
  });
}

const kinds = ['main', 'other', 'other-dashed', 'other-dotted'] as const;

/** Lines as they are drawn together: the fullest strong, the others thin, dashed and dotted, each with its name at its end. */
export function seriesOf(lines: readonly SpeedIndexLine[], to: string, locale: 'en' | 'es'): SpeedSeries[] {
  const { isp } = messagesIn(locale);
  return lines.map((line, position): SpeedSeries => {
    const last = line.segments.at(-1)?.points.at(-1)?.month ?? to;
    const short = monthWords(locale, last, 'short');
    return {
      line,
      kind: position === 0 ? 'main' : (kinds[1 + ((position - 1) % 3)] ?? 'other'),
      label: monthIndex(to) - monthIndex(last) > 2 ? isp.until(line.indexName, short) : line.indexName,
    };
  });
}

function notesBetween(events: readonly HistoryEvent[], from: string, to: string): HistoryNote[] {
  return events
    .filter(({ occurredOn }) => occurredOn.slice(0, 7) >= from && occurredOn.slice(0, 7) <= to)
    .toSorted((a, b) => a.occurredOn.localeCompare(b.occurredOn) || a.title.localeCompare(b.title))
    .map((event, index) => ({ ...event, number: String(index + 1) }));
}

function markOf({ occurredOn, datePrecision, kind, number }: HistoryNote): SpeedNote {
  return { date: occurredOn, isMonth: datePrecision === 'month' || datePrecision === 'season', kind, number };
}

function figuresOf(lines: readonly SpeedIndexLine[]): string {
  return lines
    .flatMap((line) => {
      const point = line.segments[0]?.points[0];
      return point ? [`${line.indexName} ${point.mbps.toFixed(2)} Mbps`] : [];
    })
    .join('; ');
}
