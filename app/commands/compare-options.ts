import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { minPairs } from '#app/domain/measurement/comparison.ts';
import { comparisonLimits } from '#app/domain/measurement/comparison-run.ts';
import { originOf, type SegmentSource, segmentSourceOf } from '#app/domain/measurement/segment-source.ts';

/** What the command line asks for; `fault` is one sentence. */
export type CompareAsked =
  | { kind: 'help' }
  | { kind: 'fault'; fault: string }
  | { kind: 'compare'; stream: SegmentSource; control: SegmentSource; pairs: number; seed: string; asJson: boolean };

const OPTIONS = {
  stream: { type: 'string' },
  control: { type: 'string' },
  pairs: { type: 'string', default: String(comparisonLimits.pairs) },
  seed: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** How to call the command, in short. */
export const COMPARE_USAGE = `Usage: npm run compare-streams -- --stream ADDRESS --control ADDRESS [--pairs N] [--seed TEXT] [--json]
       npm run compare-streams -- --help`;

/** The whole help. */
export const COMPARE_HELP = `${COMPARE_USAGE}

Fetches segments of equal length from a streaming origin and a control origin in turn, from this machine, and says whether
streaming came slower. The same program runs in the browser at /measure; docs/comparison.md explains what it can show.

  --stream ADDRESS, --control ADDRESS
                one of each:
                  https://video.example.org            another Untolled server that answers segments (SEGMENTS=yes)
                  https://cdn.example/x?size={bytes}   an address that answers as many bytes as asked for; {nonce} is
                                                       filled with something new each time
                  https://cdn.example/video/1.m4s      a file that answers ranges, read from its start; it should hold
                                                       ${comparisonLimits.maxBytes / 2 ** 20} MiB or more, or fast lines fail
  --pairs N     pairs of segments, ${minPairs} to 60 (default: ${comparisonLimits.pairs}, about 20 seconds)
  --seed TEXT   draws the order of the sides again as another test drew it (default: a new one, printed)
  --json        everything as one JSON object, raw pairs included, from which anyone can compute the result again
  -h, --help    this text

It needs no database. Nothing is stored or sent to anyone but the two origins.
One test is not proof: repeat it, at other hours and against other servers.
Exit code: 0 compared, whatever the result; 1 it could not be compared; 2 called wrongly`;

const fault = (sentence: string): CompareAsked => ({ kind: 'fault', fault: sentence });

/** Reads a command line, without the program's name. Never throws. */
export function readCompareOptions(args: string[]): CompareAsked {
  let values: ReturnType<typeof parse>['values'];
  try {
    values = parse(args).values;
  } catch (error) {
    const sentence = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    return fault(`${sentence.replace(/\.$/, '')}.`);
  }
  if (values.help) return { kind: 'help' };
  if (!values.stream) return fault('Name the streaming side with --stream ADDRESS.');
  if (!values.control) return fault('Name the control side with --control ADDRESS.');
  const stream = segmentSourceOf(values.stream, 'stream');
  if ('fault' in stream) return fault(`--stream: ${stream.fault}.`);
  const control = segmentSourceOf(values.control, 'control');
  if ('fault' in control) return fault(`--control: ${control.fault}.`);
  if (originOf(stream) === originOf(control)) return fault(`${originOf(stream)} cannot be compared with itself.`);
  const pairs = /^\d{1,2}$/.test(values.pairs) ? Number(values.pairs) : 0;
  if (pairs < minPairs || pairs > 60) return fault(`--pairs takes ${minPairs} to 60.`);
  return { kind: 'compare', stream, control, pairs, seed: values.seed ?? randomUUID(), asJson: values.json };
}

function parse(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: false, strict: true });
}
