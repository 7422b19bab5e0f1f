import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Logger } from 'pino';
import { readCheckpoint, readEntries, readTile } from '#app/domain/ledger/ledger.server.ts';
import type { SignedCheckpoint } from '#app/domain/ledger/ledger.ts';
import { type CsvIndex, newCsvIndex, readCsvBytes, readCsvLength } from '#app/domain/ledger/ledger-csv.server.ts';
import { parseTilePath, type TileName, widthAt } from '#app/domain/ledger/tile.ts';
import { compress, encodingOf } from './compression.ts';
import { entityTag, namesTag } from './entity-tag.ts';
import { readAnnouncement } from './ledger-announcement.ts';
import { KeptBodies } from './ledger-kept.ts';
import { secured } from './security-headers.ts';

/** Answers `/log/…` and the announcement of the logs, and gives the status and the bytes of body that left. Own choice. */
export interface LedgerFiles {
  isFor(path: string): boolean;
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    secure: readonly string[],
  ): Promise<{ status: number; bytes: number }>;
}

/** What ledgers' files need: the site's origin, and for tests how long what changes is kept, in milliseconds. Own choice. */
export interface LedgerFilesOptions {
  origin: string;
  log: Pick<Logger, 'error'>;
  keptMs?: number;
  /** What the readers use instead of the process's own connection. */
  given?: Parameters<typeof readCheckpoint>[1];
  /** The public counts of a campaign as `counts.json` gives them, or null when it has none. */
  readCounts?: (slug: string) => Promise<object | null>;
}

/** Where the logs of a site are announced. Source: RFC 8615. */
export const announcementPath = '/.well-known/untolled-ledger.json';

const forever = 'public, max-age=31536000, immutable';
/** What changes with every signature may be two seconds old. Source: C2SP tlog-tiles, "Checkpoints". */
const briefly = 'public, max-age=2';
const keptMsByDefault = 1000;
/** What a process keeps of tiles and entries. */
const keptTileBytes = 32_000_000;
const octets = 'application/octet-stream';

// The files are public by their nature, and verifiers run on other sites.
const open = [
  'Access-Control-Allow-Origin',
  '*',
  'Access-Control-Expose-Headers',
  'ETag, Content-Range, Accept-Ranges, Retry-After',
  'Cross-Origin-Resource-Policy',
  'cross-origin',
  'Content-Security-Policy',
  "default-src 'none'; frame-ancestors 'none'",
];

interface SmallFile {
  body: Buffer;
  type: string;
  cache: string;
  /** Whether it is worth compressing; hashes are not. */
  isText: boolean;
}

type Visit = { request: IncomingMessage; response: ServerResponse; secure: readonly string[] };
type Sent = { status: number; bytes: number };

/**
 * The files of the campaigns' ledgers, straight from the database: `checkpoint`, tiles, entries, `counts.json`, `ledger.csv`, and the announcement of all logs and keys.
 * Nothing is given that the newest signed checkpoint does not cover. 404 for every other path beneath `/log/`, 405 to a POST, 503 while the database is
 * away and the file is not in memory. Source: C2SP tlog-tiles; docs/ledger.md.
 */
