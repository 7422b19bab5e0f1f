import { Agent, request } from 'node:http';
import { kolmogorovSmirnov } from './kolmogorov.ts';
import { formOf, type SignerKind } from './signers.ts';

/** Where forms are posted: a port of this machine, and the path of the campaign. */
export interface Way {
  port: number;
  path: string;
}

/**
 * How likely the times of each kind's answers and those of new signers are of one distribution, by a Kolmogorov-Smirnov test. All are asked in turns over one
 * connection, in another order each time, so that a machine that slows down slows all. Throws on an answer other than 303.
 */
export async function likelihoods(
  kinds: readonly SignerKind[],
  way: Way,
  rounds: number,
): Promise<Map<SignerKind, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times = new Map<SignerKind, number[]>(kinds.map((kind) => [kind, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const kind of shuffled(kinds)) times.get(kind)?.push(await timed(agent, way, formOf(kind)));
  agent.destroy();
  const base = times.get('new') ?? [];
  return new Map(
    kinds
      .filter((kind) => kind !== 'new')
      .map((kind) => [kind, kolmogorovSmirnov(base, times.get(kind) ?? []).likelihood]),
  );
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Milliseconds from asking to the last byte. */
function timed(agent: Agent, { port, path }: Way, fields: Record<string, string>): Promise<number> {
  const body = new URLSearchParams(fields).toString();
  const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const asked = request({ agent, port, host: '127.0.0.1', path, method: 'POST', headers }, (answer) => {
      answer.resume().on('end', () => {
        if (answer.statusCode === 303) resolve(performance.now() - startedAt);
        else reject(new Error(`answered ${answer.statusCode}`));
      });
    });
    asked.on('error', reject).end(body);
  });
}
