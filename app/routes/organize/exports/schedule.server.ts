import { z } from 'zod';
import { endSchedule } from '#app/domain/export/schedule.server.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { privateHeaders } from '#app/http/private-page.ts';

/** Ends the schedule that a form names; throws 404 where the organization has none that is going. */
export async function endAsked({ organization, actor }: Seat, request: Request): Promise<void> {
  const form = await parseForm(request, z.object({ schedule: z.uuid() }));
  const isEnded =
    form.status === 'success' &&
    (await endSchedule({ organizationId: organization.id, publicId: form.value.schedule, actor }));
  if (!isEnded) throw new Response(null, { status: 404, headers: privateHeaders() });
}
