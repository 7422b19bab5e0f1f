import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { sql } from 'drizzle-orm';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import readExcelFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { EXPORT_FORMATS, type ExportFormat } from '#app/domain/export/export.ts';
import { MANIFEST_FILE, type Manifest } from '#app/domain/export/manifest.ts';
import { type ExportQuery, exportQuery } from '#app/domain/export/query.ts';
import { writeExport } from '#app/domain/export/write.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { checkExport } from '../../../public/verify-export.mjs';
import { insertConfirmed } from '../count/signers.ts';
import { key, origin, testFolder, twoOrganizations } from './setting.ts';

const database = await testDatabase();
const { db } = database;
const { mine, theirs, comcast } = await twoOrganizations(db);
const folder = await testFolder();
let made = 0;

/** An export in a folder of its own, as a worker writes it. */
async function written(
  query: object,
  format: ExportFormat | null = 'csv',
  organizationId: number | null = mine.organizationId,
) {
  made += 1;
  const into = join(folder, String(made));
  await mkdir(into);
  const publicId = `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
  const what = {
    publicId,
    organizationId,
    organization: 'coalition',
    requestedBy: 'command',
    purpose: 'For the hearing',
    format,
  };
  const result = await writeExport({ ...what, query: exportQuery.parse(query) as ExportQuery }, into, {
    db,
    sql: database.sql,
    key,
    origin,
  });
  return { into, result };
}

async function read(into: string): Promise<{ manifest: Manifest; path: string; text: string }> {
  const manifest = JSON.parse(await readFile(join(into, MANIFEST_FILE), 'utf8')) as Manifest;
  const path = join(into, manifest.files[0]?.name ?? '');
  return { manifest, path, text: await readFile(path, 'utf8') };
}

const rowsOf = async (into: string) => parse((await read(into)).text, { columns: true }) as Record<string, string>[];

describe('an export of signatures', () => {
  const query = { kind: 'signatures', campaign: 'no-tolls' };

  it.each(EXPORT_FORMATS)(
    'holds in %s who signed and stands, nobody who was erased, waits, withdrew or signed elsewhere',
    async (format) => {
      const { into, result } = await written(query, format);
      expect(result).toMatchObject({ ok: true, rows: 4 });
      const { path, text } = await read(into);
      const names = {
        csv: async () => (await rowsOf(into)).map(({ name }) => name),
        'csv-strict': async () => (await rowsOf(into)).map(({ name }) => name),
        json: async () => (JSON.parse(text) as { name: string }[]).map(({ name }) => name),
        ndjson: async () =>
          text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line).name),
        xlsx: async () => ((await readExcelFile(path))[0]?.data ?? []).slice(1).map((row) => row[2]),
        parquet: async () =>
          (await parquetReadObjects({ file: await asyncBufferFromFile(path) })).map(({ name }) => name),
      };
      const armed = '=HYPERLINK("http://evil.example")';
      expect(await names[format]()).toEqual([format === 'csv' ? `'${armed}` : armed, 'P', 'P', 'P']);
      const { manifest, said } = await checkExport(into);
      expect(said[0]).toMatch(/: 4 rows$/);
      expect(manifest.rows).toEqual({ total: 4, byStatus: { confirmed: 4 }, sums: null });
      expect(manifest.checkpoints).toMatchObject([
        { campaign: 'no-tolls', size: 7, counts: { signed: 6, withdrawn: 1 } },
      ]);
    },
  );

  it('takes its filters by their word', async () => {
    const rows = async (more: object) => {
      const { result } = await written({ ...query, ...more });
      return result.ok ? result.rows : result.reason;
    };
    expect(await rows({ isp: 'comcast' })).toBe(3);
    expect(await rows({ state: 'NY' })).toBe(1);
    expect(await rows({ from: '2026-11-21' })).toBe(1);
    expect(await rows({ to: '2026-11-20' })).toBe(3);
    expect(await rows({ statuses: ['withdrawn'] })).toBe(1);
    expect(await rows({ statuses: ['confirmed', 'withdrawn'], from: '2026-11-21', to: '2026-11-21' })).toBe(2);
    expect(await rows({ campaign: 'their-own' })).toBe('campaign_unknown');
    expect(await rows({ campaign: null })).toBe(4);
  });
});

