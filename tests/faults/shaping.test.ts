import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import type { Comparison, ComparisonVerdict } from '#app/domain/measurement/comparison.ts';
import type { Asked } from './comparison-client.ts';
import { type Namespace, networkFault, openNamespace } from './network.ts';

/** What is true of a line: how fast it is, and how fast the streaming port may be on it, in Mbit/s. */
interface Truth {
  name: 'throttled' | 'equal' | 'equally slow';
  lineMbps: number;
  streamMbps: number;
}

const truths: Truth[] = [
  { name: 'throttled', lineMbps: 3, streamMbps: 1.5 },
  { name: 'equal', lineMbps: 3, streamMbps: 3 },
  { name: 'equally slow', lineMbps: 1.5, streamMbps: 1.5 },
];
const RUNS = 100;
const LINES_PER_TRUTH = 25;
const PROCESSES = 3;
const ports = { streamPort: 4001, controlPort: 4002 };
// Slow lines, because many of them together then cost little of the processor, whose hurry would be measured in their stead.
const limits = { pairs: 12, segmentMs: 500, minBytes: 16 * 1024, timeLimitMs: 60_000 };

const fault = networkFault();
if (fault) process.stderr.write(`tests/faults/shaping: skipped, because ${fault}\n`);
const open: Namespace[] = [];
afterAll(() => {
  for (const namespace of open) namespace.close();
});

type Told = { name: Truth['name']; ok: boolean; reason?: string; comparison?: Comparison };

it.skipIf(fault !== null)(
  `of 100 comparisons each, a streaming port at half speed is flagged in 95, an equal and an equally slow line in at most 5${fault ? ` (skipped: ${fault})` : ''}`,
  { timeout: 300_000 },
  async () => {
    const { told, command } = await compareOnLines();
    const count = (name: Truth['name'], verdict: ComparisonVerdict) =>
      told.filter((one) => one.name === name && one.comparison?.verdict === verdict).length;
    for (const { name } of truths)
      expect(
        told.filter((one) => one.name === name),
        name,
      ).toHaveLength(RUNS);
    process.stderr.write(summary(told));
    // The command, with the limits of the page, on one more throttled line.
    expect(command).toMatchObject({ ok: true, comparison: { verdict: 'streaming_slower', pairs: 16, lost: 0 } });
    expect(command.comparison?.ratio).toBeGreaterThan(0.4);
    expect(command.comparison?.ratio).toBeLessThan(0.6);
    expect(count('throttled', 'streaming_slower')).toBeGreaterThanOrEqual(95);
    for (const name of ['equal', 'equally slow'] as const) {
      expect(count(name, 'streaming_slower'), name).toBeLessThanOrEqual(5);
      // A comparison that never commits itself would pass the line above.
      expect(count(name, 'no_difference'), name).toBeGreaterThanOrEqual(50);
    }
  },
);

/** Lays out a server and a client with 75 lines between them, 25 of each kind, and runs four comparisons on each. */
async function compareOnLines(): Promise<{ told: Told[]; command: Told }> {
  const client = await openNamespace();
  open.push(client);
  const server = await openNamespace(client);
  open.push(server);
  const lines = truths.flatMap((truth) => Array.from({ length: LINES_PER_TRUTH }, () => truth));
  await layLines(client, server, [...lines, ...truths.slice(0, 1)]);
  for (const port of Object.values(ports)) await listening(server, port);
  const told: Told[] = [];
  const parts = Array.from({ length: PROCESSES }, (_, part) =>
    lines.map(({ name }, at) => ({ name, address: addressOf(at, 1) })).filter((_line, at) => at % PROCESSES === part),
  );
  const command = runCommand(client, addressOf(lines.length, 1));
  await Promise.all(
    parts.map(async (part) => {
      const asked: Asked = { lines: part, runs: RUNS / LINES_PER_TRUTH, ...ports, limits };
      const child = client.start([
        process.execPath,
        '--import',
        'tsx',
        'tests/faults/comparison-client.ts',
        JSON.stringify(asked),
      ]);
      if (!child.stdout) throw new Error('no output');
      for await (const line of createInterface({ input: child.stdout })) told.push(JSON.parse(line));
    }),
  );
  return { told, command: await command };
}