export function createLedgerFiles({
  origin,
  log,
  keptMs = keptMsByDefault,
  readCounts,
  given,
}: LedgerFilesOptions): LedgerFiles {
  const changing = new KeptBodies<unknown>({ keptMs, most: 1000, mostBytes: keptTileBytes });
  const tiles = new KeptBodies<Buffer | null>({
    keptMs: Number.POSITIVE_INFINITY,
    most: 10_000,
    mostBytes: keptTileBytes,
  });
  const indexes = new Map<number, CsvIndex>();

  const checkpointOf = (slug: string) =>
    changing.get(`checkpoint ${slug}`, () => readCheckpoint(slug, given)) as Promise<SignedCheckpoint | null>;

  const tileOf = ({ campaignId, size }: SignedCheckpoint, tile: TileName) => {
    if (tile.width > widthAt(size, tile.level, tile.number)) return null;
    return tiles.get(`${campaignId} ${tile.level} ${tile.number} ${tile.width}`, async () => {
      const { level } = tile;
      const bytes = await (level === 'entries'
        ? readEntries(campaignId, tile, given)
        : readTile(campaignId, { ...tile, level }, given));
      return bytes && Buffer.from(bytes);
    });
  };

  async function findFile(slug: string, name: string): Promise<SmallFile | null> {
    const checkpoint = await checkpointOf(slug);
    if (!checkpoint) return null;
    if (name === 'checkpoint')
      return { body: Buffer.from(checkpoint.note), type: 'text/plain; charset=utf-8', cache: briefly, isText: false };
    if (name === 'counts.json') {
      const counts = await changing.get(`counts ${slug}`, async () => (await readCounts?.(slug)) ?? null);
      return counts === null ? null : jsonFile(counts as object);
    }
    const tile = parseTilePath(name);
    const body = tile && (await tileOf(checkpoint, tile));
    return body ? { body, type: octets, cache: forever, isText: tile.level === 'entries' } : null;
  }

  async function sendCsv(visit: Visit, slug: string, wanted: number | null): Promise<Sent> {
    const checkpoint = await checkpointOf(slug);
    if (!checkpoint || (wanted ?? 0) > checkpoint.size) return notFound(visit);
    const { campaignId, size: newest } = checkpoint;
    if (wanted === null)
      return send(visit, 302, ['Location', `/log/${slug}/ledger-${newest}.csv`, 'Cache-Control', briefly]);
    const index = indexes.get(campaignId) ?? newCsvIndex();
    indexes.set(campaignId, index);
    const length = await readCsvLength(campaignId, wanted, index, given);
    return sendRange(visit, {
      tag: `"ledger-${campaignId}-${wanted}"`,
      length,
      head: [
        ...['Content-Type', 'text/csv; charset=utf-8; header=present', 'Cache-Control', `${forever}, no-transform`],
        ...['Content-Disposition', `attachment; filename="${slug}-ledger-${wanted}.csv"`],
      ],
      read: (from, to) => readCsvBytes({ campaignId, size: wanted, from, to }, index, given),
    });
  }

  async function answerPath(visit: Visit, path: string): Promise<Sent> {
    if (path === announcementPath)
      return sendSmall(visit, jsonFile((await changing.get('', () => readAnnouncement(origin, given))) as object));
    const [, slug = '', name = ''] = /^\/log\/([a-z0-9-]{1,100})\/(.+)$/.exec(path) ?? [];
    if (slug === '') return notFound(visit);
    const csv = /^ledger(?:-(0|[1-9]\d{0,11}))?\.csv$/.exec(name);
    if (csv) return sendCsv(visit, slug, csv[1] === undefined ? null : Number(csv[1]));
    const file = await findFile(slug, name);
    return file ? sendSmall(visit, file) : notFound(visit);
  }

  return {
    isFor: (path) => path.startsWith('/log/') || path === announcementPath,
    async answer(request, response, path, secure) {
      const visit = { request, response, secure };
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return send(visit, 405, ['Allow', 'GET, HEAD', 'Connection', 'close'], 'GET only\n');
      try {
        return await answerPath(visit, path);
      } catch (fault) {
        log.error({ err: fault }, 'a ledger could not be read');
        if (!response.headersSent)
          return send(
            visit,
            503,
            ['Retry-After', '5', 'Cache-Control', 'no-store'],
            'The ledger cannot be read now.\n',
          );
        response.destroy();
        return { status: response.statusCode, bytes: 0 };
      }
    },
  };
}

const jsonFile = (value: object): SmallFile => ({
  body: Buffer.from(`${JSON.stringify(value, null, 1)}\n`),
  type: 'application/json; charset=utf-8',
  cache: briefly,
  isText: true,
});

