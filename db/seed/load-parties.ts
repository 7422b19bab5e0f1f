import { isNull } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { ispNames, ispNetworks, isps, type NETWORK_USES } from '../schema/isp.ts';
import { dockets, docketWindows, regulators, stateInstruments } from '../schema/regulator.ts';
import type { Facts } from './facts.ts';
import type { NETWORK_USE_WORDS } from './shapes.ts';
import { NO_PAGE_NAMED } from './sources.ts';
import { type Loaded, removeByIds, upsert } from './upsert.ts';

const uses: Record<(typeof NETWORK_USE_WORDS)[number], { use: (typeof NETWORK_USES)[number]; useNote: string | null }> =
  {
    'residential/mixed': { use: 'residential_mixed', useNote: null },
    'mobile / fixed wireless': { use: 'mobile_fixed_wireless', useNote: null },
    'shared with CenturyLink': { use: 'shared', useNote: 'shared with CenturyLink' },
    uncertain: { use: 'uncertain', useNote: null },
  };

/** Database ids of all ISPs by slug. */
export async function ispIds(db: Db): Promise<Map<string, number>> {
  return new Map((await db.select({ id: isps.id, slug: isps.slug }).from(isps)).map(({ id, slug }) => [slug, id]));
}

/** Database ids of all regulators by slug. */
export async function regulatorIds(db: Db): Promise<Map<string, number>> {
  const rows = await db.select({ id: regulators.id, slug: regulators.slug }).from(regulators);
  return new Map(rows.map(({ id, slug }) => [slug, id]));
}

/** The id of a key that was just loaded. Throws when it is missing, which is a fault of the loader. */
export function idOf(ids: ReadonlyMap<string, number>, key: string): number {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`${key} was not loaded`);
  return id;
}

/** Loads the catalogue of ISPs with names, index labels and networks; the last three belong to the files alone. */
export async function loadIsps(db: Db, { isps: file, speedIndex }: Facts): Promise<Loaded> {
  const rows = file.isps.map((isp): typeof isps.$inferInsert => {
    const counted = isp.subscribers?.value == null ? null : isp.subscribers;
    return {
      slug: isp.slug,
      name: isp.name,
      parent: isp.parent,
      parentUnpublished: isp.parentUnpublished ?? null,
      technologies: isp.technology,
      states: isp.states,
      website: isp.contacts.website,
      subscribers: counted?.value ?? null,
      subscribersAsOf: counted?.asOf ?? null,
      subscribersAsOfPrecision: counted?.asOfPrecision ?? null,
      subscribersSource: counted?.source ?? null,
      subscribersConfidence: isp.subscribers?.confidence ?? null,
      subscribersNote: isp.subscribers?.note ?? null,
      note: isp.note,
      noteUnpublished: isp.noteUnpublished ?? null,
    };
  });
  let written = await upsert(db, isps, rows, {
    target: [isps.slug],
    update: [
      'name',
      'parent',
      'parentUnpublished',
      'technologies',
      'states',
      'website',
      'subscribers',
      'subscribersAsOf',
      'subscribersAsOfPrecision',
      'subscribersSource',
      'subscribersConfidence',
      'subscribersNote',
      'note',
      'noteUnpublished',
    ],
  });
  const ids = await ispIds(db);
  const labels = new Map(
    speedIndex.flatMap(({ row: { isp, isp_slug_today: slug } }) =>
      slug === null
        ? []
        : [[`${slug} ${isp}`, { ispId: idOf(ids, slug), kind: 'index' as const, name: isp, note: null }]],
    ),
  );
  const names: (typeof ispNames.$inferInsert)[] = [
    ...file.isps.flatMap(({ slug, brands, formerNames }) => [
      ...brands.map((name) => ({ ispId: idOf(ids, slug), kind: 'brand' as const, ...name })),
      ...formerNames.map((name) => ({ ispId: idOf(ids, slug), kind: 'former' as const, ...name })),
    ]),
    ...labels.values(),
  ];
  written += await upsert(db, ispNames, names, {
    target: [ispNames.ispId, ispNames.kind, ispNames.name],
    update: ['note'],
  });
  const networks = file.isps.flatMap(({ slug, asns }) =>
    asns.map((network): typeof ispNetworks.$inferInsert => ({
      ispId: idOf(ids, slug),
      asn: network.asn,
      organization: network.org,
      ...uses[network.use],
      ipv4Ranges: network.ipv4Ranges,
      ipv6Ranges: network.ipv6Ranges,
      ipv4Addresses: network.ipv4Addresses,
      registryName2017: network.registryName2017,
      registry2017Agrees: network.registry2017Agrees,
      confidence: network.confidence,
    })),
  );
  written += await upsert(db, ispNetworks, networks, {
    target: [ispNetworks.ispId, ispNetworks.asn],
    update: [
      'organization',
      'use',
      'useNote',
      'ipv4Ranges',
      'ipv6Ranges',
      'ipv4Addresses',
      'registryName2017',
      'registry2017Agrees',
      'confidence',
    ],
  });

  const named = new Set(names.map(({ ispId, kind, name }) => `${ispId} ${kind} ${name}`));
  const routed = new Set(networks.map(({ ispId, asn }) => `${ispId} ${asn}`));
  const staleNames = (await db.select().from(ispNames)).filter(
    ({ ispId, kind, name }) => !named.has(`${ispId} ${kind} ${name}`),
  );
  const staleNetworks = (await db.select().from(ispNetworks)).filter(
    ({ ispId, asn }) => !routed.has(`${ispId} ${asn}`),
  );
  const removed =
    (await removeByIds(
      db,
      ispNames,
      staleNames.map(({ id }) => id),
    )) +
    (await removeByIds(
      db,
      ispNetworks,
      staleNetworks.map(({ id }) => id),
    ));
  return { entries: rows.length, written, removed, left: ids.size - rows.length };
}

