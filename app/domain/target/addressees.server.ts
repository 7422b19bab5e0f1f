import { asc, eq, inArray } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { campaigns, campaignTargets, campaignTexts } from '#db/schema/campaign.ts';
import type { AddresseeKind, CampaignLocale } from '../campaign/campaign.ts';
import { listLetterContacts } from '../contact/contact.server.ts';
import type { Contact } from '../contact/contact.ts';
import { listIsps } from '../isp/isp.server.ts';
import { listRegulators, listStateInstruments } from '../regulator/regulator.server.ts';
import type { Regulator, StateInstrument } from '../regulator/regulator.ts';
import { COMPILERS } from './grounds.server.ts';
import { officeName } from './target.ts';

/** Contacts that were read in one place on one day, `YYYY-MM-DD`. */
export interface ContactsOfSource {
  source: string | null;
  readOn: string;
  contacts: readonly Contact[];
}

/** A public body with every published contact that a letter can go to. */
export interface AddresseeOffice {
  slug: string;
  /** As it stands on an envelope. */
  name: string;
  state: string | null;
  note: string | null;
  source: string | null;
  readOn: string;
  contacts: readonly ContactsOfSource[];
}

/** An ISP with its contacts for letters. */
export interface AddresseeIsp {
  slug: string;
  name: string;
  contacts: readonly ContactsOfSource[];
}

/** What is known of everybody that letters may go to, and of whom nothing is. */
export interface Addressees {
  campaigns: readonly { slug: string; title: string; kinds: readonly AddresseeKind[] }[];
  federal: readonly AddresseeOffice[];
  attorneys: readonly AddresseeOffice[];
  commissions: readonly AddresseeOffice[];
  /** Commissions that are named in a source, but to which no way for a letter is known, by that source. */
  silentCommissions: readonly { names: readonly string[]; source: string | null; readOn: string }[];
  /** Where and when it was read how little power commissions have. */
  commissionSource: { sources: readonly string[]; readOn: string };
  /** States (two letters) whose commission is known only from memory. */
  unnamedCommissions: readonly string[];
  isps: readonly AddresseeIsp[];
  /** ISPs without any contact for a letter but a demonstration's. */
  silentIsps: readonly AddresseeIsp[];
  laws: readonly StateInstrument[];
  /** Where and when the laws of which states were read. */
  lawSources: readonly { states: readonly string[]; sources: readonly string[]; readOn: string }[];
  /** Contacts by the state of their check; `demonstrations` are among the verified. */
  counts: { verified: number; unverified: number; bounced: number; demonstrations: number };
  /** What nobody has checked yet: that the docket's interface takes filings, any contact of the FTC, any of an ISP's customer relations. */
  unknown: { docket: boolean; ftc: boolean; customerRelations: boolean };
}

