import { isNull } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { legalEvents } from '../schema/legal.ts';
import { measurementMethods } from '../schema/measurement.ts';
import { speedIndexEntries } from '../schema/speed-index.ts';
import type { Facts } from './facts.ts';
import { idOf, ispIds } from './load-parties.ts';
import { type Loaded, removeByIds, upsert } from './upsert.ts';

/** Loads the speed index. Entries that somebody imported belong to their import and are neither overwritten nor removed. */
export async function loadSpeedIndex(db: Db, { speedIndex }: Facts): Promise<Loaded> {
  const ids = await ispIds(db);
  const rows = speedIndex.map(({ row }): typeof speedIndexEntries.$inferInsert => ({
    month: `${row.month}-01`,
    list: row.list,
    indexName: row.isp,
    ispId: row.isp_slug_today === null ? null : idOf(ids, row.isp_slug_today),
    mbps: row.mbps,
    rank: row.rank,
    rankCounts: row.rank_counts,
    source: row.source,
    rankSource: row.rank_source,
    confidence: row.confidence,
    note: row.note,
  }));
  const written = await upsert(db, speedIndexEntries, rows, {
    target: [speedIndexEntries.month, speedIndexEntries.list, speedIndexEntries.indexName],
    update: ['ispId', 'mbps', 'rank', 'rankCounts', 'source', 'rankSource', 'confidence', 'note'],
    onlyWhere: isNull(speedIndexEntries.importId),
  });
  const said = new Set(rows.map(({ month, list, indexName }) => `${month} ${list} ${indexName}`));
  const held = await db.select().from(speedIndexEntries);
  const unsaid = held.filter(({ month, list, indexName }) => !said.has(`${month} ${list} ${indexName}`));
  const stale = unsaid.filter(({ importId }) => importId === null);
  const removed = await removeByIds(
    db,
    speedIndexEntries,
    stale.map(({ id }) => id),
  );
  return { entries: rows.length, written, removed, left: unsaid.length - stale.length };
}

/** Loads the legal timeline. */
export async function loadLegalEvents(db: Db, { legal }: Facts): Promise<Loaded> {
  const rows = legal.entries.map((entry): typeof legalEvents.$inferInsert => ({
    slug: entry.id,
    occurredOn: entry.date,
    datePrecision: entry.datePrecision,
    dateNote: entry.dateNote ?? null,
    kind: entry.kind,
    title: entry.title,
    summary: entry.summary,
    statementEn: entry.statement?.en ?? null,
    statementEs: entry.statement?.es ?? null,
    docket: entry.docket ?? null,
    citation: entry.citation ?? null,
    vote: entry.vote ?? null,
    statusNow: entry.statusNow ?? null,
    comments: entry.comments ?? null,
    sources: entry.sources,
    confidence: entry.confidence,
  }));
  const written = await upsert(db, legalEvents, rows, {
    target: [legalEvents.slug],
    update: [
      'occurredOn',
      'datePrecision',
      'dateNote',
      'kind',
      'title',
      'summary',
      'statementEn',
      'statementEs',
      'docket',
      'citation',
      'vote',
      'statusNow',
      'comments',
      'sources',
      'confidence',
    ],
  });
  const held = await db.$count(legalEvents);
  return { entries: rows.length, written, removed: 0, left: held - rows.length };
}

/** Loads measuring tools and studies; a study without an id of its own is known by its place in the list. */
export async function loadMeasurementMethods(db: Db, { measurement }: Facts): Promise<Loaded> {
  const rows: (typeof measurementMethods.$inferInsert)[] = [
    ...measurement.tools.map(({ id, name, kind, confidence, ...details }) => ({
      slug: id,
      kind: 'tool' as const,
      name,
      description: kind,
      details,
      confidence,
    })),
    ...measurement.interconnectionStudy.map(({ period, finding, source }, index) => ({
      slug: `interconnection-study-${index + 1}`,
      kind: 'study' as const,
      name: `M-Lab interconnection study, ${period}`,
      description: finding,
      details: { period, finding, source },
      confidence: 'sourced' as const,
    })),
  ];
  const written = await upsert(db, measurementMethods, rows, {
    target: [measurementMethods.slug],
    update: ['kind', 'name', 'description', 'details', 'confidence'],
  });
  const held = await db.$count(measurementMethods);
  return { entries: rows.length, written, removed: 0, left: held - rows.length };
}
