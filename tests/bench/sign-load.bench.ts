import postgres from 'postgres';
import { type Bench, median } from './alternate.ts';
import { proveStored, proveWritingThrough } from './sign.bench.ts';
import { openCrowd } from './sign-client.ts';
import type { CrowdReport } from './sign-crowd.ts';
import { benchSecret, withBenchSite } from './site.ts';

const PATH = '/campaigns/put-it-in-writing';
const PEAK_PEOPLE = 512;
const PEAK_MS = 3000;
const QUIET_LINES = 1000;
const CROWD_LINES = 10_000;
const OVERLOAD_MS = 6000;
const P99_LIMIT_MS = 250;
const RECOVERY_LIMIT_S = 10;
/** More than any machine signs in a round. */
const FORMS = 160_000;

/** What the runner says of this benchmark. */
export const description =
  'signatures over HTTP per s while five times as many people come as at the peak, against the peak; p99 and recovery on the way';

/** One round takes half a minute. */
export const rounds = 1;

/**
 * Measured in one run against the site as an operator runs it: the peak (512 people, each signs again when answered); then people come at 70 % of it, whatever becomes of those
 * before them, and the 99th percentile of their waits is said; then at five times the peak, on 10,000 connections, where who finds none free waits for one; then at 70 % again,
 * second by second, until a second is as it was. Every answer must be a claim, or a page with Retry-After. The crowd runs on the same cores.
 */
const bench: Bench = ({ rounds: times, say }) =>
  withBenchSite({}, async ({ port, databaseUrl }) => {
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    const crowd = openCrowd();
    const target = { port, path: PATH, secret: benchSecret };
    let signed = 0;
    const perSecond = (count: number, { elapsedMs }: CrowdReport) => Math.round((count * 1000) / elapsedMs);
    const at = async (rate: number, forMs: number, people: number, isFromSending = false) => {
      const report = await crowd.send({
        target,
        people,
        forMs,
        rate,
        isFromSending,
        forms: Math.min(FORMS, Math.ceil((rate * forMs) / 1000)),
      });
      signed += report.signed;
      return report;
    };
    const peak = async (forMs: number) => {
      const report = await crowd.send({ target, people: PEAK_PEOPLE, forMs, forms: FORMS });
      signed += report.signed;
      return perSecond(report.signed, report);
    };
    try {
      await proveWritingThrough(sql);
      await peak(5000);
      const peaks: number[] = [];
      const goodputs: number[] = [];
      for (let round = 0; round < times; round += 1) {
        const best = await peak(PEAK_MS);
        peaks.push(best);
        const quiet = await at(0.7 * best, 4000, QUIET_LINES);
        say(
          `at 70 % of ${best}/s: ${perSecond(quiet.signed, quiet)}/s signed, ${quiet.putOff} put off, waits ${waits(quiet)} (limit of p99: ${P99_LIMIT_MS} ms)`,
        );
        const flood = await at(5 * best, OVERLOAD_MS, CROWD_LINES, true);
        const goodput = perSecond(flood.signed, flood);
        goodputs.push(goodput);
        say(
          `at 500 %: ${goodput}/s signed (limit: 80 % of the peak), ${perSecond(flood.putOff, flood)}/s put off, ${flood.unanswered} of ${Math.round((5 * best * flood.elapsedMs) / 1000)} who came were not answered yet; waits on a connection of those signed ${waits(flood)}, of those put off p50 ${ms(flood.waits.putOff.p50)}, p99 ${ms(flood.waits.putOff.p99)}`,
        );
        say(`recovered after ${await recovery(best)} s (limit: ${RECOVERY_LIMIT_S} s)`);
      }
      await proveStored(sql, signed);
      return { value: median(goodputs), limit: median(peaks), unit: 'signatures/s' };
    } finally {
      crowd.stop();
      await sql.end();
    }

    async function recovery(best: number): Promise<number> {
      for (let second = 1; second <= 60; second += 1) {
        const report = await at(0.7 * best, 1000, QUIET_LINES);
        if (report.putOff === 0 && report.waits.signed.p99 <= P99_LIMIT_MS) return second;
      }
      throw new Error('the site did not recover within 60 s');
    }
  });

export default bench;

const ms = (figure: number) => `${Math.round(figure)} ms`;

function waits({ waits: { signed } }: CrowdReport): string {
  return `p50 ${ms(signed.p50)}, p99 ${ms(signed.p99)}, most ${ms(signed.most)}`;
}
