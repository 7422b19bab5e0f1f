import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';

/** Gives the letters of several forms of a campaign, which have turned out to be one, that one's name. */
export async function renameForms(tx: Db, campaignId: number, forms: readonly number[], name: number): Promise<void> {
  const others = forms.filter((form) => form !== name);
  if (others.length === 0) return;
  await tx.execute(sql`
    update letter_prints set form_id = ${name} where campaign_id = ${campaignId} and form_id = any(${sql.param(others)}::bigint[])`);
}

/**
 * Names the cluster of one letter, of the letters of `held`, and of what else in `forms` is not named after its form, and then of the letters that hold
 * those, until nothing changes: a letter of a form with more than one text is counted with its form, a text of no other form with the cluster of the
 * letter that it holds. Reads and writes only what may change. Answers the cluster of the one letter.
 */
export async function settleClusters(
  tx: Db,
  campaignId: number,
  letterId: number,
  { forms, held }: { forms: readonly number[]; held: readonly number[] },
): Promise<number> {
  let changed = await tx.execute<{ letter_id: string }>(sql`
    update letter_prints as print set cluster_id = named.cluster_id from (
      select own.letter_id, ${clusterOf} as cluster_id from letter_prints as own
      left join letter_prints as held on held.letter_id = own.held_letter_id
      where own.letter_id in (
        select ${letterId}::bigint
        union select letter_id from letter_prints where campaign_id = ${campaignId} and form_id = any(${sql.param([...held])}::bigint[])
        union select letter_id from letter_prints where campaign_id = ${campaignId} and form_id = any(${sql.param([...forms])}::bigint[])
          and cluster_id <> form_id)
    ) as named where print.letter_id = named.letter_id and print.cluster_id <> named.cluster_id returning print.letter_id`);
  while (changed.length > 0) {
    const ids = changed.map((row) => Number(row.letter_id));
    changed = await tx.execute<{ letter_id: string }>(sql`
      update letter_prints as print set cluster_id = named.cluster_id from (
        select own.letter_id, ${clusterOf} as cluster_id from letter_prints as own
        join letter_prints as held on held.letter_id = own.held_letter_id
        where own.held_letter_id = any(${sql.param(ids)}::bigint[])
      ) as named where print.letter_id = named.letter_id and print.cluster_id <> named.cluster_id returning print.letter_id`);
  }
  const [row] = await tx.execute<{ cluster_id: string }>(
    sql`select cluster_id from letter_prints where letter_id = ${letterId}`,
  );
  return Number(row?.cluster_id ?? letterId);
}

/** Cluster of `own`, given `held`: the letter that it holds, if any. */
const clusterOf = sql`case when held.letter_id is null or exists (select from letter_prints as other
  where other.campaign_id = own.campaign_id and other.form_id = own.form_id and other.text_key <> own.text_key)
  then own.form_id else held.cluster_id end`;