describe('an export of counts', () => {
  it('mixes campaign, day, ISP, state, source and status, and never tells of another organization', async () => {
    const { into } = await written({ kind: 'counts', by: ['campaign', 'status', 'source'] });
    expect(await rowsOf(into)).toEqual([
      { campaign: 'no-tolls', status: 'confirmed', source: 'mailing, second', signatures: '1', counted: '1' },
      { campaign: 'no-tolls', status: 'confirmed', source: '', signatures: '4', counted: '4' },
      { campaign: 'no-tolls', status: 'pending', source: '', signatures: '2', counted: '0' },
      { campaign: 'no-tolls', status: 'withdrawn', source: '', signatures: '1', counted: '0' },
    ]);
    await checkExport(into);
    const { into: all } = await written({ kind: 'counts', by: ['campaign', 'isp'] }, 'csv', null);
    expect((await rowsOf(all)).map(({ campaign, isp, counted }) => [campaign, isp, counted])).toEqual([
      ['no-tolls', 'comcast', '4'],
      ['no-tolls', 'cox', '1'],
      ['their-own', 'comcast', '3'],
    ]);
    expect((await checkExport(all)).manifest.checkpoints).toHaveLength(2);
  });

  it('is of one moment with its checkpoint, however many sign meanwhile', async () => {
    const other = database.another();
    let isOver = false;
    const crowd = (async () => {
      while (!isOver) {
        await insertConfirmed(other.db, { campaignId: theirs.campaignId, count: 3, ispId: comcast, state: 'TX' });
        await runSequencer({ db: other.db, origin });
      }
    })();
    const sizes: number[] = [];
    for (let at = 0; at < 60 && (at < 6 || sizes.at(-1) === sizes[0]); at += 1) {
      const { into } = await written(
        { kind: 'counts', campaign: 'their-own', by: at % 2 ? ['day', 'isp'] : ['status'] },
        'json',
        theirs.organizationId,
      );
      const { manifest } = await checkExport(into);
      const [checkpoint] = manifest.checkpoints;
      expect(manifest.rows.sums?.counted).toBe(checkpoint?.counts?.signed);
      sizes.push(checkpoint?.size ?? 0);
    }
    isOver = true;
    await crowd;
    expect(sizes.at(-1)).toBeGreaterThan(sizes[0] ?? 0);
  });
});

describe('a copy of the ledger', () => {
  it('is one archive that the verifier recounts leaf by leaf', async () => {
    const { into, result } = await written({ kind: 'ledger', campaign: 'no-tolls' }, null);
    expect(result).toMatchObject({ ok: true, rows: 7 });
    expect((await checkExport(into)).said[0]).toMatch(
      /^ledger-no-tolls-.*\.zip: 7 leaves, their root and every public figure hold$/,
    );
  });
});

