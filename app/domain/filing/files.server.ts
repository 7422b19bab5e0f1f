import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import yazl from 'yazl';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { letterPdfBytes } from '../paper/letter-pdf.server.ts';
import { type Paper, paperLetter } from '../paper/paper.ts';
import { petitionPdf } from '../paper/petition-pdf.server.ts';
import { BULK_COLUMNS, type BulkComment, bulkCells, csvRecord, filingDay, partsOf } from './bulk.ts';
import { countingRules, type ManifestFile } from './filing.ts';
import { firstOfGroups, groupRecords, SENDER_COLUMNS, senderRecords } from './groups.server.ts';
import { petitionOf, petitionRecord, signerRecords } from './petition.server.ts';
import { countStanding, findFilingSet, type HeldSet, lettersOf, type SetLetter } from './read.server.ts';

/** Takes one file of a set; settles when it is kept. The source must be read to its end. */
export type KeepFile = (name: string, source: Readable) => Promise<void>;

/** What an export came to. `changed`: members that do not stand any more since the set was made; `isSame`: whether the manifest is that of the first export. */
export type ExportResult =
  | { ok: true; set: HeldSet; files: ManifestFile[]; changed: number; isSame: boolean }
  | { ok: false; reason: 'unknown' | 'cancelled' };

/**
 * Writes the files of a set: the FCC's bulk CSV in parts, annexes, a zip of PDFs, and `manifest.json` with rows, bytes and SHA-256 of each, the counting
 * rules and the integrity report. Deletes nothing and changes no letter. The same set gives the same bytes; members withdrawn or erased since
 * are left out and counted as `changed`. `keep` is called once for each file, the manifest last. Refuses a set that was cancelled: its letters may be in
 * another. Throws what `keep` throws.
 */
export async function exportFilingSet(
  { publicId, paper = 'letter' }: { publicId: string; paper?: Paper },
  keep: KeepFile,
  given: Partial<Tools> = {},
): Promise<ExportResult> {
  const { db } = tools(given);
  const set = await findFilingSet(publicId, given);
  if (!set) return { ok: false, reason: 'unknown' };
  if (set.cancelledAt !== null) return { ok: false, reason: 'cancelled' };
  const files: ManifestFile[] = [];
  const write = async (name: string, rows: () => number, source: Readable) => {
    const hash = createHash('sha256');
    let bytes = 0;
    source.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      bytes += chunk.length;
    });
    await keep(name, source);
    files.push({ name, rows: rows(), bytes, sha256: hash.digest('hex') });
  };
  const stem = `${set.docket.replaceAll(/[^A-Za-z0-9-]+/g, '-')}-${set.kind}-${set.publicId.slice(0, 8)}`;
  const members = await countStanding(db, set);
  if (set.kind === 'petition') await writePetition(db, set, members, stem, paper, write);
  else await writeLetters(db, set, stem, paper, write);
  const changed = set.members - members;
  const manifest = Buffer.from(`${JSON.stringify(manifestOf(set, members, files), null, 2)}\n`);
  const digest = createHash('sha256').update(manifest).digest();
  await write('manifest.json', () => 0, stream(manifest));
  await db.execute(
    sql`update filing_sets set manifest_sha256 = ${digest}::bytea where id = ${set.id} and manifest_sha256 is null`,
  );
  const isSame = set.manifestSha256 === null || set.manifestSha256 === digest.toString('hex');
  return { ok: true, set, files, changed, isSame };
}

type Write = (name: string, rows: () => number, source: Readable) => Promise<void>;

const stream = (bytes: Buffer): Readable => Readable.from([bytes]);

async function writeParts(stem: string, columns: readonly string[], records: AsyncIterable<string>, write: Write) {
  for await (const part of partsOf(csvRecord(columns), records))
    await write(`${stem}-part-${String(part.number).padStart(3, '0')}.csv`, () => part.rows, stream(part.bytes));
}

async function writePetition(db: Db, set: HeldSet, members: number, stem: string, paper: Paper, write: Write) {
  await writeParts(stem, BULK_COLUMNS, petitionRecord(set, members), write);
  await writeParts(`${stem}-signers`, ['Number', 'Name', 'State', 'Day'], signerRecords(db, set), write);
  const sink = new PassThrough();
  const drawn = petitionPdf(petitionOf(db, set, members), { paper: paper === 'a4' ? 'a4' : 'letter' }, sink);
  await Promise.all([write(`${stem}.pdf`, () => members, sink), drawn]);
}

