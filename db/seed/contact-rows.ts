import type { ADDRESSEE_KINDS } from '../schema/addressee.ts';
import type { contacts } from '../schema/isp.ts';
import type { Facts } from './facts.ts';
import { idOf } from './load-parties.ts';
import { NO_PAGE_NAMED } from './sources.ts';

/** A contact as the seed writes it. */
export type ContactRow = typeof contacts.$inferInsert;

type AddresseeKind = (typeof ADDRESSEE_KINDS)[number];
type Ids = ReadonlyMap<string, number>;

/** Domain of the demonstration's addresses. Source: RFC 2606, which reserves `.example`. */
const DEMONSTRATION_DOMAIN = 'demonstration.example';

/** The name under which the seed verifies the demonstration's contacts. */
export const DEMONSTRATION_CHECKER = 'seed demonstration';

/** Which addressee each of the federal channels serves. A head office is not customer relations, nor is the Secretary the complaint centre. */
const SERVED_BY_CHANNEL: Readonly<Record<string, AddresseeKind[]>> = {
  'fcc-complaint': ['fcc_complaint'],
  'ecfs-express': ['fcc_docket'],
  'ecfs-standard': ['fcc_docket'],
  'ecfs-api': ['fcc_docket'],
  'ftc-report': ['ftc'],
};

/** Where letters on paper to a federal body go: the FCC's Secretary keeps the dockets. */
const SERVED_BY_POST: Readonly<Record<string, AddresseeKind[]>> = { fcc: ['fcc_docket'], ftc: ['ftc'], congress: [] };

/** Contacts of the ISPs: head offices on paper, telephones, websites. No mailbox or form of customer relations is on record. */
export function contactsOfIsps({ isps: { isps, generated: readOn } }: Facts, ids: Ids): ContactRow[] {
  return isps.flatMap(({ slug, contacts: { postal, phone = [], website } }): ContactRow[] => {
    const shared = { ispId: idOf(ids, slug), readOn };
    const addressOf = (other: string) => isps.find((isp) => isp.slug === other)?.contacts.postal[0];
    return [
      ...postal.flatMap(({ label, value, sameAs, confidence, source, note }): ContactRow[] => {
        const same = sameAs === undefined ? undefined : addressOf(sameAs);
        const address = value ?? same?.value;
        if (address === undefined) return [];
        const from = source ?? same?.source ?? null;
        const kinds: AddresseeKind[] = ['isp_headquarters'];
        const said = { label, value: address, confidence, source: from, note: note ?? null };
        return [{ ...shared, channel: 'postal', ...said, addresseeKinds: kinds }];
      }),
      ...phone.map(
        ({ label, value, confidence, source, note }): ContactRow => ({
          ...shared,
          channel: 'phone',
          label,
          value,
          confidence,
          source: source ?? null,
          note: note ?? null,
        }),
      ),
      { ...shared, channel: 'website', label: 'Website', value: website, confidence: 'partly', source: NO_PAGE_NAMED },
    ];
  });
}

/** Contacts of federal bodies, attorneys general and utility commissions, each with the addressees that it serves. */
export function contactsOfRegulators(facts: Facts, ids: Ids): ContactRow[] {
  return [...ofFederal(facts, ids), ...ofAttorneysGeneral(facts, ids), ...ofCommissions(facts, ids)];
}

