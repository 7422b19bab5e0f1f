// Checks an export of an Untolled site without trusting the site: `node verify-export.mjs DIR`. Needs Node 20 or newer and verify.mjs beside it; for rows by status of a Parquet
// file also the package hyparquet. A second implementation, written from docs/exports.md and from what it names: C2SP signed-note and tlog-checkpoint, RFC 4180, ECMA-376, Parquet.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createInflateRaw } from 'node:zlib';
import { demand, fromBase64, isSignedBy, openCheckpoint, readKey, recount } from './verify.mjs';

const FORMAT = 'untolled-export-v1';

/** Digest and length of a file, read in pieces. */
async function measured(path) {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(path), async (pieces) => {
    for await (const piece of pieces) {
      hash.update(piece);
      bytes += piece.length;
    }
  });
  return { sha256: hash.digest('hex'), bytes };
}

// Rows: `take` is handed each record as an object of texts, numbers and null.

/** Records of RFC 4180: cells in quotes, doubled quotes, line ends inside of quotes. */
async function eachOfCsv(path, take) {
  let [cells, cell, quoted, wasQuoted, pending, header] = [[], '', false, false, false, null];
  const endCell = () => {
    cells.push(cell);
    [cell, wasQuoted] = ['', false];
  };
  const endRecord = () => {
    endCell();
    if (header) {
      demand(cells.length === header.length, `A record has ${cells.length} cells, expected ${header.length}.`);
      take(Object.fromEntries(header.map((name, at) => [name, cells[at]])));
    } else header = cells;
    cells = [];
  };
  for await (const piece of createReadStream(path, 'utf8')) {
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const sign = piece[at];
      if (pending) {
        // A quote inside of quotes: a second one makes it a character, anything else ends the cell.
        pending = false;
        if (sign === '"') {
          cell += '"';
          from = at + 1;
          continue;
        }
        [quoted, from] = [false, at];
      }
      if (quoted) {
        if (sign !== '"') continue;
        cell += piece.slice(from, at);
        pending = true;
      } else if (sign === '"') {
        demand(cell === '' && from === at && !wasQuoted, 'A quote stands inside of a cell that has none around it.');
        [quoted, wasQuoted, from] = [true, true, at + 1];
      } else if (sign === ',' || sign === '\n') {
        const rest = piece.slice(from, at);
        cell += sign === '\n' ? rest.replace(/\r$/, '') : rest;
        from = at + 1;
        if (sign === ',') endCell();
        else endRecord();
      }
    }
    if (!pending) cell += piece.slice(from);
  }
  demand(!quoted || pending, 'The file ends inside of a cell.');
  demand(cell === '' && cells.length === 0, 'The last record has no line end.');
}

/** Lines as they end in \n alone: JSON may hold other line separators inside of texts. */
async function* linesOf(path) {
  let held = '';
  for await (const piece of createReadStream(path, 'utf8')) {
    const lines = (held + piece).split('\n');
    held = lines.pop();
    yield* lines;
  }
  demand(held === '', 'The last line has no line end.');
}

/** Objects one a line; in an array with commas between them. */
async function eachOfLines(path, take, isArray) {
  let [line, before] = [0, null];
  for await (const text of linesOf(path)) {
    line += 1;
    if (isArray && (line === 1 || text === ']' || text === '')) {
      demand(line > 1 ? text !== ']' || before !== ',' : text === '[', 'The file is no array of objects, one a line.');
      if (text === ']') before = ']';
      continue;
    }
    demand(!isArray || before === null || before === ',', 'Two objects have no comma between them, or one stands behind the array.');
    before = text.endsWith(',') ? ',' : '}';
    take(JSON.parse(isArray && before === ',' ? text.slice(0, -1) : text));
  }
  demand(!isArray || before === ']', 'The array has no end.');
}

