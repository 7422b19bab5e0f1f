import { findBroadcast, listChoices, listReaders } from '#app/domain/broadcast/find.server.ts';
import { mayDo } from '#app/domain/broadcast/leave.server.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';

const NOTES = ['saved', 'tested', 'tested-already'] as const;

/** Everything that the page of one broadcast shows; null when the organization has none of that number. */
export async function viewBroadcast({ organization, role }: Seat, publicId: string, url: URL) {
  const broadcast = await findBroadcast({ organizationId: organization.id, publicId });
  if (!broadcast) return null;
  const isDraft = broadcast.state === 'draft';
  const readers = isDraft ? await listReaders({ organizationId: organization.id, query: broadcast.query }) : [];
  return {
    broadcast,
    readers,
    choices: isDraft ? await listChoices(organization.id) : { segments: [], campaigns: [] },
    mayChange: may(role, 'broadcast.change', organization.runsInstallation),
    maySend: may(role, 'broadcast.send', organization.runsInstallation),
    deeds: (['pause', 'resume', 'unschedule', 'cancel'] as const).filter((deed) => mayDo(deed, broadcast.state)),
    note: NOTES.find((note) => url.searchParams.has(note)) ?? null,
  };
}

/** What the page of one broadcast shows. */
export type OneBroadcast = NonNullable<Awaited<ReturnType<typeof viewBroadcast>>>;
