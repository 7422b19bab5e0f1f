import type { EntryNotice, RegisterEntry } from '#app/domain/incident/register.ts';
import type { IspSeen } from '#app/domain/isp/identify.ts';
import type { IspSummary } from '#app/domain/isp/isp.ts';
import type { MeasuredFigures } from '#app/domain/measurement/figures.ts';
import type { SpeedIndexEntry } from '#app/domain/speed-index/speed-index.ts';
import type { IncidentShape, NoticeShape } from './register-shapes.ts';
import type { IdentifyShape, MeasurementShape, SpeedIndexShape } from './shapes.ts';

/** A value of the speed index as the API gives it. Own choice. */
export function toSpeedIndexEntry({
  month,
  list,
  indexName,
  ispSlug,
  mbps,
  rank,
  rankCounts,
  source,
  rankSource,
  confidence,
  note,
}: SpeedIndexEntry & { ispSlug: string | null }): SpeedIndexShape {
  return { month, list, indexName, isp: ispSlug, mbps, rank, rankCounts, source, rankSource, confidence, note };
}

/** What was seen of the caller, with the ISPs that it leads to. Own choice. */
export function toIdentification(seen: IspSeen, isps: readonly IspSummary[], origin: string): IdentifyShape {
  const { asn, kind, confidence, reason, choices } = seen;
  return {
    isps: isps.map(({ slug, name }) => ({ slug, name, page: `${origin}/isps/${slug}` })),
    asn,
    kind,
    confidence,
    reason,
    choices: [...choices],
    howItWorks: `${origin}/isps/identify`,
  };
}

/** An entry of the register as the API gives it: without what only criteria and letters need. Own choice. */
export function toIncident({ statement: _, tags: _tags, ...entry }: RegisterEntry, origin: string): IncidentShape {
  return {
    ...entry,
    isps: [...entry.isps],
    replies: [...entry.replies],
    sources: [...entry.sources],
    page: `${origin}/incidents/${entry.slug}`,
  };
}

/** The notice in place of an entry as the API gives it. Own choice. */
export function toNotice(notice: EntryNotice, origin: string): NoticeShape {
  return { ...notice, isps: [...notice.isps], page: `${origin}/incidents/${notice.slug}` };
}

/** What people on one ISP measured as the API gives it. Own choice. */
export function toMeasurements(
  { slug, name, ...figures }: MeasuredFigures & { slug: string; name: string },
  origin: string,
): MeasurementShape {
  const { from, to, asOf, tests, networks, downloadMbps, uploadMbps, minRttMs, evening, streams } = figures;
  const page = `${origin}/isps/${slug}#measured`;
  return {
    isp: slug,
    name,
    from,
    to,
    asOf,
    tests,
    networks,
    downloadMbps,
    uploadMbps,
    minRttMs,
    evening,
    streams,
    page,
  };
}
