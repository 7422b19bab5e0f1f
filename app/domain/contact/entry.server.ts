import { and, asc, eq, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { contactChecks, contacts, isps } from '#db/schema/isp.ts';
import { regulators } from '#db/schema/regulator.ts';
import type { AddresseeKind } from '../campaign/campaign.ts';
import { parseAddress } from '../person/address.ts';
import { type ContactEntry, type ContactState, isValueOf, kindsOfOwner, LETTER_CONTACT_CHANNELS } from './contact.ts';

/** A contact as its organizers see it, with what is known only from memory. `owner`: slug of the ISP or the office. Never for a page. */
export type HeldContact = typeof contacts.$inferSelect & {
  owner: string;
  ownerName: string;
  isOwnerPublished: boolean;
};

/** Most contacts that one listing for organizers returns. Own choice. */
export const MAX_HELD = 2_000;

/** Contacts that letters can go to, whatever their state, of one owner or of all, by owner and id; at most 2,000. For organizers only. */
export async function listHeldContacts(
  { owner, state }: { owner?: string | undefined; state?: ContactState | undefined },
  given: Partial<Tools> = {},
): Promise<HeldContact[]> {
  const found = await selectHeld(given)
    .where(
      and(
        sql`${contacts.channel} = any(${sql.param([...LETTER_CONTACT_CHANNELS])}::text[])`,
        owner === undefined ? undefined : eq(ownerSlug, owner),
        state === undefined ? undefined : eq(contacts.state, state),
      ),
    )
    .orderBy(asc(ownerSlug), asc(contacts.id))
    .limit(MAX_HELD);
  return found.map(heldOf);
}

/** One contact, whatever its state, or null. For organizers only. */
export async function findHeldContact(id: number, given: Partial<Tools> = {}): Promise<HeldContact | null> {
  const [found] = await selectHeld(given).where(eq(contacts.id, id));
  return found ? heldOf(found) : null;
}

const ownerSlug = sql<string>`coalesce(${isps.slug}, ${regulators.slug})`;

function selectHeld(given: Partial<Tools>) {
  return tools(given)
    .db.select({
      contact: contacts,
      owner: ownerSlug,
      ownerName: sql<string>`coalesce(${isps.name}, ${regulators.name})`,
      confidence: regulators.confidence,
    })
    .from(contacts)
    .leftJoin(isps, eq(isps.id, contacts.ispId))
    .leftJoin(regulators, eq(regulators.id, contacts.regulatorId))
    .$dynamic();
}

function heldOf({
  contact,
  owner,
  ownerName,
  confidence,
}: Awaited<ReturnType<typeof selectHeld>>[number]): HeldContact {
  return { ...contact, owner, ownerName, isOwnerPublished: confidence !== 'memory' };
}

/** Why a contact is not added. `kinds`: no such addressee of this owner; `exists`: it is there already, perhaps known only from memory, and can be verified. */
export type AddRefusal =
  | { ok: false; reason: 'owner_unknown' | 'value' | 'demonstration' }
  | { ok: false; reason: 'kinds'; allowed: readonly AddresseeKind[] }
  | { ok: false; reason: 'exists'; contactId: number };

/**
 * Adds a contact of an ISP or an office as `unverified`, with the source that its organizer names and the first line of its history. `kinds` null: every
 * addressee that the owner can be. An address of the reserved `.example` names is refused: those are the demonstration's.
 */
export async function addContact(
  { owner, kinds, entry }: { owner: string; kinds: readonly string[] | null; entry: ContactEntry },
  given: Partial<Tools> = {},
): Promise<{ ok: true; contactId: number } | AddRefusal> {
  const { db, now } = tools(given);
  const { channel, value: typed, by, note = null, validFrom = null, validUntil = null, ...said } = entry;
  const parsed = channel === 'email' ? parseAddress(typed) : null;
  if ((parsed && 'fault' in parsed) || !isValueOf(channel, typed)) return { ok: false, reason: 'value' };
  const value = parsed && 'local' in parsed ? `${parsed.local}@${parsed.domain}` : typed;
  if (/\.example(?:$|[/:?#])/i.test(value)) return { ok: false, reason: 'demonstration' };
  const at = now();
  return db.transaction(async (tx) => {
    const [isp] = await tx.select({ id: isps.id }).from(isps).where(eq(isps.slug, owner));
    const [office] = await tx.select({ id: regulators.id }).from(regulators).where(eq(regulators.slug, owner));
    if (!isp && !office) return { ok: false, reason: 'owner_unknown' };
    const allowed = kindsOfOwner(isp ? null : owner);
    const served = kinds && allowed.filter((kind) => kinds.includes(kind));
    if (allowed.length === 0 || (kinds && served?.length !== kinds.length))
      return { ok: false, reason: 'kinds', allowed };
    const holder = isp ? { ispId: isp.id } : { regulatorId: office?.id ?? 0 };
    const readOn = at.toISOString().slice(0, 10);
    const [added] = await tx
      .insert(contacts)
      .values({
        ...holder,
        ...said,
        channel,
        value,
        note,
        validFrom,
        validUntil,
        readOn,
        confidence: 'sourced',
        addresseeKinds: served ? [...served] : null,
      })
      .onConflictDoNothing({ target: [contacts.ispId, contacts.regulatorId, contacts.channel, contacts.value] })
      .returning({ id: contacts.id });
    if (!added) {
      const [there] = await tx
        .select({ id: contacts.id })
        .from(contacts)
        .where(
          and(
            isp ? eq(contacts.ispId, isp.id) : eq(contacts.regulatorId, office?.id ?? 0),
            eq(contacts.channel, channel),
            eq(contacts.value, value),
          ),
        );
      return { ok: false, reason: 'exists', contactId: there?.id ?? 0 };
    }
    await tx.insert(contactChecks).values({
      contactId: added.id,
      state: 'unverified',
      checkedBy: by,
      checkedAt: at,
      source: said.source,
      note,
    });
    return { ok: true, contactId: added.id };
  });
}
