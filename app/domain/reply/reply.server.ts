import { and, asc, desc, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { ispReplies } from '#db/schema/editorial.ts';
import { incidents } from '#db/schema/incident.ts';
import { isps } from '#db/schema/isp.ts';
import { risen } from '../incident/editorial.server.ts';
import type { IspReply } from './reply.ts';

/** Most replies that stand under one incident. Own choice. */
export const maxRepliesListed = 50;

/** The replies to each of some incidents, oldest first, at most 50 an incident; withdrawn ones stand without their words. None is an empty list. */
export async function listReplies(
  incidentIds: readonly number[],
  given: Partial<Tools> = {},
): Promise<(incidentId: number) => readonly IspReply[]> {
  if (incidentIds.length === 0) return () => [];
  const found = await read(tools(given).db, inArray(ispReplies.incidentId, [...incidentIds]), oldestFirst);
  const to = (incidentId: number) => found.filter((one) => one.incidentId === incidentId);
  return (incidentId) =>
    to(incidentId)
      .slice(0, maxRepliesListed)
      .map(({ reply }) => reply);
}

/** The replies to the entries of `slugs`, by slug and oldest first, at most 200 in all; an entry without one is left out. */
export async function listRepliesToEntries(
  slugs: readonly string[],
  given: Partial<Tools> = {},
): Promise<Record<string, IspReply[]>> {
  if (slugs.length === 0) return {};
  const found = await read(tools(given).db, inArray(incidents.slug, [...slugs]), oldestFirst, MAX_READ);
  const bySlug: Record<string, IspReply[]> = {};
  for (const { incidentSlug, reply } of found)
    if (incidentSlug !== null) bySlug[incidentSlug] = [...(bySlug[incidentSlug] ?? []), reply];
  return bySlug;
}

/** A reply with the slug of the entry that it answers; null for one to the record as a whole. */
export interface ReplyTo {
  incidentSlug: string | null;
  reply: IspReply;
}

/** Every reply of an ISP, to whatever it answers, oldest first, at most 200. */
export async function listRepliesOfIsp(ispId: number, given: Partial<Tools> = {}): Promise<ReplyTo[]> {
  return read(tools(given).db, eq(ispReplies.ispId, ispId), oldestFirst, MAX_READ);
}

/** The newest replies over all ISPs, for editors, at most 200. */
export async function listNewestReplies(given: Partial<Tools> = {}): Promise<ReplyTo[]> {
  return read(tools(given).db, undefined, [desc(ispReplies.id)], MAX_READ);
}

const oldestFirst = [asc(ispReplies.receivedAt), asc(ispReplies.id)];
const MAX_READ = 200;

async function read(db: Db, which: SQL | undefined, order: SQL[], limit = 10_000) {
  const rows = await db
    .select({ reply: ispReplies, ispSlug: isps.slug, ispName: isps.name, incidentSlug: incidents.slug })
    .from(ispReplies)
    .innerJoin(isps, eq(isps.id, ispReplies.ispId))
    .leftJoin(incidents, eq(incidents.id, ispReplies.incidentId))
    .where(which)
    .orderBy(...order)
    .limit(limit);
  return rows.map(({ incidentSlug, ...row }) => ({
    incidentSlug,
    incidentId: row.reply.incidentId,
    reply: replyOf(row),
  }));
}

/**
 * Takes a reply's words off the pages, which then say that it was withdrawn and why, in public. Nothing else of a reply can be changed (trigger
 * `isp_replies_words_kept`). False when there is no such reply or it was withdrawn before. Throws on an empty reason.
 */
export async function withdrawReply(
  { publicId, reason }: { publicId: string; reason: string },
  given: Partial<Tools> = {},
): Promise<boolean> {
  const said = reason.trim();
  if (said === '') throw new Error('a reply is withdrawn with a reason');
  if (!/^[0-9a-f-]{36}$/.test(publicId)) return false;
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const [withdrawn] = await tx
      .update(ispReplies)
      .set({ withdrawnAt: now(), withdrawnReason: said })
      .where(and(eq(ispReplies.publicId, publicId), isNull(ispReplies.withdrawnAt)))
      .returning({ incidentId: ispReplies.incidentId });
    if (withdrawn?.incidentId != null)
      await tx
        .update(incidents)
        .set({ updatedAt: risen(now()) })
        .where(eq(incidents.id, withdrawn.incidentId));
    return withdrawn !== undefined;
  });
}

interface ReplyRow {
  reply: typeof ispReplies.$inferSelect;
  ispSlug: string;
  ispName: string;
}

function replyOf({ reply, ispSlug, ispName }: ReplyRow): IspReply {
  return {
    publicId: reply.publicId,
    ispSlug,
    ispName,
    domain: reply.domain,
    locale: reply.locale,
    receivedAt: reply.receivedAt.toISOString(),
    said:
      reply.withdrawnAt === null
        ? { authorName: reply.authorName, authorRole: reply.authorRole, body: reply.body }
        : null,
    withdrawn:
      reply.withdrawnAt !== null && reply.withdrawnReason !== null
        ? { at: reply.withdrawnAt.toISOString(), reason: reply.withdrawnReason }
        : null,
  };
}
