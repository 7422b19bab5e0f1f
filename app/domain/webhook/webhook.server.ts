import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { env } from '#app/env.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { readTarget, secretOf } from './post.server.ts';
import { beginMarks } from './tell.server.ts';
import { MAX_WEBHOOKS, type UrlFault, type WebhookEvent, type WebhookSeen } from './webhook.ts';

/** Key under which webhooks of one organization are made one after another, so that its limit holds. */
const MAKE_LOCK = 6_140_701;

/** The tools of every verb, the site's SECRET, and the hosts that an operator lets be private; the last two are the configuration's when left out. */
export interface WebhookTools extends Tools {
  secret: string;
  privateHosts: readonly string[];
}

/** Fills in what was left out. */
export function webhookTools(given: Partial<WebhookTools>): WebhookTools {
  return {
    ...tools(given),
    secret: given.secret ?? env().secret,
    privateHosts: given.privateHosts ?? env().webhookPrivateHosts,
  };
}

/** Which webhook, of which organization, and who acts on it. */
export interface OwnWebhook {
  organizationId: number;
  publicId: string;
  actor: string;
}

const columns = sql`
  public_id as "publicId", url, events, created_by as "createdBy", created_at as "createdAt", secret_version as "secretVersion",
  secret_changed_at as "secretChangedAt", failing_since as "failingSince", disabled_at as "disabledAt", disabled_why as "disabledWhy"`;

type Row = Omit<WebhookSeen, 'createdAt' | 'secretChangedAt' | 'failingSince' | 'disabledAt'> &
  Record<'createdAt' | 'secretChangedAt', string> &
  Record<'failingSince' | 'disabledAt', string | null>;

const dated = (text: string | null) => (text === null ? null : new Date(text));
const seenOf = (row: Row): WebhookSeen => ({
  ...row,
  createdAt: new Date(row.createdAt),
  secretChangedAt: new Date(row.secretChangedAt),
  failingSince: dated(row.failingSince),
  disabledAt: dated(row.disabledAt),
});

/** Whether a text is a number of a webhook or an event. */
export const isPublicId = (text: string) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** Makes a webhook and answers its secret. Refuses an address that may not be asked, and more than ten. What happens from now on is told. */
export async function createWebhook(
  {
    organizationId,
    actor,
    url,
    events,
  }: { organizationId: number; actor: string; url: string; events: readonly WebhookEvent[] },
  given: Partial<WebhookTools> = {},
): Promise<{ ok: true; webhook: WebhookSeen; secret: string } | { ok: false; reason: UrlFault | 'too_many' }> {
  const { db, now, secret, privateHosts } = webhookTools(given);
  const target = readTarget(url, privateHosts);
  if (!target.ok) return target;
  const at = now();
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${MAKE_LOCK}, ${organizationId})`);
    const [row] = await tx.execute<Row & Record<string, unknown>>(sql`
      insert into webhooks (organization_id, url, events, secret_changed_at, created_by, created_at)
      select ${organizationId}, ${target.url.href}, array(select jsonb_array_elements_text(${JSON.stringify([...new Set(events)])}::text::jsonb)),
        ${at.toISOString()}::timestamptz, ${actor}, ${at.toISOString()}::timestamptz
      where (select count(*) from webhooks where organization_id = ${organizationId}) < ${MAX_WEBHOOKS}
      returning ${columns}`);
    if (!row) return { ok: false, reason: 'too_many' };
    const webhook = seenOf(row);
    await beginMarks(tx);
    const subject = `webhook:${webhook.publicId}`;
    const facts = { host: target.url.host, events };
    await recordDeed(tx, { organizationId, actor, action: 'webhook.make', subject, facts, at });
    return { ok: true, webhook, secret: secretOf({ publicId: webhook.publicId, version: 1 }, secret) };
  });
}

/** The webhooks of an organization, oldest first; ten at most. */
export async function listWebhooks(organizationId: number, given: Partial<Tools> = {}): Promise<WebhookSeen[]> {
  const { db } = tools(given);
  const rows = await db.execute<Row & Record<string, unknown>>(
    sql`select ${columns} from webhooks where organization_id = ${organizationId} order by id limit ${MAX_WEBHOOKS}`,
  );
  return rows.map(seenOf);
}

/** One webhook of an organization; null for one of another, and for what is no number. */
export async function findWebhook(
  { organizationId, publicId }: Omit<OwnWebhook, 'actor'>,
  given: Partial<Tools> = {},
): Promise<WebhookSeen | null> {
  if (!isPublicId(publicId)) return null;
  const { db } = tools(given);
  const [row] = await db.execute<Row & Record<string, unknown>>(
    sql`select ${columns} from webhooks where organization_id = ${organizationId} and public_id = ${publicId}::uuid`,
  );
  return row ? seenOf(row) : null;
}

/** Removes a webhook with its log; false when the organization has none of that number. */
export async function removeWebhook(own: OwnWebhook, given: Partial<Tools> = {}): Promise<boolean> {
  return change(own, 'webhook.remove', given, (id) => [
    sql`delete from webhook_deliveries where webhook_id = ${id}`,
    sql`delete from webhooks where id = ${id}`,
  ]);
}

/** Changes the secret: the one before goes on signing for a day. False when the organization has no webhook of that number. */
export async function rotateSecret(own: OwnWebhook, given: Partial<Tools> = {}): Promise<boolean> {
  const { now } = tools(given);
  return change(own, 'webhook.rotate', given, (id) => [
    sql`update webhooks set secret_version = secret_version + 1, secret_changed_at = ${now().toISOString()}::timestamptz where id = ${id}`,
  ]);
}

/** Lets a disabled webhook be told again, of what happens from now on; what was missed can be told by `replaySince`. */
export async function enableWebhook(own: OwnWebhook, given: Partial<Tools> = {}): Promise<boolean> {
  return change(own, 'webhook.enable', given, (id) => [
    sql`update webhooks set disabled_at = null, disabled_why = null, failing_since = null where id = ${id}`,
  ]);
}

/** The secret of a webhook, to be shown again; that it was is written down. Null when the organization has none of that number. */
export async function revealSecret(own: OwnWebhook, given: Partial<WebhookTools> = {}): Promise<string | null> {
  const { secret, ...rest } = webhookTools(given);
  const found = await findWebhook(own, rest);
  if (!found || !(await change(own, 'webhook.reveal', rest, () => []))) return null;
  return secretOf({ publicId: found.publicId, version: found.secretVersion }, secret);
}

async function change(
  { organizationId, publicId, actor }: OwnWebhook,
  action: string,
  given: Partial<Tools>,
  statements: (id: number) => ReturnType<typeof sql>[],
): Promise<boolean> {
  if (!isPublicId(publicId)) return false;
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const [row] = await tx.execute<{ id: number }>(
      sql`select id from webhooks where organization_id = ${organizationId} and public_id = ${publicId}::uuid for update`,
    );
    if (!row) return false;
    for (const statement of statements(row.id)) await tx.execute(statement);
    await recordDeed(tx, { organizationId, actor, action, subject: `webhook:${publicId}`, at: now() });
    return true;
  });
}
