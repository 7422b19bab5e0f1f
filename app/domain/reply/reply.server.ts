import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
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
  const { db } = tools(given);
  const rows = await db
    .select({ reply: ispReplies, ispSlug: isps.slug, ispName: isps.name })
    .from(ispReplies)
    .innerJoin(isps, eq(isps.id, ispReplies.ispId))
    .where(inArray(ispReplies.incidentId, [...incidentIds]))
    .orderBy(asc(ispReplies.receivedAt), asc(ispReplies.id));
  const to = (incidentId: number) => rows.filter(({ reply }) => reply.incidentId === incidentId);
  return (incidentId) => to(incidentId).slice(0, maxRepliesListed).map(replyOf);
}

/** Every reply of an ISP, to whatever it answers, oldest first, at most 200; `incidentSlug` null for one to the record as a whole. */
export async function listRepliesOfIsp(
  ispId: number,
  given: Partial<Tools> = {},
): Promise<{ incidentSlug: string | null; reply: IspReply }[]> {
  const { db } = tools(given);
  const rows = await db
    .select({ reply: ispReplies, ispSlug: isps.slug, ispName: isps.name, incidentSlug: incidents.slug })
    .from(ispReplies)
    .innerJoin(isps, eq(isps.id, ispReplies.ispId))
    .leftJoin(incidents, eq(incidents.id, ispReplies.incidentId))
    .where(eq(ispReplies.ispId, ispId))
    .orderBy(asc(ispReplies.receivedAt), asc(ispReplies.id))
    .limit(200);
  return rows.map(({ incidentSlug, ...row }) => ({ incidentSlug, reply: replyOf(row) }));
}

/** The newest replies over all ISPs, for editors, at most 200. */
export async function listNewestReplies(
  given: Partial<Tools> = {},
): Promise<{ incidentSlug: string | null; reply: IspReply }[]> {
  const { db } = tools(given);
  const rows = await db
    .select({ reply: ispReplies, ispSlug: isps.slug, ispName: isps.name, incidentSlug: incidents.slug })
    .from(ispReplies)
    .innerJoin(isps, eq(isps.id, ispReplies.ispId))
    .leftJoin(incidents, eq(incidents.id, ispReplies.incidentId))
    .orderBy(desc(ispReplies.id))
    .limit(200);
  return rows.map(({ incidentSlug, ...row }) => ({ incidentSlug, reply: replyOf(row) }));
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
