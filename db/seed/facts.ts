import type { z } from 'zod';
import { checkMailDomains } from './check-mail-domains.ts';
import { readRows, readTree, SeedError, type SeedFault, type SeedRow, type SeedSource } from './read.ts';
import { incidentsFile, ispsFile, legalFile, measurementFile, regulatorsFile } from './shapes.ts';
import {
  addressRulesFile,
  campaignsFile,
  consentsFile,
  mailDomainsFile,
  SPEED_INDEX_COLUMNS,
  speedIndexRow,
} from './table-shapes.ts';

/** Everything that the seed files say, checked. */
export interface Facts {
  isps: z.infer<typeof ispsFile>;
  incidents: z.infer<typeof incidentsFile>;
  legal: z.infer<typeof legalFile>;
  regulators: z.infer<typeof regulatorsFile>;
  measurement: z.infer<typeof measurementFile>;
  speedIndex: SeedRow<z.infer<typeof speedIndexRow>>[];
  campaigns: z.infer<typeof campaignsFile>;
  consents: z.infer<typeof consentsFile>;
  addressRules: z.infer<typeof addressRulesFile>;
  mailDomains: z.infer<typeof mailDomainsFile>;
}

const SPEED_INDEX = 'speed-index.csv';

/**
 * Reads and checks the seed files in `folder` (a URL that ends in a slash; the repository's own by default). Throws one
 * `SeedError` with every fault: shapes, doubled keys, unknown ISPs and regulators, totals that do not add up.
 */
export async function readFacts(folder: URL = new URL('./', import.meta.url)): Promise<Facts> {
  const faults: SeedFault[] = [];
  const isps = await readTree(folder, 'isps.json', ispsFile, faults);
  const incidents = await readTree(folder, 'incidents.json', incidentsFile, faults);
  const legal = await readTree(folder, 'legal-timeline.json', legalFile, faults);
  const regulators = await readTree(folder, 'regulators.json', regulatorsFile, faults);
  const measurement = await readTree(folder, 'measurement.json', measurementFile, faults);
  const campaigns = await readTree(folder, 'campaigns.yaml', campaignsFile, faults);
  const consents = await readTree(folder, 'consents.yaml', consentsFile, faults);
  const addressRules = await readTree(folder, 'address-rules.yaml', addressRulesFile, faults);
  const mailDomains = await readTree(folder, 'mail-domains.yaml', mailDomainsFile, faults);
  const speedIndex = await readRows(folder, SPEED_INDEX, speedIndexRow, SPEED_INDEX_COLUMNS, faults);

  const slugs = isps.value && new Set(isps.value.isps.map(({ slug }) => slug));
  checkIsps(isps);
  once(incidents, 'entries', 'id');
  once(legal, 'entries', 'id');
  once(measurement, 'tools', 'id');
  once(regulators, 'federal', 'id');
  once(regulators, 'stateAttorneysGeneral', 'state');
  once(regulators, 'stateUtilityCommissions', 'state');
  once(campaigns, 'campaigns', 'slug');
  for (const [i, { isps: named }] of incidents.value?.entries.entries() ?? [])
    for (const [j, { slug }] of named.entries())
      if (slug !== null && slugs && !slugs.has(slug))
        incidents.fault(['entries', i, 'isps', j, 'slug'], `no ISP of isps.json is called ${slug}`);
  checkSpeedIndex(speedIndex, slugs, faults);
  checkCampaigns(campaigns, regulators);
  const versions = new Set<string>();
  for (const [i, { kind, version }] of consents.value?.consents.entries() ?? []) {
    if (versions.has(`${kind} ${version}`))
      consents.fault(['consents', i, 'version'], `${kind} ${version} stands twice`);
    versions.add(`${kind} ${version}`);
  }

  const domains = new Set<string>();
  for (const [i, { domain }] of addressRules.value?.entries() ?? []) {
    if (domains.has(domain)) addressRules.fault([i, 'domain'], `${domain} stands twice`);
    domains.add(domain);
  }

  checkMailDomains(mailDomains, isps.value?.isps);

  if (faults.length > 0) throw new SeedError(faults);
  return {
    isps: present(isps),
    incidents: present(incidents),
    legal: present(legal),
    regulators: present(regulators),
    measurement: present(measurement),
    speedIndex,
    campaigns: present(campaigns),
    consents: present(consents),
    addressRules: present(addressRules),
    mailDomains: present(mailDomains),
  };
}

