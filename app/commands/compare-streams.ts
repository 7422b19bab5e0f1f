import { rateOf } from '#app/domain/measurement/comparison.ts';
import {
  type ComparisonMade,
  type ComparisonRefusal,
  compareStreams,
  comparisonLimits,
} from '#app/domain/measurement/comparison-run.ts';
import { resolveHost } from '#app/domain/measurement/comparison-setup.server.ts';
import { originOf, type SegmentSource } from '#app/domain/measurement/segment-source.ts';
import { COMPARE_HELP, COMPARE_USAGE, type CompareAsked, readCompareOptions } from './compare-options.ts';
import { CommandFault, runCommand } from './fault.ts';

const CALLED_WRONGLY = 2;
const VERDICTS = {
  no_difference: 'No difference seen: the interval lies within a tenth of equal.',
  streaming_slower: 'Streaming was slower: the whole interval lies below 0.9.',
  segments_failed: 'Inconclusive: too many segments failed.',
  streaming_faster: 'Inconclusive: the control came slower than streaming, so it is no measure for it.',
  too_uncertain: 'Inconclusive: the interval reaches across the border of 0.9, or its inverse.',
};

await runCommand(async () => {
  const asked = readCompareOptions(process.argv.slice(2));
  if (asked.kind === 'fault') {
    process.stderr.write(`${asked.fault}\n\n${COMPARE_USAGE}\n`);
    return CALLED_WRONGLY;
  }
  if (asked.kind === 'help') {
    process.stdout.write(`${COMPARE_HELP}\n`);
    return 0;
  }
  if (await isOneMachine(asked.stream, asked.control))
    process.stderr.write(
      'Both addresses lead to one machine: only treatment by name or port could show, not by network.\n',
    );
  return await compare(asked);
});

async function compare({ stream, control, pairs, seed, asJson }: CompareAsked & { kind: 'compare' }) {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const perPairMs = comparisonLimits.timeLimitMs / comparisonLimits.pairs;
  const outcome = await compareStreams({
    stream,
    control,
    seed,
    limits: { pairs, timeLimitMs: Math.max(comparisonLimits.timeLimitMs, pairs * perPairMs) },
    signal: stop.signal,
    onProgress: ({ stage, done, of }) => {
      if (process.stderr.isTTY)
        process.stderr.write(`\r${stage === 'preparing' ? 'preparing' : `${done} of ${of} pairs`} `);
    },
  });
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  if (!outcome.ok) throw new CommandFault(refusalOf(outcome));
  const origins = { stream: originOf(stream), control: originOf(control) };
  const text = asJson ? JSON.stringify({ ...origins, seed, ...outcome }) : reportOf(outcome, origins, seed);
  process.stdout.write(`${text}\n`);
  return 0;
}

async function isOneMachine(stream: SegmentSource, control: SegmentSource): Promise<boolean> {
  const hosts = [stream, control].map((source) => new URL(originOf(source)).hostname.replace(/^\[|\]$/g, ''));
  const [ours = [], theirs = []] = await Promise.all(hosts.map((host) => resolveHost(host).catch(() => [])));
  return ours.some((address) => theirs.includes(address));
}

function refusalOf(outcome: ComparisonRefusal): string {
  if (outcome.reason === 'aborted') return 'Stopped before the end: nothing is compared.';
  if (outcome.reason === 'too_few_pairs')
    return 'Too few segments came whole within the time: the line is too slow for this test, or too fast to be timed by it.';
  const faults = {
    network: 'cannot be reached, or breaks off',
    status: 'answers something else than the segment asked for',
    length: 'sends another number of bytes than asked for',
    timeout: `does not send a segment within ${comparisonLimits.segmentTimeoutMs / 1000} seconds`,
    aborted: 'was not waited for',
  };
  return `The ${outcome.side === 'stream' ? 'streaming' : 'control'} side ${faults[outcome.fault]}.`;
}

function reportOf(outcome: ComparisonMade, origins: { stream: string; control: string }, seed: string) {
  const { comparison: found, pairs, segmentBytes, receivedBytes } = outcome;
  const verdict =
    found.verdict === 'inconclusive' ? VERDICTS[found.reason ?? 'too_uncertain'] : VERDICTS[found.verdict];
  const rows = pairs.map(({ first, stream, control }, at) => {
    const [ours, theirs] = [rateOf(stream), rateOf(control)];
    const cells = [
      String(at + 1).padStart(4),
      first.padEnd(8),
      ours.toFixed(2).padStart(10),
      theirs.toFixed(2).padStart(10),
    ];
    return [...cells, (ours / theirs).toFixed(3).padStart(7)].join('  ');
  });
  return `${verdict}

streaming  ${found.streamMbps.toFixed(2)} Mbps, the median of ${found.pairs} segments of ${origins.stream}
control    ${found.controlMbps.toFixed(2)} Mbps, the median of ${found.pairs} segments of ${origins.control}
ratio      ${found.ratio.toFixed(3)} (${(found.confidence * 100).toFixed(1)}% interval ${found.low.toFixed(3)} to ${found.high.toFixed(3)}; Hodges-Lehmann, Wilcoxon signed-rank)
waits      ${found.streamWaitMs.toFixed(0)} ms and ${found.controlWaitMs.toFixed(0)} ms to the first bytes (not in the rates)
data       ${(receivedBytes / 1e6).toFixed(1)} MB, segments of ${(segmentBytes / 1e6).toFixed(2)} MB; ${found.lost} pairs lost; seed ${seed}

pair  first      streaming     control    ratio
${rows.join('\n')}

One test is not proof. Repeat it, at other hours and against other servers.`;
}
