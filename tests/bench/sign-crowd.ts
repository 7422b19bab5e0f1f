import { connect, type Socket } from 'node:net';
import { type FormTarget, signRequests } from './sign-forms.ts';

/** What a crowd in a process of its own is asked to do. `rate`: people who come each second, whatever becomes of those before; left out, each of `people` posts again as soon as they are answered. */
export interface CrowdOrder {
  target: FormTarget;
  people: number;
  forMs: number;
  forms: number;
  rate?: number;
  /** Whether waits are those on a connection, from the sending on, and not from the coming on. */
  isFromSending?: boolean;
}

/** What it saw. `signed`, `putOff`: answers by 303 with a claim and by 503 with Retry-After and the form. `waits`: milliseconds from coming to the answer. */
export interface CrowdReport {
  signed: number;
  putOff: number;
  /** People who came and had not been answered when the time was over. */
  unanswered: number;
  elapsedMs: number;
  /** What the crowd itself took of the processor in that time. */
  cpuMs: number;
  waits: { signed: Percentiles; putOff: Percentiles };
}

/** Milliseconds. */
export interface Percentiles {
  p50: number;
  p99: number;
  most: number;
}

const SIGNED = Buffer.from('HTTP/1.1 303 ');
const PUT_OFF = Buffer.from('HTTP/1.1 503 ');
const CLAIM = Buffer.from('/thanks?claim=');
const HEAD_END = Buffer.from('\r\n\r\n');

process.on('message', (order: CrowdOrder) => {
  run(order).then(
    (report) => process.send?.(report),
    (fault: unknown) => process.send?.({ fault: String(fault) }),
  );
});
process.once('disconnect', () => process.exit(0));

interface Line {
  socket: Socket;
  /** When the person came whose form is under way; NaN while nobody is. */
  cameAtMs: number;
  /** The bytes of an answer that has not come whole. */
  partial: Buffer | null;
}

async function run({ target, people, forMs, forms, rate, isFromSending }: CrowdOrder): Promise<CrowdReport> {
  const requests = signRequests(target, forms);
  let next = 0;
  let isOver = false;
  let came = 0;
  const waits: Record<'signed' | 'putOff', number[]> = { signed: [], putOff: [] };
  const idle: Line[] = [];
  let fail: (fault: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});

  function post(line: Line, cameAtMs: number): void {
    const request = requests[next];
    if (!request) {
      isOver = true;
      return;
    }
    next += 1;
    line.cameAtMs = cameAtMs;
    line.socket.write(request);
  }

  function answered(line: Line, answer: Buffer): boolean {
    const end = answer.indexOf(HEAD_END);
    if (end < 0) return false;
    const nowMs = performance.now();
    if (answer.compare(SIGNED, 0, SIGNED.length, 0, SIGNED.length) === 0 && answer.indexOf(CLAIM) > 0) {
      if (!isOver) waits.signed.push(nowMs - line.cameAtMs);
    } else if (answer.compare(PUT_OFF, 0, PUT_OFF.length, 0, PUT_OFF.length) === 0) {
      const head = answer.toString('latin1', 0, end);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
      if (answer.length < end + 4 + length) return false;
      if (!/\r\nretry-after: \d/i.test(head)) fail(new Error('a form was put off without Retry-After'));
      if (!isOver) waits.putOff.push(nowMs - line.cameAtMs);
    } else fail(new Error(`a form was answered by ${answer.toString('latin1', 0, 300)}`));
    line.cameAtMs = Number.NaN;
    return true;
  }

  const lines = await Promise.all(
    Array.from({ length: people }, async (): Promise<Line> => {
      const line: Line = { socket: undefined as never, cameAtMs: Number.NaN, partial: null };
      line.socket = await open(target.port, (bytes) => {
        const answer = line.partial ? Buffer.concat([line.partial, bytes]) : bytes;
        if (!answered(line, answer)) line.partial = Buffer.from(answer);
        else {
          line.partial = null;
          if (isOver) return;
          if (rate === undefined) post(line, performance.now());
          else if (late.length > lateTaken) {
            const cameAtMs = late[lateTaken++] ?? 0;
            post(line, isFromSending ? performance.now() : cameAtMs);
          } else idle.push(line);
        }
      });
      line.socket.once('error', fail).once('close', () => {
        if (!isOver) fail(new Error('the site closed a connection'));
      });
      return line;
    }),
  );
  /** People who came while every line was taken, by when they came. */
  const late: number[] = [];
  let lateTaken = 0;
  const startedAtMs = performance.now();
  const cpuBefore = process.cpuUsage();
  let timer: NodeJS.Timeout | undefined;
  if (rate === undefined) for (const line of lines) post(line, startedAtMs);
  else {
    idle.push(...lines);
    timer = setInterval(() => {
      const due = Math.floor(((performance.now() - startedAtMs) * rate) / 1000);
      for (; came < due && !isOver; came += 1) {
        const cameAtMs = startedAtMs + (came * 1000) / rate;
        const line = idle.pop();
        if (line) post(line, isFromSending ? performance.now() : cameAtMs);
        else late.push(cameAtMs);
      }
    }, 1);
  }
  const until = startedAtMs + forMs;
  await Promise.race([failed, overAt(until, () => isOver)]);
  isOver = true;
  clearInterval(timer);
  const elapsedMs = performance.now() - startedAtMs;
  const cpu = process.cpuUsage(cpuBefore);
  const unanswered = lines.filter(({ cameAtMs }) => !Number.isNaN(cameAtMs)).length + late.length - lateTaken;
  await settled(lines);
  for (const { socket } of lines) socket.destroy();
  return {
    signed: waits.signed.length,
    putOff: waits.putOff.length,
    unanswered,
    elapsedMs,
    cpuMs: (cpu.user + cpu.system) / 1000,
    waits: { signed: percentiles(waits.signed), putOff: percentiles(waits.putOff) },
  };
}

async function overAt(untilMs: number, isOver: () => boolean): Promise<void> {
  while (performance.now() < untilMs && !isOver()) await new Promise((done) => setTimeout(done, 20));
}

/** Lets the forms under way be answered, for two seconds at most. */
async function settled(lines: readonly Line[]): Promise<void> {
  const until = performance.now() + 2000;
  while (performance.now() < until && lines.some(({ cameAtMs }) => !Number.isNaN(cameAtMs)))
    await new Promise((done) => setTimeout(done, 20));
}

function open(port: number, onBytes: (bytes: Buffer) => void): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      {
        port,
        host: '127.0.0.1',
        noDelay: true,
        onread: {
          buffer: Buffer.allocUnsafe(16_384),
          callback(length, buffer) {
            onBytes(Buffer.from(buffer.buffer, buffer.byteOffset, length));
            return true;
          },
        },
      },
      () => resolve(socket),
    );
    socket.once('error', reject);
  });
}

function percentiles(figures: number[]): Percentiles {
  const sorted = Float64Array.from(figures).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), most: at(1) };
}
