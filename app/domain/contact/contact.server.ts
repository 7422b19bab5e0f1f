import { and, asc, eq, inArray, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { contacts } from '#db/schema/isp.ts';
import { regulators } from '#db/schema/regulator.ts';
import { publishedConfidence } from '../isp/isp.ts';
import type { Contact } from './contact.ts';

/** The owner of contacts: one regulator or one ISP. */
export type ContactOwner = { regulatorId: number } | { ispId: number };

/**
 * The condition under which a contact may be shown or used at `at`: nothing of it or of its owner is known only from memory, it has a source or is
 * marked as a demonstration, it is not retired and its dates (days in UTC) hold. Needs `regulators` joined by the contact's owner.
 */
export function publishedContact(at: Date): SQL | undefined {
  const today = at.toISOString().slice(0, 10);
  return and(
    ne(contacts.confidence, 'memory'),
    or(contacts.isDemonstration, isNotNull(contacts.source)),
    ne(contacts.state, 'retired'),
    or(isNull(contacts.regulatorId), ne(regulators.confidence, 'memory')),
    sql`coalesce(${contacts.validFrom} <= ${today}::date, true)`,
    sql`coalesce(${contacts.validUntil} >= ${today}::date, true)`,
  );
}

/**
 * Published contacts of one regulator or one ISP that are valid today (UTC) and not retired: e-mail first, then docket, postal, web
 * form, website, phone; within a channel in the order of entry. At most 50. Those known only from memory are left out.
 */
export async function listContacts(owner: ContactOwner, given: Partial<Tools> = {}): Promise<Contact[]> {
  return listWhere(
    'ispId' in owner ? eq(contacts.ispId, owner.ispId) : eq(contacts.regulatorId, owner.regulatorId),
    50,
    given,
  );
}

/** Published contacts of several regulators and of one ISP (null: of none), each owner's in the order of `listContacts`; at most 500. */
export async function listContactsOf(
  { regulatorIds, ispId }: { regulatorIds: readonly number[]; ispId: number | null },
  given: Partial<Tools> = {},
): Promise<Contact[]> {
  const owned = [
    ...(regulatorIds.length > 0 ? [inArray(contacts.regulatorId, [...regulatorIds])] : []),
    ...(ispId === null ? [] : [eq(contacts.ispId, ispId)]),
  ];
  const where = or(...owned);
  return where ? listWhere(where, 500, given) : [];
}

/** Published contacts of every regulator and ISP that letters can go to: no websites, no telephones. In the order of `listContacts`; at most 5,000. */
export async function listLetterContacts(given: Partial<Tools> = {}): Promise<Contact[]> {
  return listWhere(sql`${contacts.channel} in ('email', 'docket', 'postal', 'web_form')`, 5_000, given);
}

async function listWhere(where: SQL, most: number, given: Partial<Tools>): Promise<Contact[]> {
  const { db, now } = tools(given);
  const rows = await db
    .select({ contact: contacts, doubt: regulators.doubt, doubtUnpublished: regulators.doubtUnpublished })
    .from(contacts)
    .leftJoin(regulators, eq(regulators.id, contacts.regulatorId))
    .where(and(where, publishedContact(now())))
    .orderBy(
      sql`array_position(array['email', 'docket', 'postal', 'web_form', 'website', 'phone'], ${contacts.channel})`,
      asc(contacts.id),
    )
    .limit(most);
  return rows.map(({ contact: { validFrom: _from, validUntil: _until, ...contact }, doubt, doubtUnpublished }) => ({
    ...contact,
    isDoubtful: doubt !== null || doubtUnpublished !== null,
    confidence: publishedConfidence(contact.confidence),
  }));
}
