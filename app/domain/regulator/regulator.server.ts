import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { dockets, docketWindows, regulators, stateInstruments } from '#db/schema/regulator.ts';
import { publishedConfidence } from '../isp/isp.ts';
import type { Regulator, RegulatorKind, StateInstrument } from './regulator.ts';

const published = ne(regulators.confidence, 'memory');

/** The published regulator of a slug (`fcc`, `ag-ca`), or null. */
export async function findRegulator(slug: string, given: Partial<Tools> = {}): Promise<Regulator | null> {
  return (await listRegulatorsBySlug([slug], given))[0] ?? null;
}

/** The published regulators of `slugs`, in no particular order; those that there are not are left out. At most 200. */
export async function listRegulatorsBySlug(slugs: readonly string[], given: Partial<Tools> = {}): Promise<Regulator[]> {
  const { db } = tools(given);
  if (slugs.length === 0) return [];
  const rows = await db
    .select()
    .from(regulators)
    .where(and(published, inArray(regulators.slug, [...slugs])))
    .limit(200);
  return withDockets(db, rows);
}

/** Published offices of one kind, or of all, by state and slug; at most 200. */
export async function listRegulators(kind?: RegulatorKind, given: Partial<Tools> = {}): Promise<Regulator[]> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(regulators)
    .where(and(published, kind === undefined ? undefined : eq(regulators.kind, kind)))
    .orderBy(sql`${regulators.state} nulls first`, asc(regulators.slug))
    .limit(200);
  return withDockets(db, rows);
}

async function withDockets(db: Db, rows: (typeof regulators.$inferSelect)[]): Promise<Regulator[]> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const held = await db.select().from(dockets).where(inArray(dockets.regulatorId, ids)).orderBy(asc(dockets.id));
  const windows =
    held.length === 0
      ? []
      : await db
          .select()
          .from(docketWindows)
          .where(
            inArray(
              docketWindows.docketId,
              held.map(({ id }) => id),
            ),
          )
          .orderBy(asc(docketWindows.closesOn));
  return rows.map(({ doubtUnpublished, details: _, confidence, ...row }) => ({
    ...row,
    isDoubtful: row.doubt !== null || doubtUnpublished !== null,
    confidence: publishedConfidence(confidence),
    dockets: held
      .filter(({ regulatorId }) => regulatorId === row.id)
      .map(({ id, number, title, stateNote }) => ({
        id,
        number,
        title,
        stateNote,
        windows: windows
          .filter(({ docketId }) => docketId === id)
          .map(({ kind, opensOn, closesOn, timeZone, source }) => ({ kind, opensOn, closesOn, timeZone, source })),
      })),
  }));
}

/** Published laws and orders on net neutrality of a state (`CA`), or of all states without one; by state. At most 200. */
export async function listStateInstruments(state?: string, given: Partial<Tools> = {}): Promise<StateInstrument[]> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(stateInstruments)
    .where(
      and(
        ne(stateInstruments.confidence, 'memory'),
        state === undefined ? undefined : eq(stateInstruments.state, state),
      ),
    )
    .orderBy(asc(stateInstruments.state), asc(stateInstruments.id))
    .limit(200);
  return rows.map(({ id: _, confidence, ...row }) => ({ ...row, confidence: publishedConfidence(confidence) }));
}
