import { type DeliveryReadings, readDeliveries } from '#app/domain/delivery/readings.server.ts';
import type { Metrics } from '#app/http/metrics.ts';

/** One reading serves all figures of a scrape, and scrapes that come closer together than this, in milliseconds. */
const FRESH_MS = 5_000;

/** The figures of deliveries: what is unfinished, attempts of the last hour, receivers left alone, paused channels. Without figures while the database is away. */
export function addDeliveryGauges(metrics: Metrics, read: () => Promise<DeliveryReadings> = readDeliveries): void {
  let last: { atMs: number; readings: Promise<DeliveryReadings | null> } | undefined;
  const fresh = () => {
    if (!last || performance.now() - last.atMs > FRESH_MS)
      last = { atMs: performance.now(), readings: read().catch(() => null) };
    return last.readings;
  };
  metrics.addGauges(
    'deliveries_unfinished',
    'Deliveries that somebody still has to do something about, by channel and state.',
    ['channel', 'state'],
    async () => ((await fresh())?.unfinished ?? []).map(({ count, ...labels }) => ({ labels, value: count })),
  );
  metrics.addGauges(
    'delivery_attempts_last_hour',
    'Attempts that began in the last hour, by channel and outcome.',
    ['channel', 'outcome'],
    async () => ((await fresh())?.attempts ?? []).map(({ count, ...labels }) => ({ labels, value: count })),
  );
  metrics.addGauge('delivery_held_receivers', 'Receivers that asked to be left alone for a while.', async () => {
    return (await fresh())?.heldReceivers ?? Number.NaN;
  });
  metrics.addGauges('delivery_channel_paused', 'Whether a channel is paused: 1 or 0.', ['channel'], async () =>
    ((await fresh())?.switches ?? []).map(({ channel, isPaused }) => ({
      labels: { channel },
      value: Number(isPaused),
    })),
  );
}
