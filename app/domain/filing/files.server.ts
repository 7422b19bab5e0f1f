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
import { COUNTING_RULES, type ManifestFile } from './filing.ts';
import {
  countStanding,
  findFilingSet,
  type HeldSet,
  letterStands,
  lettersOf,
  type SetLetter,
  signersOf,
} from './read.server.ts';

/** Takes one file of a set; settles when it is kept. The source must be read to its end. */
export type KeepFile = (name: string, source: Readable) => Promise<void>;

/** What an export came to. `changed`: members that do not stand any more since the set was made; `isSame`: whether the manifest is that of the first export. */
export type ExportResult =
  | { ok: true; set: HeldSet; files: ManifestFile[]; changed: number; isSame: boolean }
  | { ok: false; reason: 'unknown' };

/**
 * Writes the files of a set: the FCC's bulk CSV in parts, annexes, a zip of PDFs, and `manifest.json` with rows, bytes and SHA-256 of each, the counting
 * rules and the integrity report. Deletes nothing and changes no letter. The same set gives the same bytes; members withdrawn or erased since
 * are left out and counted as `changed`. `keep` is called once for each file, the manifest last. Throws what `keep` throws.
 */
export async function exportFilingSet(
  { publicId, paper = 'letter' }: { publicId: string; paper?: Paper },
  keep: KeepFile,
  given: Partial<Tools> = {},
): Promise<ExportResult> {
  const { db } = tools(given);
  const set = await findFilingSet(publicId, given);
  if (!set) return { ok: false, reason: 'unknown' };
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

/** The bulk record of what an organization hands in: a petition, or one text that many people sent. */
function organizationComment(set: HeldSet, comments: string): BulkComment {
  const { filer } = set;
  if (!filer) throw new Error(`filing set ${set.id} has no filer`);
  const { docket, docketTitle, createdAt } = set;
  return { ...filer, zipExtension: '', docket, docketTitle, docketId: '', receivedOn: filingDay(createdAt), comments };
}

async function writePetition(db: Db, set: HeldSet, members: number, stem: string, paper: Paper, write: Write) {
  const comments = [
    set.title,
    set.body,
    set.ask,
    `${members} people signed this petition and confirmed it, up to ${set.cutoffAt.toISOString()}. The annex lists them; ${set.report.sendings === members ? '' : `${set.report.sendings - members} have withdrawn since it was made. `}A manifest with digests, the counting rules and an integrity report go with it.`,
    ...COUNTING_RULES,
  ].join('\n\n');
  await writeParts(stem, BULK_COLUMNS, records([csvRecord(bulkCells(organizationComment(set, comments)))]), write);
  const signers = async function* () {
    for await (const { number, name, state, day } of signersOf(db, set))
      yield csvRecord([String(number), name ?? 'name withheld', state ?? '', day]);
  };
  await writeParts(`${stem}-signers`, ['Number', 'Name', 'State', 'Day'], signers(), write);
  const sink = new PassThrough();
  const pdf = {
    id: set.publicId,
    locale: 'en' as const,
    title: set.title,
    addressee: 'Federal Communications Commission',
    ask: set.ask,
    body: set.body,
    rules: COUNTING_RULES,
    count: members,
    asOf: set.cutoffAt,
    signers: annexOf(db, set),
  };
  const drawn = petitionPdf(pdf, { paper: paper === 'a4' ? 'a4' : 'letter' }, sink);
  await Promise.all([write(`${stem}.pdf`, () => members, sink), drawn]);
}

/** The annex as the document takes it: a signer's ISP is never handed in. */
async function* annexOf(db: Db, set: HeldSet) {
  for await (const signer of signersOf(db, set)) yield { ...signer, isp: null };
}

async function* records(list: readonly string[]): AsyncGenerator<string> {
  yield* list;
}

async function writeLetters(db: Db, set: HeldSet, stem: string, paper: Paper, write: Write) {
  if (set.kind === 'personal') {
    await writeParts(stem, BULK_COLUMNS, bulkRecords(db, set), write);
  } else {
    await writeParts(stem, BULK_COLUMNS, groupRecords(db, set), write);
    await writeParts(
      `${stem}-senders`,
      ['Group', 'Name', 'City', 'State', 'Zip', 'Date Received'],
      senderRecords(db, set),
      write,
    );
  }
  const zip = new yazl.ZipFile();
  let documents = 0;
  const out = new PassThrough();
  zip.outputStream.pipe(out);
  const filled = (async () => {
    for await (const letter of set.kind === 'personal' ? lettersOf(db, set) : firstOfGroups(db, set)) {
      const bytes = await letterPdfBytes(paperOf(letter), { paper });
      const name = `${String(letter.position).padStart(6, '0')}-${letter.publicId}.pdf`;
      // The time of a zip entry is local and has no zone: one fixed day gives the same bytes everywhere.
      zip.addBuffer(bytes, name, {
        mtime: new Date(2026, 0, 1),
        mode: 0o100644,
        compress: false,
        forceDosTimestamp: true,
      });
      documents += 1;
      await drained(out);
    }
    zip.end();
  })();
  await Promise.all([write(`${stem}-letters.zip`, () => documents, out), filled]);
}

/** Waits while the reader of a stream has more than it takes, so that memory holds a few letters and not all. */
async function drained(out: PassThrough): Promise<void> {
  while (out.readableLength > 1_000_000) await new Promise((resolve) => setTimeout(resolve, 2));
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

/** The first letter of each group, the biggest group first. */
async function* firstOfGroups(db: Db, set: HeldSet): AsyncGenerator<SetLetter & { size: number; groupNumber: number }> {
  const sizes = new Map<string, number>();
  for (const { group_key: key, n } of await db.execute<{ group_key: string; n: number }>(sql`
    select f.group_key, count(*)::int as n from filing_letters f join deliveries d on d.id = f.delivery_id join letters l on l.id = d.letter_id
    where f.set_id = ${set.id} and ${letterStands(set)} group by f.group_key`))
    sizes.set(key, n);
  let last: string | null = null;
  let groupNumber = 0;
  for await (const letter of lettersOf(db, set, true)) {
    if (letter.group === last) continue;
    last = letter.group;
    groupNumber += 1;
    yield { ...letter, size: sizes.get(letter.group) ?? 1, groupNumber };
  }
}

async function* groupRecords(db: Db, set: HeldSet): AsyncGenerator<string> {
  for await (const { source, size, groupNumber } of firstOfGroups(db, set)) {
    const head =
      size === 1
        ? `Group ${groupNumber}. One person sent this form letter and confirmed that it is theirs.`
        : `Group ${groupNumber}. ${size} people sent this form letter, and each confirmed that it is theirs. The text is that of the first of them; the others differ from it in names, places, the facts about the sender’s own provider, or small changes. The annex lists who sent it.`;
    yield csvRecord(bulkCells(organizationComment(set, `${head}\n\n${source.subject}\n\n${source.body}`)));
  }
}

async function* senderRecords(db: Db, set: HeldSet): AsyncGenerator<string> {
  let last: string | null = null;
  let groupNumber = 0;
  for await (const letter of lettersOf(db, set, true)) {
    if (letter.group !== last) groupNumber += 1;
    last = letter.group;
    const postal = letter.source.postal ?? letter.senderAddress;
    const place = [postal?.city ?? '', postal?.state ?? '', postal?.zip ?? ''];
    yield csvRecord([
      String(groupNumber),
      letter.source.fromName ?? letter.senderName,
      ...place,
      filingDay(letter.sentAt),
    ]);
  }
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
    countingRules: COUNTING_RULES,
    integrity: set.report,
    files,
  };
}
