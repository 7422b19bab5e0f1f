import { EXPORT_FORMATS, hasOwnFormat } from '#app/domain/export/export.ts';
import { type ExportRequest, exportQuery, exportRequest } from '#app/domain/export/query.ts';
import { type ExportScheduleInput, exportScheduleInput } from '#app/domain/export/schedule.ts';

/** What the form of an export says, as it stands in the address: every field as it was filled in, `null` before anything was asked. */
export interface AskedExport {
  fields: Record<string, string[]>;
  /** What would be made, once the form can be read. */
  request: ExportRequest | null;
  schedule: ExportScheduleInput | null;
  /** Names of fields that cannot be read. */
  faults: string[];
  isAsked: boolean;
}

const KNOWN = [
  'kind',
  'campaign',
  'by',
  'statuses',
  'isp',
  'state',
  'from',
  'to',
  'withTexts',
  'set',
  'format',
  'purpose',
  'destination',
  'rhythm',
  'weekday',
  'hour',
  'timeZone',
];

/** Reads the form of an export from the address that it made. Nothing in it is believed: what cannot be read is named. */
export function readAsked(search: URLSearchParams): AskedExport {
  const fields = Object.fromEntries(
    KNOWN.map((name) => [name, search.getAll(name).map((text) => text.trim().slice(0, 500))]),
  );
  const one = (name: string) => fields[name]?.[0] || null;
  const kind = one('kind');
  if (kind === null) return { fields, request: null, schedule: null, faults: [], isAsked: false };
  const campaign = one('campaign');
  const drafts: Record<string, object> = {
    counts: { campaign, by: fields.by },
    signatures: {
      campaign,
      ...(fields.statuses?.length ? { statuses: fields.statuses } : {}),
      ...{ isp: one('isp'), state: one('state')?.toUpperCase() ?? null, from: one('from'), to: one('to') },
    },
    letters: { campaign, withTexts: one('withTexts') === 'yes' },
    filing: { set: one('set') },
    ledger: { campaign },
  };
  const query = exportQuery.safeParse({ kind, ...drafts[kind] });
  const format = EXPORT_FORMATS.find((name) => name === one('format')) ?? 'csv';
  const request = exportRequest.safeParse({
    query: query.data,
    format: query.success && hasOwnFormat(query.data.kind) ? null : format,
    destination: one('destination') ?? 'page',
    purpose: one('purpose'),
  });
  const number = (name: string) => (/^\d{1,2}$/.test(one(name) ?? '') ? Number(one(name)) : null);
  const isScheduled = request.success && request.data.destination !== 'page';
  const rhythm = one('rhythm') ?? 'day';
  const times = {
    rhythm,
    weekday: rhythm === 'week' ? number('weekday') : null,
    hour: number('hour'),
    timeZone: one('timeZone'),
  };
  const schedule = isScheduled ? exportScheduleInput.safeParse({ request: request.data, times }) : null;
  const nameOf = (path: PropertyKey[]) =>
    String(path.at(-1) === 'query' ? 'kind' : (path.findLast((part) => typeof part === 'string') ?? 'kind'));
  const issues = [
    ...(query.error?.issues ?? []),
    ...(query.success ? (request.error?.issues ?? []) : []),
    ...(schedule?.error?.issues ?? []),
  ];
  return {
    fields,
    request: request.success ? request.data : null,
    schedule: schedule?.success ? schedule.data : null,
    faults: [...new Set(issues.map(({ path }) => nameOf(path)))],
    isAsked: true,
  };
}
