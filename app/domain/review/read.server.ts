import { type Tools, tools } from '#app/db.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { searchLetters } from './letters.server.ts';
import type { LetterSearch, SignatureSearch } from './review.ts';
import { filterOf, type SignaturesFound, searchSignatures } from './search.server.ts';

/** Whose search it is. */
interface Reader {
  organizationId: number;
  actor: string;
}

/** The names of the conditions of a search: what the audit keeps of it, never their values. */
const conditionsOf = (search: object) =>
  Object.entries(search)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);

/** Searches signatures and writes down that their names and addresses were read, and by which kinds of conditions; null when nothing was asked for. */
export async function readSignatures(
  { organizationId, actor, search }: Reader & { search: SignatureSearch },
  given: Partial<Tools> = {},
): Promise<SignaturesFound | null> {
  const { db, now } = tools(given);
  const conditions = conditionsOf(search);
  if (conditions.length === 0) return null;
  const found = await searchSignatures({ organizationId, search }, given);
  const rows = found.tooSlow ? 0 : found.rows.length;
  const facts = { conditions, rows };
  if (rows > 0)
    await recordDeed(db, { organizationId, actor, action: 'read.signatures', subject: 'signatures', facts, at: now() });
  return found;
}

/** Searches letters and writes down that their senders' names were read. */
export async function readLetters(
  { organizationId, actor, search }: Reader & { search: LetterSearch },
  given: Partial<Tools> = {},
) {
  const { db, now } = tools(given);
  const found = await searchLetters({ organizationId, search }, given);
  const facts = { show: search.show, rows: found.rows.length };
  if (found.rows.length > 0)
    await recordDeed(db, { organizationId, actor, action: 'read.letters', subject: 'letters', facts, at: now() });
  return found;
}

/** Whether a search holds a condition that a batch may go by, so that a batch is never everything by mistake. */
export function canBatch(search: SignatureSearch): boolean {
  return Object.keys(filterOf(search)).some((name) => name !== 'campaignSlug') && !search.name && !search.address;
}