async function runCommand(client: Namespace, address: string): Promise<Told> {
  const sides = [
    '--stream',
    `http://${address}:${ports.streamPort}`,
    '--control',
    `http://${address}:${ports.controlPort}`,
  ];
  const program = ['--import', 'tsx', 'app/commands/compare-streams.ts', ...sides, '--json'];
  const child = client.start([process.execPath, ...program]);
  return JSON.parse(child.stdout ? await text(child.stdout) : '');
}

const addressOf = (line: number, host: 1 | 2) => `10.77.${line}.${host}`;

/**
 * Lines of their own between the two: the server's end lets everything through at the line's speed, and the streaming port at its own. Packets
 * leave one by one, because a bundle of 64 KB would pass a shaper whole.
 */
async function layLines(client: Namespace, server: Namespace, lines: readonly Truth[]) {
  const ends = lines.map(
    (_, at) => `link add c${at} type veth peer name s${at} netns ${server.pid}
      addr add ${addressOf(at, 2)}/24 dev c${at}
      link set c${at} up`,
  );
  await client.run(`ip -batch - <<END\n${ends.join('\n')}\nEND`);
  const speed = (mbps: number) => `htb rate ${mbps * 1000}kbit ceil ${mbps * 1000}kbit burst 3k cburst 3k quantum 3000`;
  const others = lines.map((_, at) => `addr add ${addressOf(at, 1)}/24 dev s${at}\nlink set s${at} gso_max_segs 1 up`);
  await server.run(`ip -batch - <<END\n${others.join('\n')}\nEND`);
  const shapers = lines.map(
    ({ lineMbps, streamMbps }, at) => `qdisc add dev s${at} root handle 1: htb default 10
      class add dev s${at} parent 1: classid 1:1 ${speed(lineMbps)}
      class add dev s${at} parent 1:1 classid 1:10 ${speed(lineMbps)}
      class add dev s${at} parent 1:1 classid 1:20 ${speed(streamMbps)}
      qdisc add dev s${at} parent 1:10 handle 10: pfifo limit 1000
      qdisc add dev s${at} parent 1:20 handle 20: pfifo limit 1000
      filter add dev s${at} parent 1: protocol ip u32 match ip sport ${ports.streamPort} 0xffff flowid 1:20`,
  );
  await server.run(`tc -batch - <<END\n${shapers.join('\n')}\nEND`);
}

async function listening(server: Namespace, port: number) {
  const child = server.start([process.execPath, '--import', 'tsx', 'tests/faults/segment-server.ts', String(port)]);
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) if (line === 'listening') return;
  throw new Error('the segment server ended');
}

/** What came out, for a person who reads the log of a check. */
function summary(told: readonly Told[]): string {
  const lines = truths.map(({ name, lineMbps, streamMbps }) => {
    const of = told.filter((one) => one.name === name);
    const verdicts = new Map<string, number>();
    for (const one of of) {
      const verdict = one.comparison?.verdict ?? one.reason ?? 'none';
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }
    const ratios = of.flatMap(({ comparison }) => comparison?.ratio ?? []).toSorted((a, b) => a - b);
    const shown = [0, ratios.length >> 1, ratios.length - 1].map((at) => ratios[at]?.toFixed(3)).join(', ');
    const counts = [...verdicts].map(([verdict, count]) => `${verdict} ${count}`).join(', ');
    return `  ${name} (line ${lineMbps}, streaming ${streamMbps} Mbit/s): ${counts}; ratio least, middle, most: ${shown}`;
  });
  return `${lines.join('\n')}\n`;
}
