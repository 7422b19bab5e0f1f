import type { Logger } from 'pino';
import type { Identify } from '#app/domain/isp/identify.ts';
import { recordRun } from '#app/domain/measurement/run.server.ts';
import { env } from '#app/env.server.ts';
import type { Metrics } from '#app/http/metrics.ts';
import { createNdt7, type Ndt7 } from '#app/http/ndt7.ts';

/** The NDT7 server as the environment wants it, or null when it wants none (`MEASURE_MAX_TESTS=0`). */
export function openNdt7(identify: Identify, log: Logger): Ndt7 | null {
  const { measureMaxTests, measureDailyTests, measureOrigins, origin, secret, trustProxyHops, appEnv } = env();
  if (measureMaxTests === 0) return null;
  return createNdt7({
    identify,
    trustProxyHops,
    maySimulate: appEnv !== 'production',
    maxTests: measureMaxTests,
    dailyTests: measureDailyTests,
    origins: [origin, ...measureOrigins],
    secret,
    log,
    async keep(run) {
      await recordRun(run);
    },
  });
}

/** Shows at `/metrics` how many places for tests are taken. */
export function addTestGauge(metrics: Metrics, ndt7: Ndt7): void {
  metrics.addGauge('ndt7_tests', 'Line tests under way, with those that wait for their second half.', () =>
    ndt7.taken(),
  );
}
