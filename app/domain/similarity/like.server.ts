import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { comparePrints } from './candidates.server.ts';
import { printOf } from './print.ts';
import type { LikeLetters } from './similarity.ts';

/** Fewer like letters than this are told as none: a count of one would say that somebody sent just this. Own choice. */
const MIN_TOLD = 3;

/** More like letters than this are not counted on. Own choice. */
const MAX_TOLD = 10_000;

/** A text that is being written. `merged`: what the platform filled in or knows of the writer, as `ComparedLetter` says; nothing when left out. */
export interface LikeQuestion {
  campaignId: number;
  text: string;
  template: string | null;
  merged?: readonly string[];
}

/**
 * Tells a writer how much of a text is theirs and how many sent letters of the campaign are of the same form; help, never a bar. Answers with counts
 * alone, none below three and none above 10,000, and never with another's words. Reads only, by the index: a few milliseconds, whatever was sent.
 */
export async function findLikeLetters(question: LikeQuestion, given: Partial<Tools> = {}): Promise<LikeLetters> {
  const { db } = tools(given);
  const { campaignId, text, template, merged = [] } = question;
  const { words, ownWords, personalShare, textKey } = printOf({ body: text, template, merged });
  const like = (await comparePrints(db, campaignId, words)).filter(({ isSameForm }) => isSameForm);
  const forms = [...new Set(like.map(({ formId }) => formId))];
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::integer as count from (select from letter_prints where campaign_id = ${campaignId}
      and (form_id = any(${sql.param(forms)}::bigint[]) or text_key = ${textKey}) limit ${MAX_TOLD}) as letter`);
  const count = row?.count ?? 0;
  return { personalShare, ownWords, words: words.length, likeCount: count < MIN_TOLD ? 0 : count };
}
