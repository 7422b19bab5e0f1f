import { COUNT_FIGURES, type Column, type CountDimension, isFromJournals, STANDING_FIGURES } from './export.ts';
import type { ExportQuery } from './query.ts';

const SIGNATURE_COLUMNS: readonly Column[] = [
  { name: 'campaign', type: 'text' },
  { name: 'status', type: 'text' },
  { name: 'name', type: 'text', isPersonal: true },
  { name: 'email', type: 'text', isPersonal: true },
  { name: 'zip', type: 'text', isPersonal: true },
  { name: 'state', type: 'text' },
  { name: 'isp', type: 'text' },
  { name: 'language', type: 'text' },
  { name: 'source', type: 'text' },
  { name: 'name_public', type: 'boolean' },
  { name: 'consent', type: 'text' },
  { name: 'confirmed_at', type: 'instant' },
  { name: 'confirmed_by', type: 'text' },
];

const LETTER_COLUMNS: readonly Column[] = [
  { name: 'campaign', type: 'text' },
  { name: 'letter', type: 'text' },
  { name: 'delivery', type: 'text' },
  { name: 'addressee_kind', type: 'text' },
  { name: 'addressee', type: 'text' },
  { name: 'docket', type: 'text' },
  { name: 'channel', type: 'text' },
  { name: 'status', type: 'text' },
  { name: 'attempts', type: 'integer' },
  { name: 'written_at', type: 'instant' },
  { name: 'delivered_at', type: 'instant' },
  { name: 'reference', type: 'text' },
  { name: 'withdrawn_at', type: 'instant' },
  { name: 'isp', type: 'text' },
  { name: 'state', type: 'text' },
  { name: 'language', type: 'text' },
  { name: 'own_share', type: 'number' },
  { name: 'sha256', type: 'text' },
];

const LETTER_TEXT_COLUMNS: readonly Column[] = [
  { name: 'sender', type: 'text', isPersonal: true },
  { name: 'subject', type: 'text', isPersonal: true },
  { name: 'body', type: 'text', isPersonal: true },
];

const dimension = (name: CountDimension): Column => ({ name, type: name === 'day' ? 'day' : 'text' });

/** The columns of an export of rows, in their order; none for what has files of its own. docs/exports.md says what each holds. Own choice. */
export function columnsOf(query: ExportQuery): readonly Column[] {
  if (query.kind === 'counts') {
    const figures = isFromJournals(query.by) ? COUNT_FIGURES : STANDING_FIGURES;
    return [...query.by.map(dimension), ...figures.map((name) => ({ name, type: 'integer' }) as const)];
  }
  if (query.kind === 'signatures') return SIGNATURE_COLUMNS;
  if (query.kind === 'letters') return query.withTexts ? [...LETTER_COLUMNS, ...LETTER_TEXT_COLUMNS] : LETTER_COLUMNS;
  return [];
}

/** What the manifest adds up over the rows of a query: how many have each value of `by`, and the sums of the columns `of`. Own choice. */
export interface Tally {
  by: 'status' | null;
  of: readonly string[];
}

/** The tally of a query: rows by status where rows have one, and the figures of counts. Own choice. */
export function tallyOf(query: ExportQuery): Tally {
  const columns = columnsOf(query);
  const by = columns.some(({ name }) => name === 'status') ? 'status' : null;
  const of = query.kind === 'counts' ? columns.filter(({ type }) => type === 'integer').map(({ name }) => name) : [];
  return { by, of };
}
