import { readFields } from '#app/domain/segment/fields.ts';
import { findSegment } from '#app/domain/segment/saved.server.ts';
import { countSegment, previewSegment } from '#app/domain/segment/segment.server.ts';
import { listImports } from '#app/domain/subscriber/import-list.server.ts';
import { listOwnCampaigns, readAudience } from '#app/domain/subscriber/overview.server.ts';

/** The number of a segment in an address; null for "new"; 0, which no segment has, for anything else. */
export function segmentIdOf(part: string | undefined): number | null {
  if (part === 'new') return null;
  return /^[1-9]\d{0,8}$/.test(part ?? '') ? Number(part) : 0;
}

/** What the page of a segment shows: the query of the address, else the saved one, counted, with ten members; and what can be chosen. A 404 `Response` is thrown for an unknown one. */
export async function segmentView(organizationId: number, part: string | undefined, fields: URLSearchParams) {
  const id = segmentIdOf(part);
  const saved = id === null ? null : await findSegment({ organizationId, id });
  if (id !== null && !saved) throw new Response(null, { status: 404 });
  const asked = readFields(fields);
  const isAsked = [...fields.keys()].some((name) => name !== 'saved');
  const query = isAsked || !saved ? asked.query : saved.query;
  const [members, preview, audience, campaigns, imports] = await Promise.all([
    countSegment(query, organizationId),
    previewSegment(query, organizationId),
    readAudience(organizationId),
    listOwnCampaigns(organizationId),
    listImports(organizationId),
  ]);
  const lists = imports.filter(({ state }) => state === 'done').map(({ id: list, name }) => ({ id: list, name }));
  const choices = { isps: audience.isps, states: audience.states, campaigns, lists };
  return { saved, query, isUnderstood: asked.ok, members, preview, choices };
}
