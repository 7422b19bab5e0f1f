import { connect } from '#db/client.ts';
import { likelihoods } from '#tests/support/sameness.ts';
import { layOutSigners, signerKinds } from '#tests/support/signers.ts';
import type { Bench } from './alternate.ts';
import { withBenchSite } from './site.ts';

const SLUG = 'put-it-in-writing';
const ALPHA = 0.001;
const ASKED_A_ROUND = 80;

/** What the runner says of this benchmark. */
export const description =
  'the kind of signer whose answers take the most peculiar time: how likely that is chance, against 0.001';

/** How often to alternate by default: 400 forms of each kind. */
export const rounds = 5;

/**
 * Posts forms of new, known, refused, suspicious, trapped and throw-away signers in turns to the site as an operator runs it, by the fast way in and by the page, and compares
 * the times of each kind with those of new ones by a Kolmogorov-Smirnov test. Ours is the least of all likelihoods, the limit what would count as told apart.
 */
const bench: Bench = async (tools) =>
  withBenchSite({}, async ({ port, databaseUrl }) => {
    const pool = connect(databaseUrl);
    await layOutSigners(pool.db, SLUG);
    await pool.close();
    let least = 1;
    for (const path of [`/campaigns/${SLUG}`, `/campaigns/${SLUG}?by=page`]) {
      await likelihoods(signerKinds, { port, path }, 20);
      const found = await likelihoods(signerKinds, { port, path }, tools.rounds * ASKED_A_ROUND);
      for (const [kind, likelihood] of found) tools.say(`${path}: ${kind} ${likelihood.toPrecision(3)}`);
      least = Math.min(least, ...found.values());
    }
    return { value: least, limit: ALPHA, unit: 'likelihood' };
  });

export default bench;
