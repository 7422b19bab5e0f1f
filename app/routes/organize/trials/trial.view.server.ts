import { findSheet } from '#app/domain/campaign/own.server.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { recentPace } from '#app/domain/trial/pace.server.ts';
import { listTrials } from '#app/domain/trial/trial.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';

/** The trials of a campaign and what a new one would go by. Throws 404 when the organization has no such campaign. */
export async function viewTrial(seat: Seat, slug = '') {
  const own = { organizationId: seat.organization.id, slug };
  const [sheet, trials] = await Promise.all([findSheet(own), listTrials(own)]);
  if (!sheet || !trials) throw new Response(null, { status: 404, headers: privateHeaders() });
  const { texts } = sheet.content;
  return {
    seat,
    slug,
    title: texts.en?.title || slug,
    timeZone: sheet.timeZone,
    isOpen: sheet.state === 'open',
    stands: (['en', 'es'] as const).flatMap((locale) => {
      const words = texts[locale];
      return words ? [{ locale, title: words.title, ask: words.ask }] : [];
    }),
    running: trials.find(({ endedAt }) => endedAt === null) ?? null,
    past: trials.filter(({ endedAt }) => endedAt !== null),
    pace: await recentPace(sheet.id),
  };
}

/** What the page of trials shows. */
export type TrialView = Awaited<ReturnType<typeof viewTrial>>;
