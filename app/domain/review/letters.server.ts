import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { retryDeliveries } from '../delivery/dead-letters.server.ts';
import { type LetterSearch, rowsPerPage } from './review.ts';

/** One letter on one channel as organizers see it: no text. `problem`: what the receiver said. `notWanted`: its writer, or somebody asked about the name, took it back. */
export interface FoundLetter {
  deliveryId: number;
  campaignSlug: string;
  senderName: string;
  addresseeKind: string;
  channel: string;
  state: string;
  attempts: number;
  problem: string | null;
  notWanted: boolean;
  changedAt: Date;
  canRetry: boolean;
}

const which = {
  returned: sql`(d.state = 'bounced' or exists (select from bounces b where b.delivery_id = d.id and b.verdict = 'permanent'))`,
  failed: sql`d.state = 'failed'`,
  reported: sql`l.withdrawn_at is not null`,
  waiting: sql`d.state in ('queued', 'sending', 'deferred', 'unknown', 'awaiting')`,
  sent: sql`d.state in ('sent', 'filed', 'posted')`,
  all: sql`true`,
} as const;

/** The letters of an organization's campaigns that a search names, those that changed last first. The caller writes the reading down. */
export async function searchLetters(
  { organizationId, search }: { organizationId: number; search: LetterSearch },
  given: Partial<Tools> = {},
): Promise<{ rows: FoundLetter[]; before: number | null }> {
  const { db } = tools(given);
  const rows = await db.execute<Omit<FoundLetter, 'changedAt'> & { changedAt: string }>(sql`
    select d.id::float8 as "deliveryId", k.slug as "campaignSlug", l.sender_name as "senderName", l.addressee_kind as "addresseeKind", d.channel, d.state, d.attempts,
      coalesce((select nullif(b.diagnostic, '') from bounces b where b.delivery_id = d.id order by b.id desc limit 1),
        (select a.response from delivery_attempts a where a.delivery_id = d.id and a.number = d.attempts and a.outcome <> 'accepted')) as problem,
      l.withdrawn_at is not null as "notWanted", d.changed_at as "changedAt",
      d.channel in ('email', 'docket') and d.state in ('failed', 'bounced') and l.withdrawn_at is null and l.erased_at is null as "canRetry"
    from deliveries d join letters l on l.id = d.letter_id join campaigns k on k.id = l.campaign_id
    where k.organization_id = ${organizationId} and ${which[search.show]}
      ${search.campaign ? sql`and k.slug = ${search.campaign}` : sql``} ${search.before ? sql`and d.id < ${search.before}` : sql``}
    order by d.id desc limit ${rowsPerPage + 1}`);
  const shown = rows.slice(0, rowsPerPage).map((row) => ({ ...row, changedAt: new Date(row.changedAt) }));
  return { rows: shown, before: rows.length > rowsPerPage ? (shown.at(-1)?.deliveryId ?? null) : null };
}

/** Sends one letter that came back or failed round again, if it is of the organization; false when it cannot go any more or is not theirs. */
export async function retryLetter(
  { deliveryId, organizationId, actor, by }: { deliveryId: number; organizationId: number; actor: string; by: string },
  given: Partial<Tools> = {},
): Promise<boolean> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const own = await tx.execute(sql`
      select 1 from deliveries d join letters l on l.id = d.letter_id join campaigns k on k.id = l.campaign_id
      where d.id = ${deliveryId} and k.organization_id = ${organizationId}`);
    if (own.length === 0) return false;
    const { retried } = await retryDeliveries({ ids: [deliveryId], by, actor, organizationId }, { db: tx, now });
    return retried > 0;
  });
}