/** The entries of a zip archive by name, read from its directory at the end. */
export async function entriesOf(path) {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, 65_557));
    await file.read(tail, 0, tail.length, size - tail.length);
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    demand(end >= 0, 'It is no zip archive.');
    let [count, length, start] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
    const locator = end >= 20 && tail.readUInt32LE(end - 20) === 0x07064b50 ? Number(tail.readBigUInt64LE(end - 12)) : null;
    if (locator !== null) {
      const large = Buffer.alloc(56);
      await file.read(large, 0, 56, locator);
      [count, length, start] = [32, 40, 48].map((at) => Number(large.readBigUInt64LE(at)));
    }
    const directory = Buffer.alloc(length);
    await file.read(directory, 0, length, start);
    const entries = new Map();
    for (let at = 0; entries.size < count; ) {
      demand(directory.readUInt32LE(at) === 0x02014b50, 'The directory of the archive is broken.');
      const [name, extra, comment] = [28, 30, 32].map((place) => directory.readUInt16LE(at + place));
      let [packed, unpacked, offset] = [20, 24, 42].map((place) => directory.readUInt32LE(at + place));
      const fields = directory.subarray(at + 46 + name, at + 46 + name + extra);
      for (let place = 0; place + 4 <= fields.length; place += 4 + fields.readUInt16LE(place + 2)) {
        if (fields.readUInt16LE(place) !== 1) continue;
        let next = place - 4;
        const large = () => {
          next += 8;
          return Number(fields.readBigUInt64LE(next));
        };
        if (unpacked === 0xffffffff) unpacked = large();
        if (packed === 0xffffffff) packed = large();
        if (offset === 0xffffffff) offset = large();
      }
      const method = directory.readUInt16LE(at + 10);
      entries.set(directory.toString('utf8', at + 46, at + 46 + name), { method, packed, offset });
      at += 46 + name + extra + comment;
    }
    return entries;
  } finally {
    await file.close();
  }
}

/** One entry of an archive as a stream of bytes. */
async function entryStream(path, { method, packed, offset }) {
  const file = await open(path);
  const head = Buffer.alloc(30);
  await file.read(head, 0, 30, offset);
  await file.close();
  const start = offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  if (packed === 0) return [];
  const stored = createReadStream(path, { start, end: start + packed - 1 });
  return method === 8 ? stored.pipe(createInflateRaw()) : stored;
}

export async function entryBytes(path, entry) {
  const pieces = [];
  for await (const piece of await entryStream(path, entry)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const plainOf = (xml) =>
  xml
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

/** Records of all sheets of a workbook, the first row of each being its header. A cell with a formula is a fault. */
async function eachOfSheets(path, take) {
  const entries = await entriesOf(path);
  const sheets = [...entries.keys()].filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name));
  demand(sheets.length > 0, 'The workbook has no sheet.');
  for (const name of sheets) {
    let [held, header] = ['', null];
    const decoder = new TextDecoder();
    const rows = (text) => {
      held += text;
      const end = held.lastIndexOf('</row>');
      if (end < 0) return;
      const whole = held.slice(0, end + 6);
      held = held.slice(end + 6);
      demand(!/<f[\s>/]/.test(whole), `A cell of ${name} holds a formula.`);
      for (const [, row] of whole.matchAll(/<row [^>]*>(.*?)<\/row>/gs)) {
        const cells = [...row.matchAll(/<c r="([A-Z]+)\d+"[^>]*>(.*?)<\/c>/gs)].map(([, column, xml]) => [column, plainOf(xml)]);
        if (header) take(Object.fromEntries(cells.map(([column, text]) => [header.get(column), text])));
        else header = new Map(cells);
      }
    };
    for await (const piece of await entryStream(path, entries.get(name))) rows(decoder.decode(piece, { stream: true }));
    rows(decoder.decode());
    demand(header && held.includes('</sheetData>'), `${name} is cut off.`);
  }
}

