import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { markedParagraphs } from '../letter/own-share.ts';
import { bulkCells, csvRecord, filingDay, organizationComment } from './bulk.ts';
import { filerOf, type HeldSet, letterStands, lettersOf, type SetLetter } from './read.server.ts';

/** The columns of the annex of form letters. `Own Words`: the sentences that the sender wrote, in quotation marks; empty where there are none. */
export const SENDER_COLUMNS = ['Group', 'Name', 'City', 'State', 'Zip', 'Date Received', 'Own Words'] as const;

/** The first letter of each group, the biggest group first. */
export async function* firstOfGroups(
  db: Db,
  set: HeldSet,
): AsyncGenerator<SetLetter & { size: number; groupNumber: number }> {
  const sizes = new Map<string, number>();
  for (const { group_key: key, n } of await db.execute<{ group_key: string; n: number }>(sql`
    select f.group_key, count(*)::int as n from filing_letters f join deliveries d on d.id = f.delivery_id join letters l on l.id = d.letter_id
    where f.set_id = ${set.id} and ${letterStands(set)} group by f.group_key`))
    sizes.set(key, n);
  let last: string | null = null;
  let groupNumber = 0;
  for await (const letter of lettersOf(db, set, true)) {
    if (letter.group === last) continue;
    last = letter.group;
    groupNumber += 1;
    yield { ...letter, size: sizes.get(letter.group) ?? 1, groupNumber };
  }
}

/** The bulk records of form letters: one text for each group with how many people sent it, in the name of who hands them in. */
export async function* groupRecords(db: Db, set: HeldSet): AsyncGenerator<string> {
  for await (const { source, size, groupNumber } of firstOfGroups(db, set)) {
    const head =
      size === 1
        ? `Group ${groupNumber}. One person sent this letter, having seen its exact text. No other letter of this set is like it; it has too few words of its own to stand among the personal letters. The annex names the sender.`
        : `Group ${groupNumber}. ${size} people sent this form letter, each having seen the exact text. Below is the text of the first of them. The others are like it throughout; they differ in names, places, facts about the sender’s own provider, small changes, and sentences that some senders wrote themselves. The annex lists the senders, each with the sentences of their own.`;
    yield csvRecord(bulkCells(organizationComment(filerOf(set), `${head}\n\n${source.subject}\n\n${source.body}`)));
  }
}

/** The records of the annex: who sent which group's text, and what they wrote themselves. */
export async function* senderRecords(db: Db, set: HeldSet): AsyncGenerator<string> {
  let last: string | null = null;
  let groupNumber = 0;
  for await (const letter of lettersOf(db, set, true)) {
    if (letter.group !== last) groupNumber += 1;
    last = letter.group;
    const postal = letter.source.postal ?? letter.senderAddress;
    const place = [postal?.city ?? '', postal?.state ?? '', postal?.zip ?? ''];
    const name = letter.source.fromName ?? letter.senderName;
    yield csvRecord([String(groupNumber), name, ...place, filingDay(letter.sentAt), ownSentences(letter)]);
  }
}

/** What the sender wrote, sentence by sentence as the letter's page marks it; the quotation marks keep a spreadsheet from reading a formula. */
function ownSentences({ source, templateBody, cited }: SetLetter): string {
  const own = markedParagraphs(source.body, templateBody, cited)
    .flat()
    .filter(({ isOwn }) => isOwn)
    .map(({ text }) => text.trim());
  return own.length > 0 ? `“${own.join(' ')}”` : '';
}