describe('what the verifier holds an export to', () => {
  const change = async (
    query: object,
    format: ExportFormat | null,
    alter: (into: string, manifest: Manifest, path: string) => Promise<void>,
  ) => {
    const { into } = await written(query, format);
    const { manifest, path } = await read(into);
    await alter(into, manifest, path);
    return checkExport(into).then(
      () => 'holds',
      (fault: Error) => fault.message,
    );
  };
  const signatures = { kind: 'signatures', campaign: 'no-tolls' };
  const flip = async (path: string, at: number) => {
    const bytes = await readFile(path);
    bytes[at < 0 ? bytes.length + at : at] = (bytes[at < 0 ? bytes.length + at : at] ?? 0) ^ 1;
    await writeFile(path, bytes);
  };

  it.each(EXPORT_FORMATS)('names a byte of %s that was changed', async (format) => {
    expect(await change(signatures, format, (_, __, path) => flip(path, -20))).toMatch(/has the digest/);
  });

  it('names a manifest, a note and a file that were changed, left out or added to', async () => {
    expect(await change(signatures, 'csv', (into) => flip(join(into, 'manifest.json'), 60))).toMatch(
      /was changed: its digest is|JSON/,
    );
    expect(await change(signatures, 'csv', (into) => flip(join(into, 'manifest.note'), 40))).toMatch(
      /was changed|does not hold/,
    );
    expect(await change(signatures, 'csv', (into) => flip(join(into, 'manifest.note'), -9))).toMatch(
      /does not hold|cannot be read/,
    );
    expect(await change(signatures, 'csv', async (_, __, path) => writeFile(path, 'x', { flag: 'a' }))).toMatch(
      /bytes, expected/,
    );
    const added = await written(signatures);
    await writeFile(join(added.into, 'more.csv'), 'a\r\n');
    expect((await checkExport(added.into)).said).toContain('not part of it, and not looked at: more.csv');
  });

  it('names what a manifest says wrong even where somebody who holds the key signed it', async () => {
    const { signNote } = await import('#app/domain/ledger/note.server.ts');
    const { exportKeyName, manifestNoteText } = await import('#app/domain/export/manifest.ts');
    const { createHash } = await import('node:crypto');
    const resigned = async (into: string, manifest: unknown) => {
      const bytes = JSON.stringify(manifest);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const note = signNote(manifestNoteText({ sha256, publicId: (manifest as Manifest).export }), {
        name: exportKeyName(origin),
        key,
      });
      await writeFile(join(into, 'manifest.json'), bytes);
      await writeFile(join(into, 'manifest.note'), note);
    };
    const said = (query: object, format: ExportFormat, alter: (manifest: Manifest) => unknown) =>
      change(query, format, async (into, manifest) => resigned(into, alter(structuredClone(manifest))));
    const counts = { kind: 'counts', campaign: 'no-tolls', by: ['day', 'state'] };
    expect(await said(counts, 'csv', (manifest) => manifest)).toBe('holds');
    for (const format of EXPORT_FORMATS) {
      const off = (manifest: Manifest) => ({
        ...manifest,
        rows: { ...manifest.rows, byStatus: { confirmed: 3, withdrawn: 1 } },
      });
      expect(await said(signatures, format, off)).toMatch(/byStatus: found {"confirmed":4}/);
      const more = (manifest: Manifest) => ({
        ...manifest,
        files: manifest.files.map((file) => ({ ...file, rows: 5 })),
      });
      expect(await said(signatures, format, more)).toMatch(/has 4 rows, expected 5/);
    }
    expect(
      await said(counts, 'xlsx', (manifest) => ({
        ...manifest,
        rows: { ...manifest.rows, sums: { ...manifest.rows.sums, counted: 6 } },
      })),
    ).toMatch(/sums: found/);
    const [checkpoint] = JSON.parse(
      await readFile(join((await written(counts)).into, 'manifest.json'), 'utf8'),
    ).checkpoints;
    expect(
      await said(counts, 'csv', (manifest) => ({ ...manifest, checkpoints: [{ ...checkpoint, size: 8 }] })),
    ).toMatch(/is of 7 leaves/);
    expect(
      await said(counts, 'csv', (manifest) => ({
        ...manifest,
        checkpoints: [{ ...checkpoint, counts: { ...checkpoint.counts, signed: 7 } }],
      })),
    ).toMatch(/come to 8 leaves/);
    expect(
      await said(counts, 'csv', (manifest) => ({
        ...manifest,
        checkpoints: [{ ...checkpoint, note: checkpoint.note.replace('\n7\n', '\n8\n') }],
      })),
    ).toMatch(/does not hold/);
    expect(await said(counts, 'csv', (manifest) => ({ ...manifest, checkpoints: [] }))).toMatch(
      /come to signed 6, the leaves of the checkpoints to 0/,
    );
  });

  it('takes no other key for ours', async () => {
    const { into } = await written(signatures);
    const { manifest } = await read(into);
    const { writeVerifierKey } = await import('#app/domain/ledger/note.server.ts');
    const [name = ''] = manifest.key.split('+');
    await expect(checkExport(into, [writeVerifierKey(name, 1, Buffer.alloc(32, 7))])).rejects.toThrow('does not hold');
    expect((await checkExport(into, [manifest.key])).said.join(' ')).not.toContain('Compare it');
  });
});

it('leaves nothing but its files, which nobody else may read', async () => {
  const { into, result } = await written({ kind: 'counts', by: [] });
  expect((await readdir(into)).toSorted()).toEqual(result.ok ? result.files.map(({ name }) => name).toSorted() : []);
  const open = await db.execute(
    sql`select from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
  );
  expect(open).toHaveLength(0);
});
