import { findSheet } from '#app/domain/campaign/own.server.ts';
import { listOwnLetters } from '#app/domain/letter/own-letter.server.ts';
import { listLetterStarts } from '#app/domain/letter/start-letter.server.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';

/** The campaign of an address with its letters. Throws 404 when the organization has none of that slug. */
export async function viewLetters(seat: Seat, slug = '') {
  const own = { organizationId: seat.organization.id, slug };
  const [sheet, listed] = await Promise.all([findSheet(own), listOwnLetters(own)]);
  if (!sheet || !listed) throw new Response(null, { status: 404, headers: privateHeaders() });
  const title = sheet.content.texts.en?.title || slug;
  const { uncovered, letters } = listed;
  const [first] = uncovered;
  const starts = await listLetterStarts(first?.kind ?? sheet.content.targets[0] ?? 'fcc_docket');
  return { seat, slug, title, timeZone: sheet.timeZone, targets: sheet.content.targets, letters, uncovered, starts };
}

/** What the page of letters shows. */
export type LettersView = Awaited<ReturnType<typeof viewLetters>>;
