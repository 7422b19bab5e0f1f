import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { type SegmentQuery, segmentQuery, type Topic } from '../segment/segment.ts';
import { BROADCAST_LOCALES, type BroadcastLocale, type BroadcastState } from './broadcast.ts';
import type { DraftForm } from './form.ts';
import { type BlankFault, faultsOfBlanks } from './text.ts';

/** Whose deed: the organization, who did it (`organizer:ID`), and which broadcast. A broadcast of another organization is as good as none. */
export interface BroadcastRef {
  organizationId: number;
  publicId: string;
  actor: string;
}

const isPublicId = (text: string) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** The row of a broadcast, locked for the transaction; null when the organization has none of that number. */
export async function lockBroadcast(
  tx: Db,
  { organizationId, publicId }: Pick<BroadcastRef, 'organizationId' | 'publicId'>,
) {
  if (!isPublicId(publicId)) return null;
  const [row] = await tx.execute<{
    id: number;
    state: BroadcastState;
    revision: number;
    query: unknown;
    topic: Topic;
    campaign_id: number | null;
    postal_address: string | null;
  }>(sql`
    select b.id, b.state, b.revision, b.query, b.topic, b.campaign_id, o.postal_address
    from broadcasts b join organizations o on o.id = b.organization_id
    where b.public_id = ${publicId} and b.organization_id = ${organizationId} for update of b`);
  return row ?? null;
}

/** Begins an empty draft to the whole list. Answers its public number. On record. */
export async function createDraft(
  { organizationId, actor }: Omit<BroadcastRef, 'publicId'>,
  given: Partial<Tools> = {},
): Promise<{ publicId: string }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const at = now().toISOString();
    const [row] = await tx.execute<{ public_id: string }>(sql`
      insert into broadcasts (organization_id, query, created_by, created_at, changed_by, changed_at)
      values (${organizationId}, '{}'::jsonb, ${actor}, ${at}::timestamptz, ${actor}, ${at}::timestamptz) returning public_id`);
    if (!row) throw new Error('a draft was made and has no number');
    await recordDeed(tx, {
      organizationId,
      actor,
      action: 'broadcast.create',
      subject: `broadcast ${row.public_id}`,
      at: now(),
    });
    return { publicId: row.public_id };
  });
}

/** A fault of a text, and where it stands. */
export type TextFault = BlankFault & { field: 'subjectEn' | 'bodyEn' | 'subjectEs' | 'bodyEs' };

/**
 * What became of saving. `changed_meanwhile`: another editor saved after the form was filled in, and nothing was overwritten; `left`: it is no draft any more; `no_campaign`,
 * `no_segment`: not the organization's; `texts`: faults of the words.
 */
export type DraftSaved =
  | { ok: true; revision: number }
  | { ok: false; reason: 'unknown' | 'changed_meanwhile' | 'left' | 'no_campaign' | 'no_segment' }
  | { ok: false; reason: 'texts'; faults: TextFault[] };

/**
 * Saves a draft whole, if nobody else saved it since. Texts may be empty while it is a draft, but their blanks must be ones that can be filled. Choosing a saved segment copies its conditions as
 * they are now.
 */
export async function saveDraft(
  { organizationId, publicId, actor, form }: BroadcastRef & { form: DraftForm },
  given: Partial<Tools> = {},
): Promise<DraftSaved> {
  const { db, now } = tools(given);
  return db.transaction(async (tx): Promise<DraftSaved> => {
    const draft = await lockBroadcast(tx, { organizationId, publicId });
    if (!draft) return { ok: false, reason: 'unknown' };
    if (draft.state !== 'draft') return { ok: false, reason: 'left' };
    if (draft.revision !== form.revision) return { ok: false, reason: 'changed_meanwhile' };
    const campaignId = await campaignOf(tx, organizationId, form.campaign);
    if (campaignId === undefined) return { ok: false, reason: 'no_campaign' };
    const segment = await segmentOf(tx, organizationId, form.segment);
    if (!segment) return { ok: false, reason: 'no_segment' };
    const faults = faultsOf(form, campaignId !== null);
    if (faults.length > 0) return { ok: false, reason: 'texts', faults };
    const revision = draft.revision + 1;
    await tx.execute(sql`
      update broadcasts set campaign_id = ${campaignId}, topic = ${form.topic}, revision = ${revision}, changed_by = ${actor}, changed_at = ${now().toISOString()}::timestamptz
        ${segment === 'own' ? sql`` : sql`, query = ${JSON.stringify(segment.query)}::text::jsonb, segment_id = ${segment.id}`}
      where id = ${draft.id}`);
    for (const locale of BROADCAST_LOCALES) await saveText(tx, draft.id, locale, textIn(form, locale));
    await recordDeed(tx, {
      organizationId,
      actor,
      action: 'broadcast.save',
      subject: `broadcast ${publicId}`,
      facts: { revision },
      at: now(),
    });
    return { ok: true, revision };
  });
}

const textIn = (form: DraftForm, locale: BroadcastLocale) =>
  locale === 'en' ? { subject: form.subjectEn, body: form.bodyEn } : { subject: form.subjectEs, body: form.bodyEs };

async function saveText(
  tx: Db,
  id: number,
  locale: BroadcastLocale,
  { subject, body }: { subject: string; body: string },
) {
  if (subject === '' && body === '')
    await tx.execute(sql`delete from broadcast_texts where broadcast_id = ${id} and locale = ${locale}`);
  else
    await tx.execute(sql`
      insert into broadcast_texts (broadcast_id, locale, subject, body) values (${id}, ${locale}, ${subject}, ${body})
      on conflict on constraint broadcast_texts_pkey do update set subject = excluded.subject, body = excluded.body`);
}

function faultsOf(form: DraftForm, hasCampaign: boolean): TextFault[] {
  return (['subjectEn', 'bodyEn', 'subjectEs', 'bodyEs'] as const).flatMap((field) =>
    faultsOfBlanks(form[field], hasCampaign).map((fault) => ({ ...fault, field })),
  );
}

/** The number of the organization's campaign of a slug; null for none chosen, undefined for one that is not theirs. */
async function campaignOf(tx: Db, organizationId: number, slug: string): Promise<number | null | undefined> {
  if (slug === '') return null;
  const [row] = await tx.execute<{ id: number }>(
    sql`select id from campaigns where slug = ${slug} and organization_id = ${organizationId}`,
  );
  return row?.id;
}

async function segmentOf(
  tx: Db,
  organizationId: number,
  chosen: DraftForm['segment'],
): Promise<'own' | { id: number | null; query: SegmentQuery } | null> {
  if (chosen === 'own') return 'own';
  if (chosen === 'all') return { id: null, query: {} };
  const [row] = await tx.execute<{ id: number; query: unknown }>(sql`
    select id, query from segments where id = ${chosen} and organization_id = ${organizationId} and archived_at is null`);
  return row ? { id: row.id, query: segmentQuery.parse(row.query) } : null;
}
