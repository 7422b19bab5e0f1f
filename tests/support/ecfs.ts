import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A filing as it was posted; only what the fake itself looks at is named. */
interface Posted {
  proceedings?: { name: string; id_proceeding: string }[];
  filers?: { name: string }[];
  addressentity?: Record<string, string>;
  text_data?: string;
  [field: string]: unknown;
}

/** A filing that the fake has. `takenAtMs`: by its own clock. */
export interface TakenFiling {
  id: string;
  posted: Posted;
  takenAtMs: number;
}

/** A request that came in. `key`: what stood in `X-Api-Key`. */
export interface EcfsRequest {
  method: string;
  path: string;
  key: string | null;
  body: string;
}

/**
 * What happens to the next filing: taken and answered, taken and never answered (`lost`: the connection ends; `cut`: in the middle of the answer; `silent`:
 * it stays open; `garbled`: 200 with something else; `gateway`: 502), or not taken (`drop`: the connection ends before; a status with text
 * and headers; `slow` answers after so many milliseconds).
 */
export type EcfsTurn =
  | 'take'
  | 'lost'
  | 'cut'
  | 'silent'
  | 'garbled'
  | 'gateway'
  | 'drop'
  | { slow: number }
  | { status: number; body: string; headers?: Record<string, string> };

/** How the fake behaves. `lagMs`: how long a filing is not found by a search; `perHour`: requests of a key in 3,600 seconds. */
export interface EcfsFakeOptions {
  key?: string;
  lagMs?: number;
  perMinute?: number;
  perHour?: number;
  now?: () => Date;
  proceedings?: { id_proceeding: string; name: string; description: string }[];
  /** Told of each step before it is taken, so that a test can end the process there. */
  onStep?: (label: string) => void;
}

/** A docket system on this machine. `turns`: what happens to the next filings, in order; without one they are taken. */
export interface EcfsFake {
  url: string;
  key: string;
  turns: EcfsTurn[];
  /** What happens to the next searches, in order. */
  searchTurns: Exclude<EcfsTurn, 'take' | 'garbled' | 'gateway' | 'cut'>[];
  requests: EcfsRequest[];
  filings: TakenFiling[];
  lagMs: number;
  close(): Promise<void>;
}

const REACH = 10_000;

/**
 * The docket system as decision 0017 describes it, over real HTTP: key, limits for each key with 429 and `Retry-After`, refusals with status 200 and a
 * plain text, a search that lags behind and reaches to 10,000, answers that get lost after the filing was taken.
 */
