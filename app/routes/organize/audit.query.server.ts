import { type AuditFilter, type AuditReader, auditFilter } from '#app/domain/audit/audit.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';

/** Whose events a seat may see, and what of them an address or a form asks for. */
export function readAuditQuery(
  { organization, role }: Seat,
  said: Iterable<[string, FormDataEntryValue]>,
): { reader: AuditReader; filter: AuditFilter } {
  const isKeeper = organization.runsInstallation && role === 'owner';
  return {
    reader: { organizationId: organization.id, isKeeper },
    filter: auditFilter.parse(Object.fromEntries(said)),
  };
}
