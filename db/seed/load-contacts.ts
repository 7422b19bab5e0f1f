import { eq, notExists, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { deliveries } from '../schema/delivery.ts';
import { contacts } from '../schema/isp.ts';
import {
  type ContactRow,
  contactsOfIsps,
  contactsOfRegulators,
  DEMONSTRATION_CHECKER,
  demonstrationContacts,
} from './contact-rows.ts';
import type { Facts } from './facts.ts';
import { ispIds, regulatorIds } from './load-parties.ts';
import { type Loaded, removeByIds, upsert } from './upsert.ts';

const key = ({ ispId, regulatorId, channel, value }: Pick<ContactRow, 'ispId' | 'regulatorId' | 'channel' | 'value'>) =>
  `${ispId ?? ''} ${regulatorId ?? ''} ${channel} ${value}`;

/** Whether nobody but the seed has said anything of a contact. Written out, because drizzle leaves a column's table away where a query has only one. */
const isUnchecked = sql<boolean>`not exists (
  select 1 from contact_checks c where c.contact_id = contacts.id and c.checked_by <> ${DEMONSTRATION_CHECKER})`;

/**
 * Loads contacts of ISPs and regulators as unverified. A contact that someone has checked, and one that an organizer added, is left as it is. Others
 * that no file names any more go, unless a delivery refers to them. Demonstration contacts come and go with `demonstration`; one that a delivery
 * refers to is retired instead.
 */
export async function loadContacts(db: Db, facts: Facts, demonstration: boolean): Promise<Loaded> {
  const owners = { isps: await ispIds(db), regulators: await regulatorIds(db) };
  const rows = [...contactsOfIsps(facts, owners.isps), ...contactsOfRegulators(facts, owners.regulators)];
  const target = [contacts.ispId, contacts.regulatorId, contacts.channel, contacts.value];
  let written = await upsert(db, contacts, rows, {
    target,
    update: ['label', 'confidence', 'source', 'readOn', 'note', 'addresseeKinds'],
    onlyWhere: sql`${contacts.state} = 'unverified' and ${isUnchecked}`,
  });
  const shown = demonstration ? demonstrationContacts(facts, owners) : [];
  written += await upsert(db, contacts, shown, {
    target,
    update: [
      'label',
      'state',
      'verifiedBy',
      'verifiedAt',
      'isDemonstration',
      'confidence',
      'source',
      'readOn',
      'addresseeKinds',
    ],
    onlyWhere: sql`${contacts.state} <> 'bounced' and ${isUnchecked}`,
  });

  const said = new Set([...rows, ...shown].map(key));
  const held = await db
    .select({ contact: contacts, isFree: sql<boolean>`${notExists(deliveriesTo(db))}`, isUnchecked })
    .from(contacts);
  const stale = held.filter(
    ({ contact, isUnchecked }) =>
      !said.has(key(contact)) &&
      (contact.isDemonstration || (contact.state === 'unverified' && !contact.verifiedBy && isUnchecked)),
  );
  const removed = await removeByIds(
    db,
    contacts,
    stale.filter(({ isFree }) => isFree).map(({ contact }) => contact.id),
  );
  const kept = stale.filter(({ contact, isFree }) => !isFree && contact.state !== 'retired');
  for (const { contact } of kept) {
    await db.update(contacts).set({ state: 'retired', bouncedAt: null }).where(eq(contacts.id, contact.id));
    written += 1;
  }
  return { entries: rows.length + shown.length, written, removed, left: held.length - removed - said.size };
}

function deliveriesTo(db: Db) {
  return db.select({ id: deliveries.id }).from(deliveries).where(eq(deliveries.contactId, contacts.id));
}
