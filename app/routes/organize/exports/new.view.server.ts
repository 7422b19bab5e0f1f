import { askExport, type ExportRefusal, previewExport } from '#app/domain/export/ask.server.ts';
import { configuredPlaces } from '#app/domain/export/configured.server.ts';
import { isPersonal, permissionFor } from '#app/domain/export/query.ts';
import { scheduleExport } from '#app/domain/export/schedule.server.ts';
import { listScopes } from '#app/domain/export/scope.server.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { requireFresh, type SeatArgs } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { readAsked } from './asked.server.ts';

/** What the page of a new export shows: what may be chosen, what was, and what it would hold. */
export async function readNewExport({ organization, role }: Seat, search: URLSearchParams) {
  const asked = readAsked(search);
  const query = asked.request?.query;
  const isAllowed = query ? may(role, permissionFor(query), organization.runsInstallation) : true;
  const { folder, bucket } = configuredPlaces();
  const scopes = await listScopes(organization.id);
  const canSchedule = may(role, 'export.schedule', organization.runsInstallation);
  return {
    ...asked,
    ...scopes,
    isAllowed,
    isPersonal: query ? isPersonal(query) : false,
    destinations: canSchedule ? { folder: folder !== null, bucket: bucket !== null } : { folder: false, bucket: false },
    preview: query && isAllowed ? await previewExport({ organizationId: organization.id, query }) : null,
  };
}

/** Takes the export or the schedule that the address asks for, once the seat may have it and, for data of people, has shown who it is. Throws 403 and the way to show it. */
export async function askFor(
  seat: Seat,
  args: SeatArgs,
): Promise<{ ok: true; publicId: string | null } | { ok: false; reason: ExportRefusal | 'unreadable' }> {
  const { request, schedule } = readAsked(new URL(args.request.url).searchParams);
  if (!request || (request.destination !== 'page' && !schedule)) return { ok: false, reason: 'unreadable' };
  const needs = [permissionFor(request.query), ...(schedule ? (['export.schedule'] as const) : [])];
  if (!needs.every((permission) => may(seat.role, permission, seat.organization.runsInstallation)))
    throw new Response(null, { status: 403, headers: privateHeaders() });
  if (isPersonal(request.query)) requireFresh(seat, args);
  const who = { organizationId: seat.organization.id, actor: seat.actor, locale: localeOf(args.params.lang) };
  if (!schedule) return askExport({ ...who, request });
  const scheduled = await scheduleExport({ ...who, input: schedule });
  return scheduled.ok ? { ok: true, publicId: null } : scheduled;
}