/** The numbers of rows that the end of a Parquet file states, of all and of each group (Thrift's compact protocol). */
function parquetRows(footer) {
  let at = 0;
  const byte = () => footer[at++];
  const varint = () => {
    let [value, scale] = [0, 1];
    for (let part = byte(); ; part = byte()) {
      value += (part & 127) * scale;
      scale *= 128;
      if (part < 128) return value;
    }
  };
  const zigzag = () => {
    const value = varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  };
  const value = (type) => {
    if (type === 1 || type === 2) return type === 1;
    if (type === 3) return byte();
    if (type >= 4 && type <= 6) return zigzag();
    if (type === 7 || type === 8) {
      const length = type === 7 ? 8 : varint();
      at += length;
      return null;
    }
    if (type === 9 || type === 10) {
      const head = byte();
      const count = head >> 4 === 15 ? varint() : head >> 4;
      return Array.from({ length: count }, () => ((head & 15) <= 2 ? byte() : value(head & 15)));
    }
    demand(type === 12, 'The end of the Parquet file cannot be read.');
    const fields = {};
    for (let id = 0, head = byte(); head !== 0; head = byte()) {
      id = head >> 4 === 0 ? zigzag() : id + (head >> 4);
      fields[id] = value(head & 15);
    }
    return fields;
  };
  const { 3: all, 4: groups } = value(12);
  return { all, groups: groups?.map((group) => group[3]) };
}

async function eachOfParquet(path, take, needed) {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const slice = async (from, to = size) => {
      const bytes = new Uint8Array(to - from);
      await file.read(bytes, 0, bytes.length, from);
      return bytes.buffer;
    };
    const end = Buffer.from(await slice(size - 8));
    const length = end.readUInt32LE(0);
    demand(end.toString('latin1', 4) === 'PAR1' && length < size, 'It is no Parquet file.');
    const { all, groups = [] } = parquetRows(Buffer.from(await slice(size - 8 - length, size - 8)));
    const rows = groups.reduce((sum, group) => sum + group, 0);
    demand(rows === all, `Its groups have ${rows} rows, its end says ${all}.`);
    const reader = needed.length > 0 ? await import('hyparquet').catch(() => null) : null;
    let rowStart = 0;
    for (const group of reader ? groups : []) {
      const asked = { file: { byteLength: size, slice }, columns: needed, rowStart, rowEnd: rowStart + group };
      for (const row of await reader.parquetReadObjects(asked)) take(row);
      rowStart += group;
    }
    if (reader || needed.length === 0) return { rows };
    return { rows, without: 'rows by status and sums, which need the package hyparquet' };
  } finally {
    await file.close();
  }
}

/** Counts the records of a file anew: how many, by status, and the sums. `without`: what could not be counted here. */
async function countRows(path, manifest) {
  const sums = manifest.rows.sums ? Object.fromEntries(Object.keys(manifest.rows.sums).map((name) => [name, 0])) : null;
  const [found, byStatus] = [{ rows: 0, without: null }, manifest.rows.byStatus ? {} : null];
  const take = (row) => {
    found.rows += 1;
    if (byStatus) byStatus[row.status] = (byStatus[row.status] ?? 0) + 1;
    for (const name of Object.keys(sums ?? {})) sums[name] += Number(row[name]);
  };
  if (path.endsWith('.csv')) await eachOfCsv(path, take);
  else if (path.endsWith('.ndjson') || path.endsWith('.json')) await eachOfLines(path, take, path.endsWith('.json'));
  else if (path.endsWith('.xlsx')) await eachOfSheets(path, take);
  else if (path.endsWith('.parquet')) {
    const needed = [...(byStatus ? ['status'] : []), ...Object.keys(sums ?? {})];
    Object.assign(found, await eachOfParquet(path, take, needed));
  } else if (path.endsWith('.zip')) found.rows = (await entriesOf(path)).size;
  else return null;
  return { ...found, byStatus, sums };
}

