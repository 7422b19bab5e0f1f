import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { letterPrints } from '#db/schema/similarity.ts';
import { MAX_COMPARED, MAX_TRIES_PER_FORM } from './clusters.ts';
import { compareWith, type Likeness, likenessTo } from './likeness.ts';
import { LONG_LETTER, PRINT_METHOD, phrasesOf } from './print.ts';
import { readSketch, type Sketch } from './sketch.ts';

/** The kinds of entry in `letter_bands`. Own choice. */
export const PHRASE_BAND = 1;

/** Of each phrase so many of the newest letters are looked at, as in memory. Own choice. */
const MAX_PER_PHRASE = 96;

/** A printed letter that another was compared with. `shared`: 1 at each of its words that the other letter holds in a chain. */
export interface ComparedPrint extends Likeness {
  letterId: number;
  textKey: number;
  formId: number;
  heldCover: number | null;
  heldCommon: number | null;
  heldLetterId: number | null;
  sketch: Sketch;
}

/**
 * The printed letters of a campaign that share phrases with `words`, those that share most first, each compared with it; at most 48, and of a form that
 * it is not of at most 8. Cost: its own phrases, at most 96 entries each, whatever the number of letters.
 */
export async function comparePrints(db: Db, campaignId: number, words: Uint32Array): Promise<ComparedPrint[]> {
  const phrases = [...phrasesOf(words)];
  if (phrases.length === 0) return [];
  const found = await db.execute<{ letter_id: string }>(sql`
    select near.letter_id from unnest(${sql.param(phrases)}::bigint[]) as asked (hash)
    cross join lateral (select letter_id from letter_bands where campaign_id = ${campaignId} and band = ${PHRASE_BAND} and hash = asked.hash
      order by letter_id desc limit ${MAX_PER_PHRASE}) as near
    join letter_prints as print on print.letter_id = near.letter_id
    group by near.letter_id, print.words having count(*) > 1 or least(print.words, ${words.length}) < ${LONG_LETTER}
    order by count(*) desc, print.words, near.letter_id limit ${MAX_COMPARED}`);
  const ids = found.map(({ letter_id }) => Number(letter_id));
  if (ids.length === 0) return [];
  const rows = await db
    .select()
    .from(letterPrints)
    .where(and(inArray(letterPrints.letterId, ids), eq(letterPrints.method, PRINT_METHOD)))
    .orderBy(asc(letterPrints.letterId));
  const byId = new Map(rows.map((row) => [row.letterId, row]));
  const misses = new Map<number, number>();
  compareWith(words);
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row || (misses.get(row.formId) ?? 0) >= MAX_TRIES_PER_FORM) return [];
    const sketch = readSketch(row.sketch);
    const likeness = likenessTo(sketch.words);
    if (!likeness.isSameForm) misses.set(row.formId, (misses.get(row.formId) ?? 0) + 1);
    return [{ ...likeness, ...row, sketch }];
  });
}
