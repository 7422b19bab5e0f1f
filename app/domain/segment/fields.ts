import { SEGMENT_DEEDS, type SegmentDeed, type SegmentQuery, segmentQuery } from './segment.ts';

/** The choices of the page about a deed: `signed` or `wrote`, and `not-` before it for those who have not. */
export const DEED_CHOICES = ['signed', 'not-signed', 'wrote', 'not-wrote'] as const;

/** What the fields of the page say: a segment, or which of them say nothing that can be understood. */
export type FieldsRead = { ok: true; query: SegmentQuery } | { ok: false; query: SegmentQuery; faults: string[] };

/** A segment from the fields of its page, as an address or a form carries them; empty ones ask nothing, and what cannot be understood is left out and named. */
export function readFields(fields: URLSearchParams): FieldsRead {
  const all = (name: string) => [...new Set(fields.getAll(name).filter((value) => value !== ''))];
  const one = (name: string) => fields.get(name)?.trim() || undefined;
  const deeds = ['', '2'].flatMap((row) => {
    const choice = one(`deed${row}`);
    const campaign = one(`campaign${row}`);
    if (!choice || !campaign || !(DEED_CHOICES as readonly string[]).includes(choice)) return [];
    const deed = choice.replace('not-', '') as SegmentDeed;
    return SEGMENT_DEEDS.includes(deed) ? [{ deed, campaign, did: !choice.startsWith('not-') }] : [];
  });
  const given: Record<string, unknown> = {
    isps: all('isp'),
    states: all('state'),
    locale: one('locale'),
    deeds,
    since: one('since'),
    until: one('until'),
    sources: all('source'),
    lists: all('list').map(Number),
  };
  const filled = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
  const parsed = segmentQuery.safeParse(filled);
  if (parsed.success) return { ok: true, query: parsed.data };
  const faults = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))];
  for (const fault of faults) delete filled[fault];
  return { ok: false, query: segmentQuery.safeParse(filled).data ?? {}, faults };
}

/** The fields of a segment, as the address of its page carries them; `readFields` gives the segment back. */
export function fieldsOf(query: SegmentQuery): URLSearchParams {
  const fields = new URLSearchParams();
  for (const isp of query.isps ?? []) fields.append('isp', isp);
  for (const state of query.states ?? []) fields.append('state', state);
  if (query.locale) fields.set('locale', query.locale);
  for (const [at, { deed, campaign, did }] of (query.deeds ?? []).entries()) {
    const row = at === 0 ? '' : String(at + 1);
    fields.set(`deed${row}`, did ? deed : `not-${deed}`);
    fields.set(`campaign${row}`, campaign);
  }
  if (query.since) fields.set('since', query.since);
  if (query.until) fields.set('until', query.until);
  for (const source of query.sources ?? []) fields.append('source', source);
  for (const list of query.lists ?? []) fields.append('list', String(list));
  return fields;
}
