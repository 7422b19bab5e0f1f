import { inArray, lt, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { subscriptionRequests } from '#db/schema/subscriber.ts';
import {
  type ConfirmationTools,
  challengeSecrets,
  codeDigest,
  confirmationTools,
  digestOf,
  newClaim,
} from '../confirmation/challenge.server.ts';
import { challengeLifeMs } from '../confirmation/confirmation.ts';
import { enqueueJob } from '../job/job.server.ts';
import { canonicalAddress } from '../person/address.ts';
import { listAddressRules } from '../person/person.server.ts';
import type { SubscribeForm } from './subscriber.ts';

/** Whose list a public page is for, and on which campaign's behalf. */
export interface AlertsHost {
  organizationId: number;
  organization: string;
  slug: string;
  campaign: { id: number; slug: string; title: string } | null;
}

/** A filled-in form. `where`: the path of the page that showed the wording. */
export interface RequestInput {
  host: { organizationId: number; campaignId: number | null };
  form: SubscribeForm;
  locale: 'en' | 'es';
  where: string;
}

/**
 * Whose list a page offers: of the organization of a slug, or of a campaign's; with neither, of the one that keeps the installation. Null when there is none: no organization was
 * made yet, the campaign belongs to none or is not public.
 */
export async function findAlertsHost(
  {
    organization,
    campaign,
    locale,
  }: { organization?: string | undefined; campaign?: string | undefined; locale: 'en' | 'es' },
  given: Partial<Tools> = {},
): Promise<AlertsHost | null> {
  const { db } = tools(given);
  const which = campaign
    ? sql`k.slug = ${campaign} and k.state not in ('draft', 'scheduled')`
    : organization
      ? sql`o.slug = ${organization}`
      : sql`o.runs_installation`;
  const [row] = await db.execute<{
    id: number;
    name: string;
    slug: string;
    campaign_id: number | null;
    campaign_slug: string | null;
    title: string | null;
  }>(sql`
    select o.id, o.name, o.slug, k.id as campaign_id, k.slug as campaign_slug,
      (select t.title from campaign_texts t where t.campaign_id = k.id order by t.locale = ${locale} desc, t.locale limit 1) as title
    from organizations o left join campaigns k on k.organization_id = o.id and k.slug = ${campaign ?? null} where ${which}
    order by o.id limit 1`);
  if (!row) return null;
  const { id, name, slug, campaign_id: campaignId, campaign_slug: campaignSlug, title } = row;
  const named = campaignId !== null && campaignSlug !== null;
  return {
    organizationId: id,
    organization: name,
    slug,
    campaign: named ? { id: campaignId, slug: campaignSlug, title: title ?? campaignSlug } : null,
  };
}

/**
 * Takes the form by which somebody wants to come onto a list: in one transaction a row that lives a week and the job that mails its link and code. The claim that it answers is for the
 * page that takes the code; it is the same for a member, a stranger and a suppressed address. A filled trap field, and a wording that is not one for lists, get a claim that leads nowhere.
 * Throws on an address that `emailSchema` would refuse.
 */
export async function requestSubscription(
  { host, form, locale, where }: RequestInput,
  given: Partial<ConfirmationTools> = {},
): Promise<{ claim: string }> {
  const { db, now, secret } = confirmationTools(given);
  const address = canonicalAddress(form.email, await listAddressRules({ db, now }));
  if (!address.ok) throw new Error(`requestSubscription was handed an unparsed address: ${address.fault}`);
  const claim = newClaim();
  if (form.website !== '') return { claim };
  const claimHash = digestOf(claim);
  const { token, code } = challengeSecrets(claimHash, secret);
  const at = now();
  await db.transaction(async (tx) => {
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into subscription_requests (organization_id, campaign_id, canonical_address, address, isp_id, state, locale, consent_text_id,
        consented_where, claim_hash, token_hash, code_hash, created_at, expires_at)
      select ${host.organizationId}, ${host.campaignId}::integer, ${address.canonical}, ${address.deliverable},
        (select id from isps where slug = ${form.isp ?? null}), ${form.zip ?? null}, ${locale}, c.id, ${where}, ${claimHash}::bytea,
        ${digestOf(token)}::bytea, ${codeDigest(claimHash, code, secret)}::bytea, ${at.toISOString()}::timestamptz,
        ${new Date(at.getTime() + challengeLifeMs).toISOString()}::timestamptz
      from consent_texts c where c.id = ${form.consent} and c.kind = 'subscribe'
        and (c.campaign_id is null or c.campaign_id = ${host.campaignId}::integer)
      returning id`);
    if (row) await enqueueJob(tx, { name: 'mail.subscription', data: { requestId: Number(row.id) } });
  });
  return { claim };
}

/** How long a form is kept after it expired, in milliseconds: a day, so that its mail still counts among the address's five. Own choice. */
const keptMs = 24 * 60 * 60 * 1000;

const rowsAtOnce = 1000;

/** Deletes forms of lists that expired a day ago or earlier, confirmed or not, a thousand at a time; answers how many went. */
export async function deleteExpiredRequests(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const before = new Date(now().getTime() - keptMs);
  let deleted = 0;
  for (;;) {
    const due = db
      .select({ id: subscriptionRequests.id })
      .from(subscriptionRequests)
      .where(lt(subscriptionRequests.expiresAt, before))
      .limit(rowsAtOnce)
      .for('update', { skipLocked: true });
    const gone = await db
      .delete(subscriptionRequests)
      .where(inArray(subscriptionRequests.id, due))
      .returning({ id: subscriptionRequests.id });
    deleted += gone.length;
    if (gone.length < rowsAtOnce) return deleted;
  }
}