function present<T>({ value }: SeedSource<T>): T {
  if (value === undefined) throw new Error('A seed file was neither read nor reported');
  return value;
}

/** Reports every entry of a list whose key stands on an earlier one. */
function once<L extends string, K extends string>(
  source: SeedSource<{ [list in L]: { [key in K]: string }[] }>,
  list: L,
  key: K,
): void {
  const seen = new Set<string>();
  for (const [i, entry] of (source.value?.[list] ?? []).entries()) {
    if (seen.has(entry[key])) source.fault([list, i, key], `${entry[key]} stands twice`);
    seen.add(entry[key]);
  }
}

function checkIsps(source: SeedSource<Facts['isps']>): void {
  once(source, 'isps', 'slug');
  const isps = source.value?.isps ?? [];
  for (const [i, isp] of isps.entries()) {
    const seen = new Set<number>();
    for (const [j, { asn }] of isp.asns.entries()) {
      if (seen.has(asn)) source.fault(['isps', i, 'asns', j, 'asn'], `AS${asn} stands twice under ${isp.slug}`);
      seen.add(asn);
    }
    const { count, ipv4Ranges, ipv6Ranges, ipv4Addresses } = isp.asnTotals;
    const sum = (field: 'ipv4Ranges' | 'ipv6Ranges' | 'ipv4Addresses') =>
      isp.asns.reduce((total, network) => total + network[field], 0);
    if (count !== isp.asns.length)
      source.fault(['isps', i, 'asnTotals', 'count'], `is ${count}, but ${isp.asns.length} networks stand above`);
    for (const [field, said] of Object.entries({ ipv4Ranges, ipv6Ranges, ipv4Addresses })) {
      const added = sum(field as 'ipv4Ranges');
      if (added !== said)
        source.fault(['isps', i, 'asnTotals', field], `is ${said}, but the networks above add up to ${added}`);
    }
    for (const [j, { sameAs }] of isp.contacts.postal.entries())
      if (sameAs !== undefined && !isps.some(({ slug, contacts }) => slug === sameAs && contacts.postal[0]?.value))
        source.fault(['isps', i, 'contacts', 'postal', j, 'sameAs'], `no ISP called ${sameAs} has a postal address`);
  }
}

function checkSpeedIndex(rows: Facts['speedIndex'], slugs: Set<string> | undefined, faults: SeedFault[]): void {
  const seen = new Map<string, number>();
  for (const { line, row } of rows) {
    const key = `${row.month} ${row.list} ${row.isp}`;
    const earlier = seen.get(key);
    if (earlier !== undefined)
      faults.push({ file: SPEED_INDEX, line, field: 'isp', message: `${key} stands on line ${earlier} already` });
    seen.set(key, line);
    if (row.isp_slug_today !== null && slugs && !slugs.has(row.isp_slug_today))
      faults.push({
        file: SPEED_INDEX,
        line,
        field: 'isp_slug_today',
        message: `no ISP of isps.json is called ${row.isp_slug_today}`,
      });
  }
}

function checkCampaigns(campaigns: SeedSource<Facts['campaigns']>, regulators: SeedSource<Facts['regulators']>): void {
  const federal = regulators.value?.federal;
  if (!federal) return;
  for (const [i, { docket }] of campaigns.value?.campaigns.entries() ?? []) {
    if (
      docket &&
      !federal.find(({ id }) => id === docket.regulator)?.dockets?.some((known) => known.docket === docket.number)
    )
      campaigns.fault(
        ['campaigns', i, 'docket'],
        `${docket.regulator} has no docket ${docket.number} in regulators.json`,
      );
  }
}
