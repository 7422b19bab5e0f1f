import { type Drift, listDrift } from '#app/domain/count/recount.server.ts';
import type { Metrics } from '#app/http/metrics.ts';

/** One reading serves all figures of a scrape, in milliseconds. */
const FRESH_MS = 5_000;

/** The figures of the newest recount of each campaign: what it found, what it could not repair, and how old it is. Without figures while the database is away. */
export function addCountGauges(metrics: Metrics, read: () => Promise<Drift[]> = listDrift): void {
  let last: { atMs: number; drift: Promise<Drift[]> } | undefined;
  const fresh = () => {
    if (!last || performance.now() - last.atMs > FRESH_MS)
      last = { atMs: performance.now(), drift: read().catch(() => []) };
    return last.drift;
  };
  const gauge = (name: string, help: string, figure: (drift: Drift) => number) =>
    metrics.addGauges(name, help, ['campaign'], async () =>
      (await fresh()).map((drift) => ({ labels: { campaign: drift.campaign }, value: figure(drift) })),
    );
  gauge('count_drift', 'Disagreements that the newest recount of a campaign found.', ({ found }) => found);
  gauge('count_drift_remaining', 'Those of them that were not repaired.', ({ remaining }) => remaining);
  gauge('count_recount_age_seconds', 'Age of the newest recount of a campaign.', ({ endedAt }) =>
    Math.max((Date.now() - endedAt.getTime()) / 1000, 0),
  );
}
