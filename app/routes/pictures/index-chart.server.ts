import { dealEffects } from '#app/domain/speed-index/effect.server.ts';
import type { NameEffect } from '#app/domain/speed-index/effect.ts';
import { listIspLines } from '#app/domain/speed-index/entries.server.ts';
import { listLeagueTables } from '#app/domain/speed-index/league.server.ts';
import { lineBetween } from '#app/domain/speed-index/speed-index.ts';
import type { Locale } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { showComparison } from '#app/ui/charts/compare.ts';
import { showEffect } from '#app/ui/charts/effects.ts';
import { sourceBook } from '#app/ui/charts/figure-grid.ts';
import { showLeague } from '#app/ui/charts/league.ts';
import { monthWords } from '#app/ui/charts/months.ts';
import { type ChartFile, type ChartTable, indexTable } from './chart-file.ts';

type Given = Parameters<typeof dealEffects>[1];

/**
 * The charts of the index's own pages by name: `league-<month>-<list>`, `<deal>-effect-<number from 1>`, `<isp>-compare-<first month>`.
 * Null for another name and for one that no page shows.
 */
export async function chartOfIndex(name: string, locale: Locale, given: Given = {}): Promise<ChartFile | null> {
  const league = /^league-(\d{4}-\d{2})-(major|expanded|country|mobile)$/.exec(name);
  if (league?.[1]) return leagueChart(league[1], league[2] ?? '', locale, given);
  const effect = /^(.+)-effect-(\d{1,2})$/.exec(name);
  if (effect?.[1]) return effectChart(effect[1], Number(effect[2]) - 1, locale, given);
  const compared = /^(.+)-compare-(\d{4}-\d{2})$/.exec(name);
  if (compared?.[1]) return comparedChart(compared[1], compared[2] ?? '', locale, given);
  return null;
}

async function leagueChart(month: string, list: string, locale: Locale, given: Given): Promise<ChartFile | null> {
  const table = (await listLeagueTables(month, given)).find((one) => one.list === list);
  const chart = table ? showLeague(table, locale).chart : null;
  if (!table || !chart) return null;
  const { speed, isp } = messagesIn(locale);
  return {
    document: {
      drawing: chart.drawings.wide,
      title: speed.monthChart(speed.lists[table.list], monthWords(locale, month, 'long')),
      source: `${isp.speedSource} ${isp.speedWarning}`,
      name: chart.name,
      lang: locale,
    },
    table: indexTable(table.rows),
  };
}

async function effectChart(deal: string, at: number, locale: Locale, given: Given): Promise<ChartFile | null> {
  const effect = (await dealEffects({}, given)).find((one) => one.deal.slug === deal);
  const one = effect?.effects[at];
  const chart = effect ? showEffect(effect, locale).charts[at] : null;
  if (!one || !chart) return null;
  const { speed } = messagesIn(locale);
  return {
    document: {
      drawing: chart.drawings.wide,
      title: chart.name,
      ...(one.interval ? { note: speed.effectBand } : {}),
      source: speed.chartSource,
      lang: locale,
    },
    table: effectTable(one),
  };
}

function effectTable({ own, compared }: NameEffect): ChartTable {
  const rows = [
    { role: 'deal', change: own },
    ...compared.flatMap(({ names }) => names.map((change) => ({ role: 'comparison', change }))),
  ];
  return {
    columns: [
      'role',
      'index_name',
      'before_months',
      'before_mbps',
      'after_months',
      'after_mbps',
      'change_mbps',
      'sources',
    ],
    rows: rows.map(({ role, change: { indexName, before, after, changeMbps } }) => [
      role,
      indexName,
      before.months.join(' '),
      written(before.mbps),
      after.months.join(' '),
      written(after.mbps),
      written(changeMbps),
      [...new Set([...before.sources, ...after.sources])].join(' | '),
    ]),
  };
}

/** Means of published hundredths, without the last digits of binary arithmetic. */
function written(mbps: number): number {
  return Number(mbps.toFixed(4));
}

async function comparedChart(slug: string, from: string, locale: Locale, given: Given): Promise<ChartFile | null> {
  const all = await listIspLines({}, given);
  const era = showComparison(all, locale, sourceBook()).find((one) => one.from === from);
  const panel = era?.panels.find((one) => one.slug === slug);
  const lines = all.find((one) => one.slug === slug)?.lines;
  if (!era || !panel || !lines) return null;
  const { isp } = messagesIn(locale);
  const legend = panel.legend.map(({ label }) => label).join(', ');
  return {
    document: {
      drawing: panel.drawing,
      title: `${panel.name}, ${era.title}`,
      note: legend ? `${isp.speedNote} ${legend}.` : isp.speedNote,
      source: `${isp.speedSource} ${isp.speedWarning}`,
      name: panel.chartName,
      lang: locale,
    },
    table: indexTable(lines.flatMap((line) => lineBetween(line, era.from, era.to).entries)),
  };
}