const notFound = (visit: Visit) =>
  send(visit, 404, ['Content-Type', 'text/plain; charset=utf-8', 'Cache-Control', briefly], 'There is no such file.\n');

async function send(
  { request, response, secure }: Visit,
  status: number,
  head: string[],
  body: string | Buffer = '',
): Promise<Sent> {
  const bytes = Buffer.from(body);
  const isBodiless = request.method === 'HEAD' || status === 304;
  const length = status === 304 ? [] : ['Content-Length', String(bytes.length)];
  response.writeHead(status, secured([...head, ...length, ...open], secure)).end(isBodiless ? undefined : bytes);
  return { status, bytes: isBodiless ? 0 : bytes.length };
}

async function sendSmall(visit: Visit, { body, type, cache, isText }: SmallFile): Promise<Sent> {
  const { headers } = visit.request;
  const tag = entityTag(body);
  const head = ['Cache-Control', cache, 'ETag', tag];
  if (isText) head.push('Vary', 'Accept-Encoding');
  if (namesTag(headers['if-none-match'] ?? null, tag)) return send(visit, 304, head);
  head.push('Content-Type', type);
  const accepted = headers['accept-encoding'];
  const encoding = isText ? encodingOf(Array.isArray(accepted) ? accepted.join() : accepted) : 'identity';
  if (encoding !== 'identity') head.push('Content-Encoding', encoding);
  return send(visit, 200, head, await compress(body, encoding));
}

interface RangedFile {
  /** A strong tag: the bytes of this address never change. */
  tag: string;
  length: number;
  head: string[];
  read(from: number, to: number): AsyncIterable<Buffer>;
}

/** One range of bytes, or the whole: 200, 206, 304 or 416. Several ranges at once give the whole. Source: RFC 9110, section 14. */
async function sendRange(visit: Visit, { tag, length, head, read }: RangedFile): Promise<Sent> {
  const { request, response, secure } = visit;
  const { range, 'if-range': ifRange, 'if-none-match': ifNoneMatch } = request.headers;
  const own = [...head, 'ETag', tag, 'Accept-Ranges', 'bytes'];
  if (ifNoneMatch?.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, ''))))
    return send(visit, 304, own);
  const asked =
    range !== undefined && request.method === 'GET' && (ifRange === undefined || ifRange === tag)
      ? parseRange(range, length)
      : null;
  if (asked === 'unsatisfiable')
    return send(visit, 416, ['Content-Range', `bytes */${length}`, 'Accept-Ranges', 'bytes']);
  const { from, to } = asked ?? { from: 0, to: length };
  if (asked) own.push('Content-Range', `bytes ${from}-${to - 1}/${length}`);
  const status = asked ? 206 : 200;
  response.writeHead(status, secured([...own, 'Content-Length', String(to - from), ...open], secure));
  if (request.method === 'HEAD') {
    response.end();
    return { status, bytes: 0 };
  }
  let bytes = 0;
  const counted = async function* () {
    for await (const part of read(from, to)) {
      bytes += part.length;
      yield part;
    }
  };
  try {
    await pipeline(Readable.from(counted(), { objectMode: false }), response);
  } catch (fault) {
    // A reader that leaves in the middle is no fault of ours.
    if (!(fault instanceof Error && 'code' in fault && fault.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw fault;
  }
  return { status, bytes };
}

/** The bytes `[from, to)` of a range header; null when it asks for nothing that is given. Source: RFC 9110, section 14.1.2. */
export function parseRange(header: string, length: number): { from: number; to: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    const from = Math.max(0, length - Number(last));
    return from === length ? 'unsatisfiable' : { from, to: length };
  }
  if (last !== '' && Number(last) < Number(first)) return null;
  const to = last === '' ? length : Math.min(length, Number(last) + 1);
  return Number(first) >= length ? 'unsatisfiable' : { from: Number(first), to };
}
