import type { Db } from '#db/client.ts';
import type { PetitionPaper } from '../paper/paper.ts';
import { bulkCells, csvRecord, organizationComment } from './bulk.ts';
import { countingRules } from './filing.ts';
import { filerOf, type HeldSet, signersOf } from './read.server.ts';

/** The bulk record of a petition: text, ask, how many signed, and how they were counted. `members`: those who still stand. */
export async function* petitionRecord(set: HeldSet, members: number): AsyncGenerator<string> {
  const comments = [set.title, ...paragraphsOf(set.body), set.ask, countSentences(set, members), ...rulesOf(set)];
  yield csvRecord(bulkCells(organizationComment(filerOf(set), comments.join('\n\n'))));
}

/** The records of the annex: number, name or "name withheld", state, UTC day. */
export async function* signerRecords(db: Db, set: HeldSet): AsyncGenerator<string> {
  for await (const { number, name, state, day } of signersOf(db, set))
    yield csvRecord([String(number), name ?? 'name withheld', state ?? '', day]);
}

/** The petition as one document, its annex read as it is drawn. */
export function petitionOf(db: Db, set: HeldSet, members: number): PetitionPaper {
  return {
    id: set.publicId,
    locale: 'en',
    title: set.title,
    addressee: `${set.docketOffice}, ${set.docket}`,
    ask: set.ask,
    body: paragraphsOf(set.body).join('\n\n'),
    rules: [...earlierOf(set), ...rulesOf(set)],
    count: members,
    asOf: set.cutoffAt,
    signers: signersOf(db, set),
  };
}

const rulesOf = ({ kind }: HeldSet) => countingRules(kind);

/** A text's paragraphs; the line ends inside of one are those of the file that it was written in. */
function paragraphsOf(text: string): string[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, ' '));
}

function countSentences(set: HeldSet, members: number): string {
  const gone = set.members - members;
  return [
    `${members} ${members === 1 ? 'person' : 'people'} signed this petition and confirmed it, up to ${set.cutoffAt.toISOString()}.`,
    ...(gone > 0 ? [`${gone} more had, and withdrew or were taken out before it was handed in.`] : []),
    ...earlierOf(set),
    `The annex lists ${members === 1 ? 'the signer' : 'them'}. A manifest with digests, the counting rules and an integrity report goes with it.`,
  ].join(' ');
}

/** What is said where the same petition was handed in before with fewer signers, so that nobody is counted twice. */
function earlierOf({ report: { earlier } }: HeldSet): string[] {
  return earlier
    ? [
        `It takes the place of the petition filed on ${earlier.filedOn} under confirmation ${earlier.confirmation}, whose signers are counted here again.`,
      ]
    : [];
}
