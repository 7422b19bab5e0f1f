import { eq, notExists, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { deliveries } from '../schema/delivery.ts';
import { contacts } from '../schema/isp.ts';
import type { Facts } from './facts.ts';
import { idOf, ispIds, regulatorIds } from './load-parties.ts';
import { type Loaded, removeByIds, upsert } from './upsert.ts';

type ContactRow = typeof contacts.$inferInsert;

/** The source of a contact for which the facts name no page. */
export const NO_PAGE_NAMED = 'compiled on 2026-11-22 from public sources; no page named';

/** Domain of the demonstration's addresses. Source: RFC 2606, which reserves `.example`. */
export const DEMONSTRATION_DOMAIN = 'demonstration.example';

const key = ({ ispId, regulatorId, channel, value }: Pick<ContactRow, 'ispId' | 'regulatorId' | 'channel' | 'value'>) =>
  `${ispId ?? ''} ${regulatorId ?? ''} ${channel} ${value}`;

/**
 * Loads contacts of ISPs and regulators as unverified. A contact that someone has checked is left as it is. Unverified ones
 * that no file names any more go, unless a delivery refers to them. Demonstration contacts come and go with `demonstration`; one that a delivery
 * refers to is retired instead.
 */
export async function loadContacts(db: Db, facts: Facts, demonstration: boolean): Promise<Loaded> {
  const owners = { isps: await ispIds(db), regulators: await regulatorIds(db) };
  const rows = [...contactsOfIsps(facts, owners.isps), ...contactsOfRegulators(facts, owners.regulators)];
  const target = [contacts.ispId, contacts.regulatorId, contacts.channel, contacts.value];
  let written = await upsert(db, contacts, rows, {
    target,
    update: ['label', 'confidence', 'source', 'note'],
    onlyWhere: eq(contacts.state, 'unverified'),
  });
  const shown = demonstration ? demonstrationContacts(facts, owners) : [];
  written += await upsert(db, contacts, shown, {
    target,
    update: ['label', 'state', 'verifiedBy', 'verifiedAt', 'isDemonstration', 'confidence', 'source'],
  });

  const said = new Set([...rows, ...shown].map(key));
  const held = await db
    .select({ contact: contacts, isFree: sql<boolean>`${notExists(deliveriesTo(db))}` })
    .from(contacts);
  const stale = held.filter(
    ({ contact }) =>
      !said.has(key(contact)) && (contact.isDemonstration || (contact.state === 'unverified' && !contact.verifiedBy)),
  );
  const removed = await removeByIds(
    db,
    contacts,
    stale.filter(({ isFree }) => isFree).map(({ contact }) => contact.id),
  );
  const kept = stale.filter(({ contact, isFree }) => !isFree && contact.state !== 'retired');
  for (const { contact } of kept) {
    await db.update(contacts).set({ state: 'retired' }).where(eq(contacts.id, contact.id));
    written += 1;
  }
  return { entries: rows.length + shown.length, written, removed, left: held.length - removed - said.size };
}

function deliveriesTo(db: Db) {
  return db.select({ id: deliveries.id }).from(deliveries).where(eq(deliveries.contactId, contacts.id));
}

function contactsOfIsps({ isps: { isps } }: Facts, ids: ReadonlyMap<string, number>): ContactRow[] {
  return isps.flatMap(({ slug, contacts: { postal, phone = [], website } }): ContactRow[] => {
    const ispId = idOf(ids, slug);
    const addressOf = (other: string) => isps.find((isp) => isp.slug === other)?.contacts.postal[0];
    return [
      ...postal.flatMap(({ label, value, sameAs, confidence, source, note }): ContactRow[] => {
        const shared = sameAs === undefined ? undefined : addressOf(sameAs);
        const address = value ?? shared?.value;
        if (address === undefined) return [];
        const from = source ?? shared?.source ?? null;
        return [{ ispId, channel: 'postal', label, value: address, confidence, source: from, note: note ?? null }];
      }),
      ...phone.map(
        ({ label, value, confidence, source, note }): ContactRow => ({
          ispId,
          channel: 'phone',
          label,
          value,
          confidence,
          source: source ?? null,
          note: note ?? null,
        }),
      ),
      { ispId, channel: 'website', label: 'Website', value: website, confidence: 'partly', source: NO_PAGE_NAMED },
    ];
  });
}

function contactsOfRegulators({ regulators: file }: Facts, ids: ReadonlyMap<string, number>): ContactRow[] {
  const federal = file.federal.flatMap((body): ContactRow[] => {
    const owner = { regulatorId: idOf(ids, body.id) };
    const postal: ContactRow = {
      ...owner,
      channel: 'postal',
      label: 'Postal address',
      value: body.postal,
      confidence: body.postalConfidence,
      source: body.postalSource ?? null,
    };
    const phone: ContactRow[] = body.phone
      ? [
          {
            ...owner,
            channel: 'phone',
            label: 'Telephone',
            value: body.phone,
            confidence: body.phoneConfidence ?? 'memory',
            source: body.phoneSource ?? NO_PAGE_NAMED,
          },
        ]
      : [];
    const channels = body.channels.flatMap(({ contact, name, url, phone, use, confidence, sources }): ContactRow[] => {
      const value = contact === 'phone' ? phone : url;
      if (contact === undefined || value === undefined) return [];
      return [
        {
          ...owner,
          channel: contact,
          label: name,
          value,
          confidence,
          source: sources?.join(', ') ?? null,
          note: use ?? null,
        },
      ];
    });
    return [postal, ...phone, ...channels];
  });
  const attorneysGeneral = file.stateAttorneysGeneral.flatMap((office): ContactRow[] => {
    const shared = {
      regulatorId: idOf(ids, `ag-${office.state.toLowerCase()}`),
      confidence: office.confidence,
      source: office.source,
    };
    return [
      { ...shared, channel: 'postal', label: office.division, value: office.postal },
      { ...shared, channel: 'phone', label: office.division, value: office.phone },
      { ...shared, channel: 'website', label: 'Website', value: office.website },
      { ...shared, channel: 'web_form', label: 'Complaint page', value: office.complaintPage },
    ];
  });
  const commissions = file.stateUtilityCommissions.flatMap((commission): ContactRow[] => {
    const owner = { regulatorId: idOf(ids, `puc-${commission.state.toLowerCase()}`) };
    const { website, websiteConfidence: confidence, postal, postalConfidence, postalSource } = commission;
    return [
      ...(postal
        ? [
            {
              ...owner,
              channel: 'postal' as const,
              label: 'Postal address',
              value: postal,
              confidence: postalConfidence ?? ('memory' as const),
              source: postalSource ?? null,
            },
          ]
        : []),
      { ...owner, channel: 'website', label: 'Website', value: website, confidence },
    ];
  });
  return [...federal, ...attorneysGeneral, ...commissions];
}

function demonstrationContacts(
  { isps: { isps }, regulators: file }: Facts,
  ids: { isps: ReadonlyMap<string, number>; regulators: ReadonlyMap<string, number> },
): ContactRow[] {
  const shared = {
    channel: 'email' as const,
    label: 'Demonstration mailbox',
    state: 'verified' as const,
    verifiedBy: 'seed demonstration',
    verifiedAt: new Date('2026-11-22T00:00:00Z'),
    isDemonstration: true,
    confidence: 'sourced' as const,
    source: 'reserved domain, RFC 2606',
  };
  const regulatorSlugs = ['fcc', ...file.stateAttorneysGeneral.map(({ state }) => `ag-${state.toLowerCase()}`)];
  return [
    ...regulatorSlugs.map((slug) => ({
      ...shared,
      regulatorId: idOf(ids.regulators, slug),
      value: `${slug}@${DEMONSTRATION_DOMAIN}`,
    })),
    ...isps.map(({ slug }) => ({ ...shared, ispId: idOf(ids.isps, slug), value: `${slug}@${DEMONSTRATION_DOMAIN}` })),
  ];
}
