import { compareStreams } from '#app/domain/measurement/comparison-run.ts';
import { segmentSourceOf } from '#app/domain/measurement/segment-source.ts';

/** What this process is asked to do: so many comparisons after each other on each line, all lines at once. */
export interface Asked {
  lines: { name: string; address: string }[];
  runs: number;
  streamPort: number;
  controlPort: number;
  limits: { pairs: number; segmentMs: number; minBytes: number; timeLimitMs: number };
}

const asked = JSON.parse(process.argv[2] ?? '') as Asked;
process.stdin.on('end', () => process.exit(0)).resume();

await Promise.all(
  asked.lines.map(async ({ name, address }) => {
    const source = (side: 'stream' | 'control', port: number) => {
      const found = segmentSourceOf(`http://${address}:${port}`, side);
      if ('fault' in found) throw new Error(found.fault);
      return found;
    };
    const stream = source('stream', asked.streamPort);
    const control = source('control', asked.controlPort);
    for (let run = 1; run <= asked.runs; run += 1) {
      const seed = `${name} ${address} ${run}`;
      const outcome = await compareStreams({ stream, control, seed, limits: asked.limits });
      const told = outcome.ok ? { ...outcome, pairs: undefined } : outcome;
      process.stdout.write(`${JSON.stringify({ name, run, ...told })}\n`);
    }
  }),
);
process.exit(0);
