import type { LetterView } from '#app/domain/letter/letter.server.ts';
import { listPaperFaults, type PaperFaults } from '#app/domain/paper/letter-pdf.server.ts';
import { listWaitingLetters, paperOf } from '#app/domain/paper/own-letters.server.ts';
import type { PaperLetter } from '#app/domain/paper/paper.ts';
import { readWriter } from '#app/http/writer-session.server.ts';
import { ownLetter } from './access.server.ts';

/** What the page for printing shows. `waiting`: how many letters of the campaign the person has to post, this one included. */
export interface PrintView {
  letter: LetterView;
  paper: PaperLetter;
  faults: PaperFaults;
  waiting: number;
}

/** The letter of the address on paper, when it is the session's own and was sent; `draft` and `null` otherwise. */
export async function findPrintView(access: {
  request: Request;
  params: { publicId?: string };
}): Promise<PrintView | { draft: string } | null> {
  const letter = await ownLetter(access);
  if (!letter || letter.status === 'discarded') return null;
  if (letter.status !== 'sent') return { draft: letter.publicId };
  const paper = paperOf(letter);
  const writer = await readWriter(access.request);
  if (!paper || !writer) return null;
  const waiting = await listWaitingLetters({ slug: letter.campaign.slug, personId: writer.personId });
  return { letter, paper, faults: await listPaperFaults(paper), waiting: waiting.length };
}
