import type { DatePrecision } from '../isp/isp.ts';
import type { IspReply } from '../reply/reply.ts';
import type { EditorialChange, EditorialState, PublishedState } from './editorial.ts';
import type { Incident, IncidentIsp, IncidentType } from './incident.ts';

/** Entries on one page of the register. Own choice. */
export const REGISTER_PAGE_ENTRIES = 25;

/** Most entries that one page of the list may hold, for programs. Own choice. */
export const MAX_PAGE_ENTRIES = 200;

/** The names of the filters, as they stand in the query of `/incidents` and its downloads. */
export const REGISTER_FILTERS = ['isp', 'type', 'year', 'state'] as const;

/**
 * What a list of the register is narrowed to; a filter left out lets everything through. `isp`: slug of today's ISP. Values are taken as they
 * come: one that nothing has, such as a type that does not exist, finds nothing.
 */
export interface RegisterFilter {
  isp?: string | undefined;
  type?: string | undefined;
  year?: string | undefined;
  state?: string | undefined;
}

/**
 * An entry that is shown, with its editorial state and the ISP's own answers to it, oldest first. Instants are ISO 8601 in UTC; `updatedAt` rises
 * with every change that a reader can see.
 */
export interface RegisterEntry extends Incident {
  state: PublishedState;
  replies: readonly IspReply[];
  createdAt: string;
  updatedAt: string;
}

/** One page of the register, newest first. `total`: entries that fit the filter. `next`: the cursor of the page after, null at the end. */
export interface RegisterPage {
  entries: readonly RegisterEntry[];
  total: number;
  next: string | null;
}

/** How many entries each value of each filter would show beside the other filters; values that would show none are left out. */
export interface RegisterCounts {
  isp: readonly { value: string; name: string; count: number }[];
  type: readonly { value: IncidentType; count: number }[];
  year: readonly { value: string; count: number }[];
  state: readonly { value: PublishedState | NoticeState; count: number }[];
}

/** A neighbour of an entry in time. */
export interface EntryLink {
  slug: string;
  title: string;
}

/** States in which an entry that was public stands as a notice. */
export const NOTICE_STATES = ['needs_information', 'withdrawn'] as const satisfies readonly EditorialState[];

/** One of `NOTICE_STATES`. */
export type NoticeState = (typeof NOTICE_STATES)[number];

/** The state of notices that a filter asks for, or null when it asks for entries. */
export function noticeStateOf({ state }: RegisterFilter): NoticeState | null {
  return NOTICE_STATES.find((known) => known === state) ?? null;
}

/**
 * What stands in place of an entry that was public and is not now: when it was dated, whom it named, where it stands since when and why; none
 * of its words. Instants are ISO 8601 in UTC. `docs/register.md` says why.
 */
export interface EntryNotice {
  slug: string;
  occurredOn: string;
  datePrecision: DatePrecision;
  isps: readonly IncidentIsp[];
  state: NoticeState;
  reason: string;
  createdAt: string;
  updatedAt: string;
}

/** What the permanent address of an entry answers: the entry itself, or the notice in its place; `history` is oldest first. */
export type EntryView =
  | {
      kind: 'entry';
      id: number;
      entry: RegisterEntry;
      history: readonly EditorialChange[];
      newer: EntryLink | null;
      older: EntryLink | null;
    }
  | { kind: 'notice'; notice: EntryNotice; history: readonly EditorialChange[] };

/** One item of a feed, the last changed first: an entry, or the notice that it is no longer shown. */
export type FeedItem = { kind: 'entry'; entry: RegisterEntry } | { kind: 'notice'; notice: EntryNotice };

const longest = 100;

/** The filters of a query; blank ones are left out. */
export function readRegisterFilter(query: URLSearchParams): RegisterFilter {
  const filter: RegisterFilter = {};
  for (const name of REGISTER_FILTERS) {
    const value = (query.get(name) ?? '').trim().slice(0, longest);
    if (value !== '') filter[name] = value;
  }
  return filter;
}

/** A query for these filters and, if given, the page behind a cursor; begins with "?", or is empty. */
export function registerQuery(filter: RegisterFilter, after: string | null = null): string {
  const query = new URLSearchParams();
  for (const name of REGISTER_FILTERS) if (filter[name]) query.set(name, filter[name]);
  if (after !== null) query.set('after', after);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** The cursor behind an entry. It holds the entry's place in the order, so that it outlives the entry. */
export function cursorBehind({ occurredOn, slug }: { occurredOn: string; slug: string }): string {
  return `${occurredOn}.${slug}`;
}

/** The place that a cursor names, or null when it is none. */
export function readCursor(cursor: string): { occurredOn: string; slug: string } | null {
  const [, occurredOn, slug] = /^(\d{4}-\d\d-\d\d)\.([a-z0-9-]{1,100})$/.exec(cursor) ?? [];
  if (occurredOn === undefined || slug === undefined) return null;
  const at = new Date(`${occurredOn}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(occurredOn) ? null : { occurredOn, slug };
}

/** A page of notices that stand newest event first, behind the one that the cursor `after` marks; at most `limit`. A cursor of no notice's form counts as none. */
export function pageOfNotices(
  notices: readonly EntryNotice[],
  { after, limit }: { after: string | null; limit: number },
): { entries: readonly EntryNotice[]; next: string | null } {
  const place = after === null ? null : readCursor(after);
  const rest = notices.filter(
    ({ occurredOn, slug }) =>
      !place || occurredOn < place.occurredOn || (occurredOn === place.occurredOn && slug > place.slug),
  );
  const entries = rest.slice(0, limit);
  const last = entries.at(-1);
  return { entries, next: rest.length > limit && last ? cursorBehind(last) : null };
}