/** Loads federal bodies with dockets and windows, attorneys general, utility commissions and state instruments; offices and laws that an organizer read are left alone. */
export async function loadRegulators(db: Db, { regulators: file }: Facts): Promise<Loaded> {
  const stateNames = new Map(file.stateAttorneysGeneral.map(({ state, stateName }) => [state, stateName]));
  const blank = {
    state: null,
    stateName: null,
    division: null,
    authorityNow: null,
    note: null,
    doubt: null,
    doubtUnpublished: null,
    details: null,
    source: null,
    readOn: file.generated,
  };
  const rows: (typeof regulators.$inferInsert)[] = [
    ...file.federal.map(({ id, name, authorityNow, note, confidence, ...details }) => ({
      ...blank,
      slug: id,
      kind: 'federal' as const,
      name,
      authorityNow: authorityNow ?? null,
      note: note ?? null,
      details,
      source: details.postalSource ?? NO_PAGE_NAMED,
      confidence,
    })),
    ...file.stateAttorneysGeneral.map((office) => ({
      ...blank,
      slug: `ag-${office.state.toLowerCase()}`,
      kind: 'attorney_general' as const,
      state: office.state,
      stateName: office.stateName,
      name: office.office,
      division: office.division,
      doubt: office.doubt,
      doubtUnpublished: office.doubtFromMemory ?? null,
      source: office.source,
      confidence: office.confidence,
    })),
    ...file.stateUtilityCommissions.map((commission) => ({
      ...blank,
      slug: `puc-${commission.state.toLowerCase()}`,
      kind: 'utility_commission' as const,
      state: commission.state,
      stateName: stateNames.get(commission.state) ?? null,
      name: commission.name,
      note: commission.note ?? null,
      source: commission.source,
      confidence: commission.nameConfidence,
    })),
  ];
  let written = await upsert(db, regulators, rows, {
    target: [regulators.slug],
    update: [
      'kind',
      'state',
      'stateName',
      'name',
      'division',
      'authorityNow',
      'note',
      'doubt',
      'doubtUnpublished',
      'details',
      'source',
      'readOn',
      'confidence',
    ],
    onlyWhere: isNull(regulators.verifiedAt),
  });
  const ids = await regulatorIds(db);
  const proceedings = file.federal.flatMap(({ id, dockets: own = [] }) =>
    own.map(({ docket, title, state, windows = [] }) => ({ regulator: id, docket, title, state, windows })),
  );
  written += await upsert(
    db,
    dockets,
    proceedings.map(({ regulator, docket, title, state }) => ({
      regulatorId: idOf(ids, regulator),
      number: docket,
      title,
      stateNote: state,
    })),
    { target: [dockets.regulatorId, dockets.number], update: ['title', 'stateNote'] },
  );
  const docketIds = new Map((await db.select().from(dockets)).map(({ id, number }) => [number, id]));
  written += await upsert(
    db,
    docketWindows,
    proceedings.flatMap(({ docket, windows }) =>
      windows.map(({ kind, opensOn, closesOn, source }) => ({
        docketId: idOf(docketIds, docket),
        kind,
        opensOn: opensOn ?? null,
        closesOn,
        source,
      })),
    ),
    { target: [docketWindows.docketId, docketWindows.kind], update: ['opensOn', 'closesOn', 'source'] },
  );
  written += await upsert(
    db,
    stateInstruments,
    file.stateNetNeutralityInstruments.map(({ state, instrument, covers, since, enforcedBy, confidence }) => ({
      state,
      instrument,
      covers,
      since,
      enforcedBy: enforcedBy ?? null,
      sources: file.stateSources,
      readOn: file.generated,
      confidence,
    })),
    {
      target: [stateInstruments.state, stateInstruments.instrument],
      update: ['covers', 'since', 'enforcedBy', 'sources', 'readOn', 'confidence'],
      onlyWhere: isNull(stateInstruments.verifiedAt),
    },
  );
  return { entries: rows.length, written, removed: 0, left: ids.size - rows.length };
}
