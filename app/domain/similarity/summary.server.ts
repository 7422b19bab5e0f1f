import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { PRINT_METHOD } from './print.ts';
import {
  type CampaignSimilarity,
  PERSONAL_RULE,
  PERSONAL_SHARE,
  PERSONAL_SHARE_OF_SHORT,
  PERSONAL_WORDS,
  PERSONAL_WORDS_OF_SHORT,
} from './similarity.ts';

/** The rule of `isPersonal`, in the database's words; a test compares the two. */
const isPersonal = sql`words > 0 and ((unique_words >= ${PERSONAL_WORDS} and unique_words >= ${PERSONAL_SHARE}::float8 * words)
  or (unique_words >= ${PERSONAL_WORDS_OF_SHORT} and unique_words >= ${PERSONAL_SHARE_OF_SHORT}::float8 * words))`;

/**
 * A campaign's sent letters by likeness, for its organizers. Unique as Pew Research Center counted in 2017: a text submitted once; ours are compared without
 * salutation, sign-off and merged values, so that fewer come out unique than by whole texts. Reads only. Source: Pew Research Center, "Public Comments to
 * the Federal Communications Commission About Net Neutrality", 29 November 2017.
 */
export async function summariseCampaign(campaignId: number, given: Partial<Tools> = {}): Promise<CampaignSimilarity> {
  const { db } = tools(given);
  const [figures] = await db.execute<
    Record<'letters' | 'pending' | 'unique_texts' | 'personal' | 'clusters', number>
  >(sql`
    select count(*)::integer as letters, count(*) filter (where ${isPersonal})::integer as personal,
      count(distinct cluster_id)::integer as clusters,
      (select count(*)::integer from (select from letter_prints where campaign_id = ${campaignId} group by text_key having count(*) = 1) as text) as unique_texts,
      (select count(*)::integer from letters where campaign_id = ${campaignId} and status = 'sent' and withdrawn_at is null and erased_at is null
        and not exists (select from letter_prints where letter_id = letters.id)) as pending
    from letter_prints where campaign_id = ${campaignId}`);
  const largest = await db.execute<{ clusterId: string; size: number; personal: number }>(sql`
    select cluster_id as "clusterId", count(*)::integer as size, count(*) filter (where ${isPersonal})::integer as personal
    from letter_prints where campaign_id = ${campaignId} group by cluster_id having count(*) > 1 order by size desc, cluster_id limit 100`);
  const { letters = 0, pending = 0, unique_texts: uniqueTexts = 0, personal = 0, clusters = 0 } = figures ?? {};
  return {
    letters,
    pending,
    uniqueTexts,
    uniqueShare: letters > 0 ? uniqueTexts / letters : 0,
    personal,
    personalRule: PERSONAL_RULE,
    method: PRINT_METHOD,
    clusters,
    largest: largest.map(({ clusterId, size, personal }) => ({ clusterId: Number(clusterId), size, personal })),
  };
}