function ofFederal({ regulators: { federal, generated: readOn } }: Facts, ids: Ids): ContactRow[] {
  return federal.flatMap((body): ContactRow[] => {
    const owner = { regulatorId: idOf(ids, body.id), readOn };
    const postal: ContactRow = {
      ...owner,
      channel: 'postal',
      label: 'Postal address',
      value: body.postal,
      confidence: body.postalConfidence,
      source: body.postalSource ?? null,
      addresseeKinds: SERVED_BY_POST[body.id] ?? [],
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
    const channels = body.channels.flatMap(
      ({ id, contact, name, url, phone, use, confidence, sources }): ContactRow[] => {
        const value = contact === 'phone' ? phone : url;
        if (contact === undefined || value === undefined) return [];
        const said = { label: name, value, confidence, source: sources?.join(', ') ?? null, note: use ?? null };
        return [{ ...owner, channel: contact, ...said, addresseeKinds: SERVED_BY_CHANNEL[id] ?? [] }];
      },
    );
    return [postal, ...phone, ...channels];
  });
}

function ofAttorneysGeneral({ regulators: file }: Facts, ids: Ids): ContactRow[] {
  return file.stateAttorneysGeneral.flatMap((office): ContactRow[] => {
    const shared = {
      regulatorId: idOf(ids, `ag-${office.state.toLowerCase()}`),
      confidence: office.confidence,
      source: office.source,
      readOn: file.generated,
      addresseeKinds: ['attorney_general'] satisfies AddresseeKind[],
    };
    return [
      { ...shared, channel: 'postal', label: office.division, value: office.postal },
      { ...shared, channel: 'phone', label: office.division, value: office.phone },
      { ...shared, channel: 'website', label: 'Website', value: office.website },
      { ...shared, channel: 'web_form', label: 'Complaint page', value: office.complaintPage },
    ];
  });
}

function ofCommissions({ regulators: file }: Facts, ids: Ids): ContactRow[] {
  return file.stateUtilityCommissions.flatMap((commission): ContactRow[] => {
    const owner = {
      regulatorId: idOf(ids, `puc-${commission.state.toLowerCase()}`),
      readOn: file.generated,
      addresseeKinds: ['utility_commission'] satisfies AddresseeKind[],
    };
    const { website, websiteConfidence: confidence, postal, postalConfidence, postalSource } = commission;
    const onPaper: ContactRow[] = postal
      ? [
          {
            ...owner,
            channel: 'postal',
            label: 'Postal address',
            value: postal,
            confidence: postalConfidence ?? 'memory',
            source: postalSource ?? null,
          },
        ]
      : [];
    return [...onPaper, { ...owner, channel: 'website', label: 'Website', value: website, confidence }];
  });
}

/**
 * Verified contacts at reserved names, so that every channel can be walked where nothing may leave: a mailbox of every ISP, attorney general and
 * commission, an intake of dockets at the FCC, a form at the FTC. None on paper: a stamp would be lost.
 */
export function demonstrationContacts(
  { isps: { isps }, regulators: file }: Facts,
  ids: { isps: Ids; regulators: Ids },
): ContactRow[] {
  const shared = {
    state: 'verified' as const,
    verifiedBy: DEMONSTRATION_CHECKER,
    verifiedAt: new Date('2026-11-22T00:00:00Z'),
    isDemonstration: true,
    confidence: 'sourced' as const,
    source: 'reserved domain, RFC 2606',
    readOn: '2026-11-22',
  };
  const mailbox = (slug: string) => ({
    ...shared,
    channel: 'email' as const,
    label: 'Demonstration mailbox',
    value: `${slug}@${DEMONSTRATION_DOMAIN}`,
  });
  const site = (name: string) => `https://${name}.${DEMONSTRATION_DOMAIN}`;
  const ofOffice = (slug: string, kind: AddresseeKind) => ({
    ...mailbox(slug),
    regulatorId: idOf(ids.regulators, slug),
    addresseeKinds: [kind],
  });
  return [
    {
      ...shared,
      regulatorId: idOf(ids.regulators, 'fcc'),
      channel: 'docket',
      label: 'Demonstration of a docket’s intake',
      value: site('ecfs'),
      addresseeKinds: ['fcc_docket'],
    },
    {
      ...shared,
      regulatorId: idOf(ids.regulators, 'ftc'),
      channel: 'web_form',
      label: 'Demonstration of a form',
      value: site('ftc'),
      addresseeKinds: ['ftc'],
    },
    ...file.stateAttorneysGeneral.map(({ state }) => ofOffice(`ag-${state.toLowerCase()}`, 'attorney_general')),
    ...file.stateUtilityCommissions.map(({ state }) => ofOffice(`puc-${state.toLowerCase()}`, 'utility_commission')),
    ...isps.map(({ slug }) => ({ ...mailbox(slug), ispId: idOf(ids.isps, slug) })),
  ];
}
