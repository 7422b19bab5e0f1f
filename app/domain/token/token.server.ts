import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { apiTokens } from '#db/schema/api.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { HINT_CHARS, TOKEN_PREFIX, type TokenScope, type TokenSeen, type TokenWish } from './token.ts';

const digest = (token: string) => createHash('sha256').update(token).digest();

/** How long the note of the last use stands before it is written anew, in milliseconds. */
const NOTE_EVERY_MS = 5 * 60_000;

/** Makes a token of 256 random bits and answers it, this once; only its SHA-256 is kept. ASVS 5.0, 11.5.1. */
export async function createToken(
  { organizationId, actor, name, scopes, days }: TokenWish & { organizationId: number; actor: string },
  given: Partial<Tools> = {},
): Promise<{ id: number; token: string }> {
  const { db, now } = tools(given);
  const token = TOKEN_PREFIX + randomBytes(32).toString('base64url');
  const at = now();
  const expiresAt = new Date(at.getTime() + days * 86_400_000);
  return db.transaction(async (tx) => {
    const [row] = await tx
      .insert(apiTokens)
      .values({
        organizationId,
        name,
        tokenHash: digest(token),
        hint: token.slice(0, HINT_CHARS),
        scopes: [...new Set(scopes)],
        createdBy: actor,
        createdAt: at,
        expiresAt,
      })
      .returning({ id: apiTokens.id });
    if (!row) throw new Error('a token was not stored');
    const facts = { scopes, expiresAt: expiresAt.toISOString() };
    await recordDeed(tx, { organizationId, actor, action: 'token.create', subject: `token:${row.id}`, facts, at });
    return { id: row.id, token };
  });
}

/** Takes a token of an organization back at once; false when there is none that holds. */
export async function revokeToken(
  { tokenId, organizationId, actor }: { tokenId: number; organizationId: number; actor: string },
  given: Partial<Tools> = {},
): Promise<boolean> {
  const { db, now } = tools(given);
  const at = now();
  return db.transaction(async (tx) => {
    const rows = await tx.execute(sql`
      update api_tokens set revoked_at = ${at.toISOString()}::timestamptz, revoked_by = ${actor}
      where id = ${tokenId} and organization_id = ${organizationId} and revoked_at is null returning id`);
    if (rows.length === 0) return false;
    await recordDeed(tx, { organizationId, actor, action: 'token.revoke', subject: `token:${tokenId}`, at });
    return true;
  });
}

/** The tokens of an organization, newest first, at most 200; those taken back or expired for longer than 30 days are left out. */
export async function listTokens(organizationId: number, given: Partial<Tools> = {}): Promise<TokenSeen[]> {
  const { db, now } = tools(given);
  const rows = await db
    .select()
    .from(apiTokens)
    .where(
      sql`organization_id = ${organizationId} and coalesce(revoked_at, expires_at) > ${now().toISOString()}::timestamptz - interval '30 days'`,
    )
    .orderBy(sql`id desc`)
    .limit(200);
  return rows.map(({ tokenHash: _, organizationId: __, revokedBy: ___, ...seen }) => seen);
}

/** Whom a token speaks for. `actor`: what the audit calls it. */
export interface TokenHolder {
  tokenId: number;
  organizationId: number;
  organizationSlug: string;
  scopes: readonly TokenScope[];
  actor: string;
}

/** Whom a bearer token speaks for; null for one that was never given out, was taken back or has expired. Notes the use, at most every five minutes. */
export async function findTokenHolder(token: string, given: Partial<Tools> = {}): Promise<TokenHolder | null> {
  if (!token.startsWith(TOKEN_PREFIX) || token.length > 200) return null;
  const { db, now } = tools(given);
  const at = now();
  const [row] = await db.execute<{
    id: number;
    organization_id: number;
    slug: string;
    scopes: TokenScope[];
    is_noted: boolean;
  }>(sql`
    select t.id, t.organization_id, o.slug, t.scopes, t.last_used_at > ${new Date(at.getTime() - NOTE_EVERY_MS).toISOString()}::timestamptz as is_noted
    from api_tokens t join organizations o on o.id = t.organization_id
    where t.token_hash = ${digest(token)} and t.revoked_at is null and t.expires_at > ${at.toISOString()}::timestamptz`);
  if (!row) return null;
  if (!row.is_noted)
    await db.execute(sql`update api_tokens set last_used_at = ${at.toISOString()}::timestamptz where id = ${row.id}`);
  const { id, organization_id: organizationId, slug, scopes } = row;
  return { tokenId: id, organizationId, organizationSlug: slug, scopes, actor: `token:${id}` };
}
