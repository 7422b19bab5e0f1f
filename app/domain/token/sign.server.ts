import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { notSeen } from '../isp/identify.ts';
import { sign } from '../signature/sign.server.ts';
import type { SignRefusal } from '../signature/signature.ts';
import type { RecordedForm } from './token.ts';

/** Why a form that came by a token is not taken: no such campaign of the organization, one that takes nothing now, or no wording of its consent. */
export type RecordRefusal = SignRefusal | 'consent_unknown';

/**
 * Takes a signature that came by a token, as a visitor's form: it waits until its mailbox is proved, and is judged like every other. `source` becomes `api` or `api-` and what was said. The
 * answer is the same whoever signed before. The deed is written down without the person.
 */
export async function recordSignature(
  { organizationId, actor, form }: { organizationId: number; actor: string; form: RecordedForm },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: RecordRefusal }> {
  const { db, now } = tools(given);
  const { campaign, consentTextId, source, email, name, zip, isp, locale, isNamePublic } = form;
  return db.transaction(async (tx) => {
    const [own] = await tx.execute<{ known: boolean }>(sql`
      select exists (select 1 from consent_texts t where t.id = ${consentTextId} and t.kind = 'sign' and t.locale = ${locale} and (t.campaign_id is null or t.campaign_id = c.id)) as known
      from campaigns c where c.slug = ${campaign} and c.organization_id = ${organizationId}`);
    if (!own) return { ok: false, reason: 'campaign_unknown' };
    if (!own.known) return { ok: false, reason: 'consent_unknown' };
    const signed = await sign(
      {
        campaignSlug: campaign,
        name,
        email,
        zip,
        isp,
        isNamePublic,
        locale,
        website: '',
        consent: consentTextId,
        seen: notSeen('no_address'),
        source: source === null ? 'api' : `api-${source}`,
      },
      { db: tx, now },
    );
    if (!signed.ok) return signed;
    const facts = { source, consentTextId };
    await recordDeed(tx, {
      organizationId,
      actor,
      action: 'signatures.record',
      subject: `campaign:${campaign}`,
      facts,
      at: now(),
    });
    return { ok: true };
  });
}
