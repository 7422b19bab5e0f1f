import { and, asc, eq, isNull } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { ispReplies } from '#db/schema/editorial.ts';
import { incidents } from '#db/schema/incident.ts';
import { isps } from '#db/schema/isp.ts';
import type { IspReply } from './reply.ts';

/** Most replies that one listing returns. Own choice. */
export const maxRepliesListed = 50;

/**
 * The replies to one incident, or those to an ISP's record as a whole, oldest first, at most 50; withdrawn ones stand without their words.
 */
export async function listReplies(
  about: { incidentId: number } | { ispId: number },
  given: Partial<Tools> = {},
): Promise<IspReply[]> {
  const { db } = tools(given);
  const subject =
    'incidentId' in about
      ? eq(ispReplies.incidentId, about.incidentId)
      : and(eq(ispReplies.ispId, about.ispId), isNull(ispReplies.incidentId));
  const rows = await db
    .select({ reply: ispReplies, ispSlug: isps.slug, ispName: isps.name })
    .from(ispReplies)
    .innerJoin(isps, eq(isps.id, ispReplies.ispId))
    .where(subject)
    .orderBy(asc(ispReplies.receivedAt), asc(ispReplies.id))
    .limit(maxRepliesListed);
  return rows.map(replyOf);
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
