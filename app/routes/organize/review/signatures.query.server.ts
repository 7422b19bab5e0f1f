import { z } from 'zod';
import type { ReviewPreview } from '#app/domain/judgement/review.server.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { askBatch, previewBatch } from '#app/domain/review/batch.server.ts';
import { canBatch } from '#app/domain/review/read.server.ts';
import { batchForm, type SignatureSearch, signatureSearch } from '#app/domain/review/review.ts';
import { filterOf } from '#app/domain/review/search.server.ts';

/** What the form below the search posts: the wish, and, once it was previewed, what the preview said. */
export const batchPost = batchForm.extend({
  upToId: z.coerce.number().int().nonnegative().optional(),
  expected: z.coerce.number().int().nonnegative().optional(),
});

/** The search of an address: what was typed, what it means (null when a part cannot be read), and the names of the parts that cannot. */
export function searchOf(request: Request): {
  typed: Record<string, string>;
  search: SignatureSearch | null;
  unread: string[];
} {
  const params = new URL(request.url).searchParams;
  const typed = Object.fromEntries(Object.keys(signatureSearch.shape).map((name) => [name, params.get(name) ?? '']));
  const read = signatureSearch.safeParse(typed);
  if (read.success) return { typed, search: read.data, unread: [] };
  return { typed, search: null, unread: [...new Set(read.error.issues.map(({ path }) => String(path[0])))] };
}

type Decided =
  | { batchId: number }
  | { preview: (ReviewPreview & { upToId: number }) | null; fault: 'condition' | null };

/** Previews a batch, or asks for it when it was previewed. */
export async function decide({
  seat,
  search,
  wish,
}: {
  seat: Seat;
  search: SignatureSearch | null;
  wish: z.output<typeof batchPost>;
}): Promise<Decided> {
  if (!search || !canBatch(search)) return { preview: null, fault: 'condition' };
  const { deed, reason, note, upToId, expected } = wish;
  const asked = { organizationId: seat.organization.id, deed, filter: filterOf(search) };
  if (upToId === undefined || expected === undefined) return { preview: await previewBatch(asked), fault: null };
  return { batchId: await askBatch({ ...asked, reason, note, expected, upToId, actor: seat.actor }) };
}