async function writeLetters(db: Db, set: HeldSet, stem: string, paper: Paper, write: Write) {
  if (set.kind === 'personal') {
    await writeParts(stem, BULK_COLUMNS, bulkRecords(db, set), write);
  } else {
    await writeParts(stem, BULK_COLUMNS, groupRecords(db, set), write);
    await writeParts(`${stem}-senders`, SENDER_COLUMNS, senderRecords(db, set), write);
  }
  const letters = set.kind === 'personal' ? lettersOf(db, set) : firstOfGroups(db, set);
  await writeZip(`${stem}-letters.zip`, letters, paper, write);
}

/** A zip with a PDF of each letter. Memory holds a few PDFs at a time, and of each letter that is done its name alone. */
async function writeZip(name: string, letters: AsyncIterable<SetLetter>, paper: Paper, write: Write): Promise<void> {
  const zip = new yazl.ZipFile();
  let documents = 0;
  const out = new PassThrough();
  const fill = async () => {
    for await (const letter of letters) {
      const bytes = await letterPdfBytes(paperOf(letter), { paper });
      addDocument(zip, `${String(letter.position).padStart(6, '0')}-${letter.publicId}.pdf`, bytes);
      documents += 1;
      await drained(out);
    }
    zip.end();
  };
  const filled = fill().catch((cause: unknown) => {
    out.destroy(cause instanceof Error ? cause : new Error('the archive was given up', { cause }));
    throw cause;
  });
  zip.outputStream.pipe(out);
  await Promise.all([write(name, () => documents, out), filled]);
}

/** yazl keeps what it was handed until the archive is whole: it is handed a function, which has let go of the bytes by then. */
function addDocument(zip: yazl.ZipFile, name: string, bytes: Buffer): void {
  const held = [bytes];
  // The time of a zip entry is local and has no zone: one fixed day gives the same bytes everywhere.
  const day = { mtime: new Date(2026, 0, 1), forceDosTimestamp: true };
  zip.addReadStreamLazy(name, { ...day, mode: 0o100644, compress: false, size: bytes.length }, (take) =>
    take(null, Readable.from(held.splice(0))),
  );
}

/** Waits while the reader of a stream has more than it takes. Throws when the reader has given up. */
async function drained(out: PassThrough): Promise<void> {
  while (out.readableLength > 1_000_000 && !out.destroyed) await new Promise((resolve) => setTimeout(resolve, 2));
  if (out.destroyed) throw out.errored ?? new Error('the archive’s reader has given up');
}

function paperOf(letter: SetLetter) {
  return paperLetter({ ...letter, senderPostal: null, addresseePostal: null });
}

async function* bulkRecords(db: Db, set: HeldSet): AsyncGenerator<string> {
  for await (const letter of lettersOf(db, set)) yield csvRecord(bulkCells(commentOf(set, letter)));
}

/** A letter as the bulk file has it: everything from the bytes that its writer saw. */
function commentOf(
  { docket, docketTitle }: HeldSet,
  { source, sentAt, senderName, senderAddress }: SetLetter,
): BulkComment {
  const postal = source.postal ?? senderAddress;
  return {
    docket,
    docketTitle,
    docketId: '',
    name: source.fromName ?? senderName,
    email: source.replyTo ?? '',
    line1: postal?.line1 ?? '',
    line2: postal?.line2 ?? '',
    city: postal?.city ?? '',
    state: postal?.state ?? '',
    zip: postal?.zip ?? '',
    zipExtension: postal?.zipExtension ?? '',
    receivedOn: filingDay(sentAt),
    comments: `${source.subject}\n\n${source.body}`,
  };
}

function manifestOf(set: HeldSet, members: number, files: readonly ManifestFile[]) {
  return {
    set: set.publicId,
    kind: set.kind,
    campaign: set.campaign,
    docket: set.docket,
    madeAt: set.createdAt.toISOString(),
    upTo: set.cutoffAt.toISOString(),
    members,
    membersWhenMade: set.members,
    heldBack: set.report.heldBack,
    filer: set.filer?.name ?? null,
    rulesVersion: set.rules,
    countingRules: countingRules(set.kind),
    integrity: set.report,
    files,
  };
}
