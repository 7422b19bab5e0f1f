import type { EntryNotice, RegisterEntry, RegisterFilter } from '#app/domain/incident/register.ts';
import { csvFile } from '#app/http/csv-file.ts';

/** Parts a list inside a cell; no name, slug or source of the register holds it. */
const BETWEEN = ' | ';

/** Columns of the CSV file, in order. A new one goes to the end, so that programs that count columns go on. */
const COLUMNS: readonly { key: string; of(entry: RegisterEntry, origin: string): string }[] = [
  { key: 'slug', of: ({ slug }) => slug },
  { key: 'occurred_on', of: ({ occurredOn }) => occurredOn },
  { key: 'date_precision', of: ({ datePrecision }) => datePrecision },
  { key: 'date_note', of: ({ dateNote }) => dateNote ?? '' },
  { key: 'type', of: ({ type }) => type },
  { key: 'segment', of: ({ segment }) => segment },
  { key: 'title', of: ({ title }) => title },
  { key: 'summary', of: ({ summary }) => summary },
  { key: 'isps_named_then', of: ({ isps }) => isps.map(({ nameThen }) => nameThen).join(BETWEEN) },
  { key: 'isps_today', of: ({ isps }) => isps.map(({ slug }) => slug ?? '').join(BETWEEN) },
  { key: 'isp_position', of: ({ ispPosition }) => ispPosition ?? '' },
  { key: 'outcome', of: ({ outcome }) => outcome ?? '' },
  { key: 'figures', of: ({ figures }) => (figures ? JSON.stringify(figures) : '') },
  { key: 'sources', of: ({ sources }) => sources.join(BETWEEN) },
  { key: 'confidence', of: ({ confidence }) => confidence },
  { key: 'editorial_state', of: ({ state }) => state },
  { key: 'created_at', of: ({ createdAt }) => createdAt },
  { key: 'updated_at', of: ({ updatedAt }) => updatedAt },
  { key: 'page', of: ({ slug }, origin) => `${origin}/incidents/${slug}` },
  { key: 'isp_replies', of: ({ replies }) => (replies.length > 0 ? JSON.stringify(replies) : '') },
];

/** The register as CSV, in the form of `csvFile`. */
export function csvOf(entries: readonly RegisterEntry[], origin: string): string {
  return csvFile(
    COLUMNS.map(({ key }) => key),
    entries.map((entry) => COLUMNS.map(({ of }) => of(entry, origin))),
  );
}

/**
 * The register as JSON: what it is, its terms, the filter, when the register last changed, the entries whole, and the notices that the filter
 * asks for.
 */
export function jsonOf(
  entries: readonly RegisterEntry[],
  {
    origin,
    filter,
    changedAt,
    notices = [],
  }: { origin: string; filter: RegisterFilter; changedAt: Date | null; notices?: readonly EntryNotice[] },
): string {
  const paged = <T extends { slug: string }>(one: T) => ({ ...one, page: `${origin}/incidents/${one.slug}` });
  const file = {
    name: 'Untolled: incident register',
    page: `${origin}/incidents`,
    terms:
      'Facts from the public sources that each entry names, in our own words (the licence of the program, AGPL-3.0-or-later). Figures are quoted with their source; Netflix states no licence for its index. Name this page and the date when you quote.',
    termsPage: `${origin}/about#sources`,
    changedAt: changedAt?.toISOString() ?? null,
    filter,
    entries: entries.map(paged),
    notices: notices.map(paged),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
