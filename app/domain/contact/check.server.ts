import { and, asc, eq, inArray, isNull, lte, or } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { contactChecks, contacts } from '#db/schema/isp.ts';
import { regulators } from '#db/schema/regulator.ts';
import {
  type CheckedOnce,
  CONTACT_TRANSITIONS,
  type ContactCheck,
  type ContactState,
  contactCheck,
} from './contact.ts';

/** Most lines of one contact's history that are returned. Own choice. */
export const MAX_CHECKS = 200;

/**
 * What a check came to. `not_allowed`: from `state` it cannot come to the state asked for; `verified_since`: it was checked anew after the mail that
 * bounced had left; `owner_unpublished`: the name of its office is known only from memory, so that no letter could go there anyway.
 */
export type ContactChecked =
  | { ok: true; to: ContactState }
  | { ok: false; reason: 'unknown_contact' | 'owner_unpublished' | 'verified_since' }
  | { ok: false; reason: 'not_allowed'; state: ContactState };

/**
 * Moves a contact to another state in one conditional statement, and writes who said so, when and where it was read, in the same transaction. Of two
 * that exclude each other one is heard. To become `verified` a source is named, which becomes the contact's own: one known only from memory is
 * `sourced` from then on. `mailedAt`: for a bounce, when the mail had left that came back. Throws `ZodError` when name or source is missing or too long.
 */
export async function changeContactState(
  { contactId, mailedAt, ...check }: { contactId: number; mailedAt?: Date } & ContactCheck,
  given: Partial<Tools> = {},
): Promise<ContactChecked> {
  const { db, now } = tools(given);
  const { to, by, source = null, note = null } = contactCheck.parse(check);
  const at = now();
  return db.transaction(async (tx): Promise<ContactChecked> => {
    const [held] = await tx
      .select({ state: contacts.state, confidence: regulators.confidence, verifiedAt: contacts.verifiedAt })
      .from(contacts)
      .leftJoin(regulators, eq(regulators.id, contacts.regulatorId))
      .where(eq(contacts.id, contactId));
    if (!held) return { ok: false, reason: 'unknown_contact' };
    if (to === 'verified' && held.confidence === 'memory') return { ok: false, reason: 'owner_unpublished' };
    const isStale = mailedAt ? or(isNull(contacts.verifiedAt), lte(contacts.verifiedAt, mailedAt)) : undefined;
    const changed = await tx
      .update(contacts)
      .set({ state: to, ...fieldsOf(to, by, at, source) })
      .where(and(eq(contacts.id, contactId), inArray(contacts.state, [...CONTACT_TRANSITIONS[to]]), isStale))
      .returning({ id: contacts.id });
    if (changed.length === 0) {
      const [current] = await tx.select({ state: contacts.state }).from(contacts).where(eq(contacts.id, contactId));
      const state = current?.state ?? held.state;
      if (CONTACT_TRANSITIONS[to].includes(state)) return { ok: false, reason: 'verified_since' };
      return { ok: false, reason: 'not_allowed', state };
    }
    await tx.insert(contactChecks).values({ contactId, state: to, checkedBy: by, checkedAt: at, source, note });
    return { ok: true, to };
  });
}

function fieldsOf(to: ContactState, by: string, at: Date, source: string | null) {
  if (to === 'verified')
    return {
      verifiedBy: by,
      verifiedAt: at,
      bouncedAt: null,
      confidence: 'sourced' as const,
      source,
      readOn: at.toISOString().slice(0, 10),
    };
  if (to === 'bounced') return { bouncedAt: at };
  return { bouncedAt: null, ...(to === 'unverified' ? { verifiedBy: null, verifiedAt: null } : {}) };
}

/** The history of a contact, oldest first; at most 200 lines. */
export async function listContactChecks(contactId: number, given: Partial<Tools> = {}): Promise<CheckedOnce[]> {
  const { db } = tools(given);
  return db
    .select({
      state: contactChecks.state,
      by: contactChecks.checkedBy,
      at: contactChecks.checkedAt,
      source: contactChecks.source,
      note: contactChecks.note,
    })
    .from(contactChecks)
    .where(eq(contactChecks.contactId, contactId))
    .orderBy(asc(contactChecks.id))
    .limit(MAX_CHECKS);
}
