import { asc, desc, eq } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { ispNames, ispNetworks, isps } from '#db/schema/isp.ts';
import {
  bestMatches,
  type IspMatch,
  type IspName,
  type IspNetwork,
  type IspProfile,
  type IspSummary,
  ownerOf,
  publishedConfidence,
  type SearchableName,
  type Subscribers,
} from './isp.ts';

/** How long a process reads the catalogue from memory. Seeds and editors are seen after that time. Own choice. */
export const CATALOGUE_AGE_MS = 120_000;

interface Catalogue {
  readAt: number;
  list: readonly IspSummary[];
  bySlug: ReadonlyMap<string, IspSummary>;
  byId: ReadonlyMap<number, IspSummary>;
  names: readonly SearchableName[];
}

const catalogues = new WeakMap<Db, Promise<Catalogue>>();

async function readCatalogue(db: Db, readAt: number): Promise<Catalogue> {
  const [rows, names] = await Promise.all([
    db
      .select({ id: isps.id, slug: isps.slug, name: isps.name, parent: isps.parent })
      .from(isps)
      .orderBy(asc(isps.name), asc(isps.slug)),
    db.select().from(ispNames).orderBy(asc(ispNames.id)),
  ]);
  const namesOf = (ispId: number, kind: 'brand' | 'former') =>
    names
      .filter((name) => name.ispId === ispId && name.kind === kind && (kind === 'brand' || name.note === null))
      .map(({ name }) => name);
  const list = rows.map(({ parent, ...row }) => ({
    ...row,
    owner: ownerOf(parent),
    brands: namesOf(row.id, 'brand'),
    formerNames: namesOf(row.id, 'former'),
  }));
  return {
    readAt,
    list,
    bySlug: new Map(list.map((isp) => [isp.slug, isp])),
    byId: new Map(list.map((isp) => [isp.id, isp])),
    names: [
      ...list.map(({ id, name }) => ({ ispId: id, kind: 'name' as const, name, note: null })),
      ...names.map(({ ispId, kind, name, note }) => ({ ispId, kind, name, note })),
    ],
  };
}

async function catalogue(given: Partial<Tools>): Promise<Catalogue> {
  const { db, now } = tools(given);
  const at = now().getTime();
  const held = catalogues.get(db);
  const fresh = await held?.catch(() => undefined);
  if (held && fresh && Math.abs(at - fresh.readAt) < CATALOGUE_AGE_MS) return held;
  const reading = readCatalogue(db, at);
  catalogues.set(db, reading);
  const read = await reading.catch((cause: unknown) => {
    catalogues.delete(db);
    throw cause;
  });
  // An empty catalogue is one that is being seeded: it is read again next time.
  if (read.list.length === 0) catalogues.delete(db);
  return read;
}

/** Every ISP of the catalogue by name, read at most every two minutes. */
export async function listIsps(given: Partial<Tools> = {}): Promise<readonly IspSummary[]> {
  return (await catalogue(given)).list;
}

/** The ISPs of `slugs` in the order given; unknown slugs are left out. */
export async function findIspsBySlugs(slugs: readonly string[], given: Partial<Tools> = {}): Promise<IspSummary[]> {
  const { bySlug } = await catalogue(given);
  return slugs.flatMap((slug) => bySlug.get(slug) ?? []);
}

/** The ISP with a database id, or null; from the catalogue in memory. */
export async function findIspById(id: number, given: Partial<Tools> = {}): Promise<IspSummary | null> {
  return (await catalogue(given)).byId.get(id) ?? null;
}

/** The database id of a slug, or null; from the catalogue in memory. */
export async function ispIdOf(slug: string, given: Partial<Tools> = {}): Promise<number | null> {
  return (await catalogue(given)).bySlug.get(slug)?.id ?? null;
}

/** ISPs whose name, brand, former name or index label answers `query`, best first, with the name that matched. At most `limit`; none for an empty query. */
export async function searchIsps(query: string, given: Partial<Tools> & { limit?: number } = {}): Promise<IspMatch[]> {
  const { names, byId } = await catalogue(given);
  return bestMatches(query, names, given.limit).flatMap(({ ispId, kind, name, note }) => {
    const isp = byId.get(ispId);
    return isp ? [{ ...isp, matched: { kind, name, note } }] : [];
  });
}

/** Everything published about the ISP of a slug, or null. What is known only from memory is left out. */
export async function findIsp(slug: string, given: Partial<Tools> = {}): Promise<IspProfile | null> {
  const { db } = tools(given);
  const row = (await db.select().from(isps).where(eq(isps.slug, slug)))[0];
  if (!row) return null;
  const [names, networks] = await Promise.all([
    db.select().from(ispNames).where(eq(ispNames.ispId, row.id)).orderBy(asc(ispNames.id)),
    db
      .select()
      .from(ispNetworks)
      .where(eq(ispNetworks.ispId, row.id))
      .orderBy(desc(ispNetworks.ipv4Addresses), asc(ispNetworks.asn)),
  ]);
  const namesOf = (kind: string): IspName[] =>
    names.filter((name) => name.kind === kind).map(({ name, note }) => ({ name, note }));
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    brands: namesOf('brand'),
    formerNames: namesOf('former'),
    indexNames: namesOf('index'),
    parent: row.parent,
    technologies: row.technologies,
    states: row.states,
    website: row.website,
    subscribers: subscribersOf(row),
    note: row.note,
    networks: networks.flatMap((network) => networkOf(network)),
  };
}

function subscribersOf(row: typeof isps.$inferSelect): Subscribers | null {
  const { subscribers, subscribersAsOf, subscribersAsOfPrecision, subscribersSource, subscribersConfidence } = row;
  if (subscribers === null || !subscribersAsOf || !subscribersSource) return null;
  if (subscribersConfidence === null || subscribersConfidence === 'memory') return null;
  return {
    count: subscribers,
    asOf: subscribersAsOf,
    asOfPrecision: subscribersAsOfPrecision ?? 'day',
    source: subscribersSource,
    confidence: subscribersConfidence,
    note: row.subscribersNote,
  };
}

function networkOf(network: typeof ispNetworks.$inferSelect): IspNetwork[] {
  if (network.confidence === 'memory') return [];
  const { asn, organization, use, useNote, ipv4Ranges, ipv6Ranges, ipv4Addresses } = network;
  return [
    {
      asn,
      organization,
      use,
      useNote,
      ipv4Ranges,
      ipv6Ranges,
      ipv4Addresses,
      confidence: publishedConfidence(network.confidence),
    },
  ];
}
