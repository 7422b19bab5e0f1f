import { type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { matches, type ReviewFilter } from '../judgement/review-filter.server.ts';
import { canonicalAddress } from '../person/address.ts';
import { listAddressRules } from '../person/person.server.ts';
import { rowsPerPage, type SignatureSearch } from './review.ts';

/** A signature as organizers see it, with the person's name and address. `rules`: what was found of its forms. Instants in UTC. */
export interface FoundSignature {
  id: number;
  campaignSlug: string;
  name: string;
  address: string;
  state: string | null;
  isp: string | null;
  status: string;
  source: string | null;
  createdAt: Date;
  confirmedAt: Date | null;
  invalidationReason: string | null;
  rules: string[];
}

/** A page of a search: newest first; `before` is what the next page is asked with, null on the last. `tooSlow`: the search was given up. */
export type SignaturesFound = { tooSlow: false; rows: FoundSignature[]; before: number | null } | { tooSlow: true };

/** How long a search may take before it is given up, in milliseconds. Own choice. */
const patienceMs = 4000;

/** The conditions of a search that a batch can have too: everything but name, address and number of a page. */
export function filterOf(search: SignatureSearch): ReviewFilter {
  const { campaign, isp, state, domain, source, rule, network, system, since, until, id } = search;
  return {
    ...(campaign !== undefined ? { campaignSlug: campaign } : {}),
    ...(isp !== undefined ? { isp } : {}),
    ...(state !== undefined ? { state } : {}),
    ...(domain !== undefined ? { domain } : {}),
    ...(source !== undefined ? { source } : {}),
    ...(rule !== undefined ? { rule } : {}),
    ...(network !== undefined ? { network } : {}),
    ...(system !== undefined ? { system } : {}),
    ...(since !== undefined ? { since } : {}),
    ...(until !== undefined ? { until } : {}),
    ...(id !== undefined ? { ids: [id] } : {}),
  };
}

/**
 * Searches an organization's signatures, newest first. A name is looked for anywhere in the name, without regard to case; an address as a whole. What takes longer than
 * four seconds is given up. For organizers with `review.read` only; the caller writes the reading down.
 */
export async function searchSignatures(
  { organizationId, search }: { organizationId: number; search: SignatureSearch },
  given: Partial<Tools> = {},
): Promise<SignaturesFound> {
  const { db } = tools(given);
  const where: SQL[] = [matches({ ...filterOf(search), organizationId })];
  if (search.status) where.push(sql`s.status = ${search.status}`);
  if (search.before) where.push(sql`s.id < ${search.before}`);
  if (search.name) where.push(sql`s.name ilike ${`%${search.name.replace(/[\\%_]/g, '\\$&')}%`}`);
  if (search.address) {
    const read = canonicalAddress(search.address, await listAddressRules(given));
    where.push(read.ok ? sql`s.canonical_address = ${read.canonical}` : sql`false`);
  }
  try {
    const rows = await db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', ${String(patienceMs)}, true)`);
      return tx.execute<
        Record<keyof FoundSignature, unknown> & { id: string; createdAt: string; confirmedAt: string | null }
      >(sql`
        select s.id, k.slug as "campaignSlug", s.name, s.address, s.state, i.name as isp, s.status, s.source, s.created_at as "createdAt",
          s.confirmed_at as "confirmedAt", s.invalidation_reason as "invalidationReason", array(
            select distinct j.rule from signature_challenges c join judgements j on j.challenge_id = c.id
            where c.signature_id = s.id and j.rule <> 'weighing' and j.verdict <> 'clear' order by 1) as rules
        from signatures s join campaigns k on k.id = s.campaign_id left join isps i on i.id = s.isp_stated_id
        where s.erased_at is null and ${sql.join(where, sql` and `)} order by s.id desc limit ${rowsPerPage + 1}`);
    });
    const shown = rows.slice(0, rowsPerPage).map((row) => ({
      ...(row as unknown as FoundSignature),
      id: Number(row.id),
      createdAt: new Date(row.createdAt),
      confirmedAt: row.confirmedAt === null ? null : new Date(row.confirmedAt),
    }));
    return { tooSlow: false, rows: shown, before: rows.length > rowsPerPage ? (shown.at(-1)?.id ?? null) : null };
  } catch (error) {
    if (isTimeout(error)) return { tooSlow: true };
    throw error;
  }
}

/** 57014 is what PostgreSQL says when a statement was cancelled by its timeout. */
function isTimeout(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '57014';
}