const told = (value) => JSON.stringify(value && Object.fromEntries(Object.entries(value).sort()));

async function checkFile(folder, file, manifest) {
  const { name, rows } = file;
  demand(/^[\w.-]+$/.test(name) && !name.startsWith('.'), `The manifest names a file "${name}".`);
  const path = join(folder, name);
  const found = await measured(path).catch((error) => demand(false, `${name} cannot be read: ${error.message}.`, '', 3));
  demand(found.bytes === file.bytes, `${name} has ${found.bytes} bytes, expected ${file.bytes}.`);
  demand(found.sha256 === file.sha256, `${name} has the digest ${found.sha256}, expected ${file.sha256}.`);
  if (manifest.kind === 'ledger') {
    const entries = await entriesOf(path);
    const read = async (part) => (entries.has(part) ? entryBytes(path, entries.get(part)) : null);
    const { size, origin } = await recount(read, manifest.checkpoints[0]?.keys ?? []);
    demand(size === rows && origin === manifest.checkpoints[0]?.origin, `${name} has ${size} leaves of ${origin}, expected ${rows}.`);
    return `${name}: ${size} leaves, their root and every public figure hold`;
  }
  if (rows === null) return `${name}: digest holds`;
  const counted = await countRows(path, manifest.kind === 'filing' ? { rows: { byStatus: null, sums: null } } : manifest).catch((error) =>
    demand(false, `${name}: ${error.message}`, '', error.code ?? 1),
  );
  if (counted === null) return `${name}: digest holds`;
  demand(counted.rows === rows, `${name} has ${counted.rows} rows, expected ${rows}.`);
  if (manifest.kind === 'filing') return `${name}: ${rows} rows`;
  demand(rows === manifest.rows.total, `The manifest says ${manifest.rows.total} rows, and ${rows} of ${name}.`);
  if (counted.without) return `${name}: ${rows} rows; not counted: ${counted.without}`;
  for (const what of ['byStatus', 'sums'])
    demand(told(counted[what]) === told(manifest.rows[what]), `${name}, ${what}: found ${told(counted[what])}, expected ${told(manifest.rows[what])}.`);
  return `${name}: ${rows} rows`;
}

/** Holds every checkpoint to its log's signature, what it says to what the manifest says, and counts to the leaves that they come from. */
async function checkCheckpoints({ checkpoints, kind, query, rows }, vkeys) {
  for (const { campaign, origin, size, root, note, keys, counts } of checkpoints) {
    const trusted = vkeys.filter((key) => key.startsWith(`${origin}+`));
    const opened = await openCheckpoint(note, trusted.length > 0 ? trusted : keys);
    const isSame = opened.origin === origin && opened.size === size && opened.root === root;
    demand(isSame, `The checkpoint of ${campaign} is of ${opened.size} leaves of ${opened.origin}, the manifest says ${size} of ${origin}.`);
    const leaves = counts ? counts.signed + counts.withdrawn + counts.invalidated + counts.others : size;
    demand(leaves === size, `The counts of ${campaign} come to ${leaves} leaves, its checkpoint to ${size}.`);
  }
  if (kind !== 'counts') return;
  const sum = (name) => checkpoints.reduce((all, { counts }) => all + counts[name], 0);
  const counted = sum('signed') - sum('withdrawn') - sum('invalidated');
  const right =
    query.by.includes('source') || query.by.includes('status')
      ? { counted }
      : { signed: sum('signed'), withdrawn: sum('withdrawn'), invalidated: sum('invalidated'), counted };
  for (const [name, value] of Object.entries(right))
    demand(rows.sums[name] === value, `The rows come to ${name} ${rows.sums[name]}, the leaves of the checkpoints to ${value}.`);
}

