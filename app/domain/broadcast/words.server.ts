import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { BroadcastLocale } from './broadcast.ts';
import type { BroadcastWords } from './mail.server.ts';

type Row = {
  id: number;
  texts: { locale: BroadcastLocale; subject: string; body: string }[] | null;
  organization: string;
  slug: string;
  postal: string | null;
  reply_to: string | null;
  campaign: string | null;
  titles: Partial<Record<BroadcastLocale, string>> | null;
};

/** What a broadcast says and who says it, as it stands now; null when there is no such broadcast. A missing postal address comes as ''. */
export async function findWords(broadcastId: number, given: Partial<Tools> = {}): Promise<BroadcastWords | null> {
  const { db } = tools(given);
  const [row] = await db.execute<Row>(sql`
    select b.id, o.name as organization, o.slug, o.postal_address as postal, o.reply_to, k.slug as campaign,
      (select jsonb_agg(jsonb_build_object('locale', t.locale, 'subject', t.subject, 'body', t.body) order by t.locale)
        from broadcast_texts t where t.broadcast_id = b.id) as texts,
      (select jsonb_object_agg(t.locale, t.title) from campaign_texts t where t.campaign_id = k.id) as titles
    from broadcasts b join organizations o on o.id = b.organization_id
      left join campaigns k on k.id = b.campaign_id and k.organization_id = b.organization_id
    where b.id = ${broadcastId}`);
  if (!row) return null;
  return {
    id: row.id,
    texts: row.texts ?? [],
    organization: { name: row.organization, slug: row.slug, postalAddress: row.postal ?? '', replyTo: row.reply_to },
    campaign: row.campaign ? { slug: row.campaign, titles: row.titles ?? {} } : null,
  };
}
