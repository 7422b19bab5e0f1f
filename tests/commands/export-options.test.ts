import { describe, expect, it } from 'vitest';
import { EXPORT_HELP } from '#app/commands/export-help.ts';
import { readExportOptions } from '#app/commands/export-options.ts';
import {
  COUNT_DIMENSIONS,
  COUNT_FIGURES,
  EXPORT_FORMATS,
  EXPORT_KINDS,
  STANDING_FIGURES,
} from '#app/domain/export/export.ts';
import { readFacts } from '#db/seed/facts.ts';

const shipped = (await readFacts()).campaigns.campaigns.map(({ slug }) => slug);

describe('the command line of the export', () => {
  it('asks for everything as CSV unless told otherwise', () => {
    expect(readExportOptions(['counts', '--campaign', 'no-tolls'])).toEqual({
      kind: 'counts',
      query: { campaign: 'no-tolls', by: ['day', 'isp', 'state'], format: 'csv' },
      out: null,
    });
  });

  it('takes columns in any order, a format and a file', () => {
    expect(
      readExportOptions(['counts', '--campaign=a', '--by', 'state, day', '--format', 'ndjson', '--out', 'x.ndjson']),
    ).toEqual({
      kind: 'counts',
      query: { campaign: 'a', by: ['state', 'day'], format: 'ndjson' },
      out: 'x.ndjson',
    });
    expect(readExportOptions(['counts', '--campaign', 'a', '--by', ''])).toMatchObject({ query: { by: [] } });
  });

  it.each([
    [[], 'Say what to export: counts, signatures, letters, filing or ledger.'],
    [['names'], '"names" cannot be exported, only counts, signatures, letters, filing or ledger.'],
    [['signatures'], 'Name a new folder for the files with --dir FOLDER.'],
    [['ledger', '--dir', 'x', '--by', 'day'], '"ledger" takes no --by.'],
    [['counts', '--dir', 'x', '--out', 'y'], '--out and --dir do not go together.'],
    [['counts', '--dir', ''], '--dir needs the name of a folder.'],
    [
      ['letters', '--dir', 'x', '--format', 'pdf'],
      '"pdf" is no format: --format takes csv, csv-strict, ndjson, json, xlsx or parquet.',
    ],
    [['counts'], 'Name the campaign with --campaign SLUG.'],
    [['counts', 'more', '--campaign', 'a'], '"more" is one word too many.'],
    [
      ['counts', '--campaign', 'a', '--by', 'day,zip'],
      '"zip" is no column for --by: it takes campaign, day, isp or state.',
    ],
    [['counts', '--campaign', 'a', '--by', 'day,'], '"" is no column for --by: it takes campaign, day, isp or state.'],
    [['counts', '--campaign', 'a', '--by', 'day,isp,day'], '--by names "day" twice.'],
    [
      ['counts', '--campaign', 'a', '--format', 'xlsx'],
      '"xlsx" is no format without --dir: --format takes csv, json or ndjson.',
    ],
    [['counts', '--campaign', 'a', '--out', ''], '--out needs the name of a file.'],
    [['counts', '--campaign', 'a', '--fromat', 'csv'], "Unknown option '--fromat'."],
    [['counts', '--campaign'], "Option '--campaign <value>' argument missing."],
  ])('answers %j with one sentence', (args, fault) => {
    expect(readExportOptions(args)).toEqual({ kind: 'fault', fault });
  });

  it('asks for a folder with what the kind takes', () => {
    const args = 'signatures --campaign a --status confirmed,withdrawn --state CA --format parquet --dir out --purpose';
    expect(readExportOptions([...args.split(' '), 'For the hearing'])).toEqual({
      kind: 'folder',
      query: { kind: 'signatures', campaign: 'a', state: 'CA', statuses: ['confirmed', 'withdrawn'] },
      format: 'parquet',
      purpose: 'For the hearing',
      organization: null,
      dir: 'out',
    });
    expect(readExportOptions(['filing', '--set', 'x', '--dir', 'out'])).toMatchObject({ format: null });
    expect(readExportOptions(['counts', '--by', 'source', '--dir', 'out'])).toMatchObject({
      query: { by: ['source'] },
    });
  });

  it('explains itself: every column, figure and format', () => {
    expect(readExportOptions(['--help'])).toEqual({ kind: 'help' });
    expect(readExportOptions(['counts', '-h'])).toEqual({ kind: 'help' });
    for (const word of [...EXPORT_KINDS, ...COUNT_DIMENSIONS, ...COUNT_FIGURES, ...STANDING_FIGURES, ...EXPORT_FORMATS])
      expect(EXPORT_HELP).toContain(word);
    const examples = [...EXPORT_HELP.matchAll(/--campaign ([a-z-]+)/g)].map(([, slug]) => slug);
    expect(examples.length).toBeGreaterThan(0);
    for (const slug of examples) expect(shipped).toContain(slug);
    for (const line of EXPORT_HELP.split('\n')) expect(line.length).toBeLessThanOrEqual(124);
  });
});