/** Checks the export in a folder and answers what holds, a line each. Throws what does not. */
export async function checkExport(folder, vkeys = []) {
  const missing = (name) => (error) => demand(false, `${name} cannot be read: ${error.message}.`, '', 3);
  const bytes = await readFile(join(folder, 'manifest.json')).catch(missing('manifest.json'));
  const note = await readFile(join(folder, 'manifest.note'), 'utf8').catch(missing('manifest.note'));
  const manifest = JSON.parse(bytes.toString('utf8'));
  demand(manifest.format === FORMAT, `manifest.json is of the form "${manifest.format}", expected ${FORMAT}.`);
  const [text, lines = ''] = note.split('\n\n');
  const [form, digest = '', id = ''] = text.split('\n');
  demand(form === FORMAT && digest.startsWith('sha256 ') && id.startsWith('export '), 'manifest.note is not the signature of an export.');
  const found = createHash('sha256').update(bytes).digest('hex');
  demand(
    `sha256 ${found}` === digest && `export ${manifest.export}` === id,
    `manifest.json was changed: its digest is ${found}, signed was ${digest.slice(7)}.`,
  );
  const isOurs = (key) => key.startsWith(`${manifest.key.split('+', 1)[0]}+`);
  const trusted = vkeys.filter(isOurs);
  const [, name, data] = /^\u2014 (\S+) (\S+)\n$/.exec(lines) ?? [];
  const signature = fromBase64(data ?? '');
  demand(name && signature?.length === 68, 'The signature line of manifest.note cannot be read.');
  let holds = false;
  for (const vkey of trusted.length > 0 ? trusted : [manifest.key]) {
    const key = await readKey(vkey);
    holds ||= key.name === name && (await isSignedBy(key.publicKey, `${text}\n`, signature.slice(4)));
  }
  demand(holds, 'The signature of manifest.note does not hold: it was changed, or another key signed it.', 'signature');
  const said = [];
  for (const file of manifest.files) said.push(await checkFile(folder, file, manifest));
  await checkCheckpoints(manifest, vkeys);
  for (const { origin, size } of manifest.checkpoints) said.push(`checkpoint of ${origin}: ${size} leaves, signed`);
  const known = new Set(['manifest.json', 'manifest.note', ...manifest.files.map((file) => file.name)]);
  const others = (await readdir(folder)).filter((one) => !known.has(one));
  if (others.length > 0) said.push(`not part of it, and not looked at: ${others.join(', ')}`);
  if (trusted.length === 0) said.push(`The key is the one that the export names. Compare it with the one that the site publishes: ${manifest.key}`);
  return { manifest, said };
}

const USAGE = `Usage: node verify-export.mjs DIR [--key KEY]...
Checks the export in DIR: its manifest is signed, every file is as it was written, rows are counted anew, and the checkpoints of its ledgers are signed and agree.
--key KEY: a key from a source you trust (name+id+base64), of the exports or of a log; left out, those that the manifest names.
Exit code: 0 all holds; 1 something does not, and is named; 2 called wrongly; 3 not checked.`;

/** Does what a command line asks, prints what was found, and answers the exit code. */
export async function main(args) {
  const options = { key: { type: 'string', multiple: true, default: [] }, help: { type: 'boolean', short: 'h' } };
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [folder, more] = positionals;
    demand(values.help || (folder && more === undefined), USAGE, '', 2);
    if (values.help) process.stdout.write(`${USAGE}\n`);
    else {
      demand((await stat(folder).catch(() => null))?.isDirectory(), `${folder} is no folder.`, '', 3);
      const { manifest, said } = await checkExport(folder, values.key);
      process.stdout.write(`${said.join('\n')}\n${manifest.kind} of ${manifest.site}, read at ${manifest.readAt}: all of it holds.\n`);
    }
    return 0;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return error.code > 0 ? error.code : error instanceof SyntaxError ? 1 : String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 3;
  }
}
if (process.argv[1]?.endsWith('verify-export.mjs')) process.exitCode = await main(process.argv.slice(2));
