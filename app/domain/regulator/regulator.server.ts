import { and, asc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { contacts } from '#db/schema/isp.ts';
import { dockets, docketWindows, regulators, stateInstruments } from '#db/schema/regulator.ts';
import { publishedConfidence } from '../isp/isp.ts';
import { type Contact, isStateCode, type Regulator, type StateInstrument } from './regulator.ts';

const published = ne(regulators.confidence, 'memory');

/** The attorney general, or the consumer office that stands for one in the catalogue, of a state (`CA`), or null. */
export async function findAttorneyGeneral(state: string, given: Partial<Tools> = {}): Promise<Regulator | null> {
  if (!isStateCode(state)) return null;
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(regulators)
    .where(and(published, eq(regulators.kind, 'attorney_general'), eq(regulators.state, state)));
  return (await withDockets(db, rows))[0] ?? null;
}

/** The published regulator of a slug (`fcc`, `ag-ca`), or null. */
export async function findRegulator(slug: string, given: Partial<Tools> = {}): Promise<Regulator | null> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(regulators)
    .where(and(published, eq(regulators.slug, slug)));
  return (await withDockets(db, rows))[0] ?? null;
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

/**
 * Published contacts of one regulator or one ISP that are valid today (UTC) and not retired: e-mail first, then postal, web
 * form, website, phone; within a channel in the order of the seed file. At most 50. Those known only from memory are left out.
 */
export async function listContacts(
  owner: { regulatorId: number } | { ispId: number },
  given: Partial<Tools> = {},
): Promise<Contact[]> {
  const { db, now } = tools(given);
  const today = now().toISOString().slice(0, 10);
  const rows = await db
    .select({ contact: contacts, doubt: regulators.doubt, doubtUnpublished: regulators.doubtUnpublished })
    .from(contacts)
    .leftJoin(regulators, eq(regulators.id, contacts.regulatorId))
    .where(
      and(
        'ispId' in owner ? eq(contacts.ispId, owner.ispId) : eq(contacts.regulatorId, owner.regulatorId),
        ne(contacts.confidence, 'memory'),
        ne(contacts.state, 'retired'),
        or(isNull(contacts.regulatorId), published),
        sql`coalesce(${contacts.validFrom} <= ${today}::date, true)`,
        sql`coalesce(${contacts.validUntil} >= ${today}::date, true)`,
      ),
    )
    .orderBy(
      sql`array_position(array['email', 'docket', 'postal', 'web_form', 'website', 'phone'], ${contacts.channel})`,
      asc(contacts.id),
    )
    .limit(50);
  return rows.map(({ contact, doubt, doubtUnpublished }) => ({
    id: contact.id,
    ispId: contact.ispId,
    regulatorId: contact.regulatorId,
    channel: contact.channel,
    label: contact.label,
    value: contact.value,
    state: contact.state,
    verifiedAt: contact.verifiedAt,
    isDemonstration: contact.isDemonstration,
    isDoubtful: doubt !== null || doubtUnpublished !== null,
    confidence: publishedConfidence(contact.confidence),
    source: contact.source,
    note: contact.note,
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
