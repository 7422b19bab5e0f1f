import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { campaigns } from '#db/schema/campaign.ts';
import { letters, letterTemplates } from '#db/schema/letter.ts';
import { regulators } from '#db/schema/regulator.ts';
import { signatures } from '#db/schema/signature.ts';
import type { MadeLetter } from '#tests/support/form-letters.ts';
import { confirmedWriter } from '#tests/support/writer.ts';

/** Stores made letters as sent ones, each of a writer of its own; answers their ids in the order given. */
export async function storeLetters(
  db: Db,
  made: readonly MadeLetter[],
): Promise<{ ids: number[]; campaignId: number }> {
  const [campaign] = await db.select().from(campaigns).where(eq(campaigns.slug, 'put-it-in-writing'));
  const [template] = await db
    .select()
    .from(letterTemplates)
    .where(eq(letterTemplates.campaignId, campaign?.id ?? 0))
    .limit(1);
  const [regulator] = await db.select().from(regulators).where(eq(regulators.slug, 'ag-ca'));
  const [consent] = await db.execute<{ id: number }>(
    sql`select id from consent_texts where kind like 'letter%' limit 1`,
  );
  if (!campaign || !template || !regulator || !consent) throw new Error('the seed lacks what a letter needs');
  const ids: number[] = [];
  for (const { body, template: templateBody, merged } of made) {
    const { personId } = await confirmedWriter(db, { name: merged[0], isp: null });
    const [signature] = await db.select().from(signatures).where(eq(signatures.personId, personId));
    const previewedBytes = Buffer.from(body);
    const [row] = await db
      .insert(letters)
      .values({
        personId,
        signatureId: signature?.id ?? 0,
        campaignId: campaign.id,
        templateId: template.id,
        addresseeKind: 'attorney_general',
        regulatorId: regulator.id,
        senderName: merged[0] ?? '',
        locale: 'en',
        status: 'sent',
        subject: 'A subject',
        body,
        templateBody,
        // The made values stand for those that the platform knows.
        evidence: merged.map((text) => ({ kind: 'incident', ref: 'made', text, sources: [] })),
        previewedBytes,
        bytesSha256: createHash('sha256').update(previewedBytes).digest(),
        previewedAt: new Date(),
        sentAt: new Date(),
        consentTextId: consent.id,
      })
      .returning({ id: letters.id });
    if (row) ids.push(row.id);
  }
  return { ids, campaignId: campaign.id };
}
