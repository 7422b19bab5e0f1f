import { findEntry } from '#app/domain/incident/register.server.ts';
import type { Locale } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { feedLinks } from '#app/ui/incident-feeds.ts';
import { reportOf } from './structured.ts';

type Given = Parameters<typeof findEntry>[1];

/** The entry of a slug with its history, replies and neighbours, or the notice in its place; null when it was never public. */
export async function viewEntry(
  { slug, origin, locale }: { slug: string; origin: string; locale: Locale },
  given: Given = {},
) {
  const found = await findEntry(slug, given);
  if (!found) return null;
  if (found.kind === 'notice') {
    const { incidents } = messagesIn(locale);
    const title = found.notice.state === 'withdrawn' ? incidents.withdrawnTitle : incidents.checkingTitle;
    return { ...found, title, address: `${origin}/incidents/${slug}` };
  }
  const { entry, history, newer, older } = found;
  return {
    kind: found.kind,
    entry,
    history,
    newer,
    older,
    address: `${origin}/incidents/${slug}`,
    feeds: feedLinks(origin, locale),
    report: reportOf(entry, { origin, locale, history }),
  };
}

type Found = NonNullable<Awaited<ReturnType<typeof viewEntry>>>;

/** An entry as its page gets it. */
export type ShownEntry = Extract<Found, { kind: 'entry' }>;

/** The notice in an entry's place, as its page gets it. */
export type ShownNotice = Extract<Found, { kind: 'notice' }>;
