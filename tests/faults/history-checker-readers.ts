import type { HistoryEvent } from './history.ts';
import type { Done, Report } from './history-verdict.ts';

/**
 * What readers were shown: never more than had been asked to be confirmed by then, and never less than before but for what had been asked to be withdrawn. One reader
 * stays with one web process. Answers how many figures were looked at.
 */
export function checkReaders(events: readonly HistoryEvent[], deeds: readonly Done[], fault: Report): number {
  const askedAt = (deed: Done['deed'], key: (done: Done) => string) => {
    const first = new Map<string, number>();
    for (const done of deeds) if (done.deed === deed && !first.has(key(done))) first.set(key(done), done.at);
    return [...first.values()].sort((a, b) => a - b);
  };
  // A person of an address may confirm by several forms; two names may share an address.
  const confirmations = askedAt('confirm', ({ canonical, name }) => `${canonical} ${name}`);
  const withdrawals = askedAt('withdraw', ({ signatureId = '' }) => signatureId);
  const until = (instants: number[], at: number) => instants.filter((instant) => instant <= at).length;
  const highest = new Map<number, number>();
  let reads = 0;
  for (const event of events) {
    if (event.event !== 'count') continue;
    reads += 1;
    const most = until(confirmations, event.at);
    if (event.value > most)
      fault('count too high', `web ${event.web} showed ${event.value} when ${most} had asked to be confirmed`);
    const before = highest.get(event.web) ?? 0;
    const least = before - until(withdrawals, event.at);
    if (event.value < least)
      fault(
        'count went back',
        `web ${event.web} showed ${event.value} after ${before}, ${before - least} were withdrawn`,
      );
    highest.set(event.web, Math.max(before, event.value));
  }
  return reads;
}
