import { countOpenAlerts } from '#app/domain/judgement/watch.server.ts';
import type { Metrics } from '#app/http/metrics.ts';

/** The alerts that nobody has settled, by kind. Without figures while the database is away. */
export function addAlertGauges(metrics: Metrics, read: typeof countOpenAlerts = countOpenAlerts): void {
  metrics.addGauges(
    'alerts_open',
    'Alerts of the plausibility watch that nobody has settled, by kind.',
    ['kind'],
    async () => (await read().catch(() => [])).map(({ kind, count }) => ({ labels: { kind }, value: count })),
  );
}
