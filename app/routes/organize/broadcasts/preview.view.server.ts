import type { AppLoadContext } from '@remix-run/node';
import { BROADCAST_LOCALES } from '#app/domain/broadcast/broadcast.ts';
import { findBroadcast, listReaders } from '#app/domain/broadcast/find.server.ts';
import { readerForm } from '#app/domain/broadcast/form.ts';
import { findReader, previewFor } from '#app/domain/broadcast/test-mail.server.ts';
import { findWords } from '#app/domain/broadcast/words.server.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';

/** A mail as a reader gets it, and the readers to choose from; null when the organization has no such broadcast. */
export async function viewPreview(
  { organization }: Seat,
  publicId: string,
  url: URL,
  { renderBroadcast }: AppLoadContext,
) {
  const broadcast = await findBroadcast({ organizationId: organization.id, publicId });
  const words = broadcast ? await findWords(broadcast.id) : null;
  if (!broadcast || !words || !renderBroadcast) return null;
  const { query } = broadcast;
  const chosen = readerForm.parse(Object.fromEntries(url.searchParams));
  const members = await listReaders({ organizationId: organization.id, query });
  return {
    publicId,
    mail: await previewFor(words, await findReader(chosen), renderBroadcast),
    readers: members.flatMap(({ slug, name }) => (slug && name ? [{ slug, name }] : [])),
    chosen,
    locales: BROADCAST_LOCALES.filter((locale) => words.texts.some((text) => text.locale === locale)),
  };
}
