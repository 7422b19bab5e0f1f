import { z } from 'zod';
import { PUBLISHED_STATES } from '#app/domain/incident/editorial.ts';
import { INCIDENT_TYPES } from '#app/domain/incident/incident.ts';
import { NOTICE_STATES, readCursor } from '#app/domain/incident/register.ts';
import { keyOfCursor } from './cursor.ts';

/** Most entries of one page, and how many stand on it when nothing is asked. Own choice. */
export const MAX_PAGE_ENTRIES = 200;
const DEFAULT_PAGE_ENTRIES = 50;

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, 'is no slug: lower-case letters, digits and hyphens');

const cursorMessage = 'is no cursor that this API gave out';

/** A cursor whose key is read by `read`; null is a key of another list. Own choice. */
export function cursor<T>(read: (key: string) => T | null) {
  return z
    .string()
    .transform((text, context) => {
      const key = keyOfCursor(text);
      const place = key === null ? null : read(key);
      if (place === null) context.addIssue({ code: 'custom', message: cursorMessage });
      return place ?? z.NEVER;
    })
    .optional()
    .meta({ description: 'Where to go on: `next` of the page before.' });
}

/** A cursor whose key is a number. Own choice. */
export const numbered = cursor((key) => (/^\d{1,15}$/.test(key) ? Number(key) : null));

/** What every list in pages may be asked. Own choice. */
export const paging = {
  limit: z.coerce
    .number({ error: 'is no number' })
    .int('is no whole number')
    .min(1, 'is less than 1')
    .max(MAX_PAGE_ENTRIES, `is more than ${MAX_PAGE_ENTRIES}`)
    .default(DEFAULT_PAGE_ENTRIES)
    .meta({ description: 'How many entries to give at most.' }),
  cursor: cursor((key) => key),
};

/** States that a list of the register may be narrowed to: those of entries, and those of notices. */
const states = [...PUBLISHED_STATES, ...NOTICE_STATES];

const year = z
  .string()
  .regex(/^(?:19|20)\d\d$/, 'is no year such as 2014')
  .meta({ description: 'Year, four digits.', examples: ['2014'] });

const month = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'is no month such as 2014-02')
  .meta({ description: 'Month, YYYY-MM.', examples: ['2014-02'] });

const isp = slug.meta({ description: 'Slug of an ISP of the catalogue, as `/isps` gives it.', examples: ['comcast'] });

/** What each list may be asked. Bounds are checked; an unknown parameter is a fault, so that a misspelt filter never looks like an answer. */
export const queries = {
  isps: z.strictObject({ ...paging }),
  isp: z.strictObject({}),
  identify: z.strictObject({}),
  openapi: z.strictObject({}),
  'speed-index': z.strictObject({ ...paging, cursor: numbered, isp: isp.optional(), month: month.optional() }),
  incidents: z.strictObject({
    ...paging,
    cursor: cursor((key) => (readCursor(key) ? key : null)),
    isp: isp.optional(),
    type: z
      .enum(INCIDENT_TYPES, { error: `is none of ${INCIDENT_TYPES.join(', ')}` })
      .optional()
      .meta({ description: 'What it is about.' }),
    year: year.optional(),
    state: z
      .enum(states, { error: `is none of ${states.join(', ')}` })
      .optional()
      .meta({
        description:
          'Editorial state. `withdrawn` and `needs_information` give the notices of entries that were public once, by ISP and year; without a state there are none.',
      }),
  }),
  measurements: z.strictObject({ ...paging }),
  campaigns: z.strictObject({ ...paging }),
  'campaign-counts': z.strictObject({
    ...paging,
    cursor: cursor((key) => (/^\d{4}-\d\d-\d\dT\d\d:00:00.000Z$/.test(key) ? key : null)),
    span: z
      .enum(['hour', 'day'], { error: 'is none of hour, day' })
      .default('day')
      .meta({ description: 'Length of the spans, in UTC.' }),
    from: z.iso
      .date({ error: 'is no day such as 2026-11-01' })
      .optional()
      .meta({ description: 'First UTC day, YYYY-MM-DD.' }),
    to: z.iso
      .date({ error: 'is no day such as 2026-11-30' })
      .optional()
      .meta({ description: 'Last UTC day, included.' }),
  }),
} as const;

/** A list or document of the API. Own choice. */
export type ApiName = keyof typeof queries;

/** A query as its schema gives it. Own choice. */
export type ApiQuery<Name extends ApiName> = z.infer<(typeof queries)[Name]>;

/** Each fault of a query by parameter. Own choice. */
export interface QueryFault {
  parameter: string;
  message: string;
}

/** Parses the query of a request; a parameter that stands twice is a fault. Every fault is named. Own choice. */
export function parseQuery<Name extends ApiName>(
  name: Name,
  params: URLSearchParams,
): { ok: true; query: ApiQuery<Name> } | { ok: false; faults: QueryFault[] } {
  return parseParams(queries[name], params) as ReturnType<typeof parseQuery<Name>>;
}

/** As `parseQuery`, by a schema. Own choice. */
export function parseParams<Shape extends z.ZodObject>(
  shape: Shape,
  params: URLSearchParams,
): { ok: true; query: z.output<Shape> } | { ok: false; faults: QueryFault[] } {
  const faults = [...new Set(params.keys())].flatMap((parameter): QueryFault[] =>
    params.getAll(parameter).length > 1 ? [{ parameter, message: 'stands twice' }] : [],
  );
  const parsed = shape.safeParse(Object.fromEntries(params));
  if (parsed.success && faults.length === 0) return { ok: true, query: parsed.data };
  return { ok: false, faults: [...faults, ...faultsOf(shape, parsed.error)] };
}

/** The faults that a schema found, by the path of what is faulty. Own choice. */
export function faultsOf(shape: z.ZodType, error: z.ZodError | undefined): QueryFault[] {
  return (error?.issues ?? []).flatMap((issue): QueryFault[] => {
    if (issue.code !== 'unrecognized_keys') return [{ parameter: issue.path.join('.'), message: issue.message }];
    const top = issue.path.length === 0 && shape instanceof z.ZodObject ? Object.keys(shape.shape) : null;
    const known = top ? `; known: ${top.join(', ') || 'no parameter'}` : '';
    return issue.keys.map((key) => ({ parameter: [...issue.path, key].join('.'), message: `is unknown here${known}` }));
  });
}