/** Everything that is published on addressees of letters, for one page. Reads only. */
export async function listAddressees(locale: CampaignLocale, given: Partial<Tools> = {}): Promise<Addressees> {
  const [contacts, offices, catalogue, laws, offered] = await Promise.all([
    listLetterContacts(given),
    listRegulators(undefined, given),
    listIsps(given),
    listStateInstruments(undefined, given),
    listOffered(locale, given),
  ]);
  const ofOffice = grouped(contacts, ({ regulatorId }) => regulatorId);
  const ofIsp = grouped(contacts, ({ ispId }) => ispId);
  const isKnown = (one: { contacts: readonly ContactsOfSource[] }) =>
    one.contacts.some(({ contacts: group }) => group.some(({ isDemonstration }) => !isDemonstration));
  const listed = (kind: Regulator['kind']) =>
    offices
      .filter((office) => office.kind === kind && office.slug !== 'congress')
      .toSorted((a, b) => (a.stateName ?? '').localeCompare(b.stateName ?? ''))
      .map((office) => officeOf(office, ofOffice.get(office.id) ?? []));
  const isps = catalogue.map(({ id, slug, name }) => ({ slug, name, contacts: bySource(ofIsp.get(id) ?? []) }));
  const attorneys = listed('attorney_general');
  const commissions = listed('utility_commission');
  const named = new Set(commissions.map(({ state }) => state));
  const count = (state: Contact['state']) => contacts.filter((contact) => contact.state === state).length;
  const real = contacts.filter(({ isDemonstration }) => !isDemonstration);
  const ftc = offices.find(({ slug }) => slug === 'ftc');
  return {
    campaigns: offered,
    federal: listed('federal'),
    attorneys,
    commissions: commissions.filter(isKnown),
    silentCommissions: [
      ...grouped(
        commissions.filter((office) => !isKnown(office)),
        ({ source, readOn }) => `${readOn} ${source}`,
      ).values(),
    ].map((group) => ({
      names: group.map(({ name }) => name),
      source: group[0]?.source ?? null,
      readOn: group[0]?.readOn ?? '',
    })),
    commissionSource: COMPILERS,
    unnamedCommissions: attorneys.flatMap(({ state }) => (state && !named.has(state) ? [state] : [])),
    isps: isps.filter(isKnown),
    silentIsps: isps.filter((isp) => !isKnown(isp)),
    laws,
    lawSources: [...grouped(laws, ({ sources, readOn }) => `${readOn} ${sources.join(' ')}`).values()].map((group) => ({
      states: [...new Set(group.map(({ state }) => state))],
      sources: group[0]?.sources ?? [],
      readOn: group[0]?.readOn ?? '',
    })),
    counts: {
      verified: count('verified'),
      unverified: count('unverified'),
      bounced: count('bounced'),
      demonstrations: contacts.length - real.length,
    },
    unknown: {
      docket: !real.some(({ channel, state }) => channel === 'docket' && state === 'verified'),
      ftc: !real.some(({ regulatorId }) => ftc && regulatorId === ftc.id),
      customerRelations: !real.some(({ ispId, channel }) => ispId !== null && channel !== 'postal'),
    },
  };
}

function officeOf(office: Regulator, contacts: readonly Contact[]): AddresseeOffice {
  const { slug, kind, state, stateName, note, source, readOn } = office;
  const name = officeName(office.name, kind === 'federal' ? null : stateName);
  return { slug, name, state, note, source, readOn, contacts: bySource(contacts) };
}

function bySource(contacts: readonly Contact[]): ContactsOfSource[] {
  return [...grouped(contacts, ({ source, readOn }) => `${readOn} ${source}`).values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ source: first.source, readOn: first.readOn, contacts: group }] : [];
  });
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Campaigns that are open, with their kinds of addressees in order. At most 100 campaigns. */
async function listOffered(locale: CampaignLocale, given: Partial<Tools>): Promise<Addressees['campaigns']> {
  const { db } = tools(given);
  const open = await db
    .select({ id: campaigns.id, slug: campaigns.slug, title: campaignTexts.title, locale: campaignTexts.locale })
    .from(campaigns)
    .innerJoin(campaignTexts, eq(campaignTexts.campaignId, campaigns.id))
    .where(eq(campaigns.state, 'open'))
    .orderBy(asc(campaigns.position), asc(campaigns.id))
    .limit(200);
  const ids = [...new Set(open.map(({ id }) => id))];
  if (ids.length === 0) return [];
  const targets = await db
    .select({ campaignId: campaignTargets.campaignId, kind: campaignTargets.kind })
    .from(campaignTargets)
    .where(inArray(campaignTargets.campaignId, ids))
    .orderBy(asc(campaignTargets.position));
  return ids.flatMap((id) => {
    const texts = open.filter((text) => text.id === id);
    const text = texts.find((one) => one.locale === locale) ?? texts[0];
    const kinds = targets.filter(({ campaignId }) => campaignId === id).map(({ kind }) => kind);
    return text && kinds.length > 0 ? [{ slug: text.slug, title: text.title, kinds }] : [];
  });
}