export async function ecfsFake({
  key = 'fake-key-0123456789',
  lagMs = 0,
  perMinute = Number.POSITIVE_INFINITY,
  perHour = Number.POSITIVE_INFINITY,
  now = () => new Date(),
  proceedings = [
    { id_proceeding: '2202', name: '22-2', description: 'Empowering Broadband Consumers Through Transparency' },
  ],
  onStep = () => {},
}: EcfsFakeOptions = {}): Promise<EcfsFake> {
  const cameAtMs: number[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request).catch(() => null);
    if (body === null) return;
    const path = request.url ?? '/';
    fake.requests.push({ method: request.method ?? '', path, key: headerOf(request, 'x-api-key'), body });
    const atMs = now().getTime();
    if (headerOf(request, 'x-api-key') !== key) return say(response, 403, '{"error":{"code":"API_KEY_INVALID"}}');
    const within = (ms: number) => cameAtMs.filter((at) => at > atMs - ms).length;
    if (within(60_000) >= perMinute || within(3_600_000) >= perHour)
      return say(response, 429, '{"error":{"code":"OVER_RATE_LIMIT"}}', { 'Retry-After': '60' });
    cameAtMs.push(atMs);
    const url = new URL(path, 'http://fake');
    const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
    if (request.method === 'POST' && name === 'filings') return takeFiling(request, response, body);
    if (request.method === 'GET' && name === 'filings') return answerSearch(request, response, url.searchParams);
    if (request.method === 'GET' && name === 'proceedings') {
      const wanted = url.searchParams.get('name');
      return json(response, { proceeding: proceedings.filter((one) => one.name === wanted) });
    }
    say(response, 404, 'Not Found');
  });
  const fake: EcfsFake = {
    url: '',
    key,
    turns: [],
    searchTurns: [],
    requests: [],
    filings: [],
    lagMs,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };

  function keep(posted: Posted): { confirm: string; received: string } {
    const at = now();
    const stamp = at.toISOString().replace(/\D/g, '').slice(0, 14);
    const id = `${stamp}${String(fake.filings.length + 1).padStart(6, '0')}`;
    onStep('ecfs: before taking');
    fake.filings.push({ id, posted, takenAtMs: at.getTime() });
    onStep('ecfs: after taking');
    return { confirm: id, received: at.toISOString() };
  }

  function takeFiling(request: IncomingMessage, response: ServerResponse, body: string) {
    const turn = fake.turns.shift() ?? 'take';
    if (turn === 'drop') return request.socket.destroy();
    if (typeof turn === 'object' && 'status' in turn) return say(response, turn.status, turn.body, turn.headers);
    const posted = posting(body);
    if (typeof posted === 'string') return say(response, 200, posted);
    if (!proceedings.some((one) => one.id_proceeding === posted.proceedings?.[0]?.id_proceeding))
      return say(response, 200, 'Invalid proceeding');
    const answer = keep(posted);
    if (turn === 'lost') return request.socket.destroy();
    if (turn === 'silent') return;
    if (turn === 'gateway') return say(response, 502, '<html>Bad Gateway</html>');
    if (turn === 'garbled') return say(response, 200, '<html><body>Thank you');
    if (turn === 'cut') {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '500' });
      response.write(JSON.stringify(answer).slice(0, 20), () => request.socket.destroy());
      return;
    }
    if (typeof turn === 'object') return void setTimeout(() => json(response, answer), turn.slow);
    json(response, answer);
  }

  function answerSearch(request: IncomingMessage, response: ServerResponse, query: URLSearchParams) {
    const turn = fake.searchTurns.shift();
    if (turn === 'drop' || turn === 'lost') return request.socket.destroy();
    if (turn === 'silent') return;
    if (typeof turn === 'object' && 'status' in turn) return say(response, turn.status, turn.body, turn.headers);
    const limit = Number(query.get('limit'));
    const offset = Number(query.get('offset'));
    const days = /^\[gte\](\d{4}-\d\d-\d\d)\[lte\](\d{4}-\d\d-\d\d)$/.exec(query.get('date_received') ?? '');
    if (!days || !(limit > 0) || !(offset >= 0) || limit + offset > REACH)
      return say(response, 200, 'Parameters incorrectly formatted');
    const [, from = '', to = ''] = days;
    const shown = fake.filings.filter(({ takenAtMs, posted }) => {
      const day = new Date(takenAtMs).toISOString().slice(0, 10);
      return (
        takenAtMs + fake.lagMs <= now().getTime() &&
        day >= from &&
        day <= to &&
        posted.proceedings?.[0]?.name === query.get('proceedings.name') &&
        posted.filers?.[0]?.name.toLowerCase() === query.get('filers.name')?.toLowerCase()
      );
    });
    const filing = shown
      .toReversed()
      .slice(offset, offset + limit)
      .map(({ id, posted, takenAtMs }) => ({
        ...posted,
        id_submission: id,
        confirmation_number: id,
        contact_email: undefined,
        text_data: String(posted.text_data).replaceAll('\n', '\r\n'),
        date_received: new Date(takenAtMs).toISOString(),
      }));
    json(response, { filing, aggregations: {} });
  }

  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ecfs`;
  return fake;
}

/** The filing in a body, or the plain text with which one that lacks something is refused. */
function posting(body: string): Posted | string {
  let posted: Posted;
  try {
    posted = JSON.parse(body) as Posted;
  } catch {
    return 'Bad Request: malformed JSON';
  }
  const { addressentity: address = {}, filers = [], text_data: text, proceedings = [] } = posted;
  if (!filers[0]?.name || !proceedings[0]?.name || !text) return 'Missing required field';
  if (posted.express_comment !== 1) return 'express_comment must be 1';
  for (const field of ['documents', 'authors', 'bureaus', 'lawfirms'])
    if (!Array.isArray(posted[field])) return `Missing required field: ${field}`;
  for (const part of ['address_line_1', 'city', 'state', 'zip_code'])
    if (!address[part]) return `Missing required field: ${part}`;
  return posted;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

function say(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'Content-Type': 'text/plain', ...headers }).end(body);
}

function json(response: ServerResponse, value: unknown) {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}
