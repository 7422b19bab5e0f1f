import { loadTemplates } from '#app/domain/letter/load-templates.server.ts';
import type { Database } from '#db/client.ts';
import { seed } from '#db/seed/load.ts';

/** What a step needs: a database that is at the newest migration, and whether demonstration contacts are wanted. */
export interface SeedInput {
  db: Database;
  demonstration: boolean;
}

/** What a step came to, in words for the terminal, one line each. */
type StepOutcome = readonly string[];

/**
 * Everything that a fresh database needs, in order; each step is idempotent and its own transaction. A new kind of seed is
 * a new line here.
 */
const STEPS: readonly { name: string; run(input: SeedInput): Promise<StepOutcome> }[] = [
  {
    name: 'Facts, campaigns and consent texts (db/seed)',
    run: async (input) =>
      Object.entries(await seed(input)).map(
        ([part, { entries, written, removed, left, kept = 0 }]) =>
          `${part}: ${entries} in the files, ${written} written, ${removed} removed${left > 0 ? `, ${left} in no file and left` : ''}${kept > 0 ? `, ${kept} kept as editors left them` : ''}`,
      ),
  },
  {
    name: 'Letter templates (templates)',
    run: async ({ db }) => {
      const { added, retired, held } = await loadTemplates({ db });
      return [`letters: ${added} added, ${retired} retired, ${held} kept back behind organizers’ own`];
    },
  },
];

/** Runs every step in order; `say` hears what each came to. Throws `SeedError` when a seed file has a fault. */
export async function seedEverything(input: SeedInput, say: (line: string) => void = () => {}): Promise<void> {
  for (const { name, run } of STEPS) {
    const outcome = await run(input);
    say(name);
    for (const line of outcome) say(`  ${line}`);
  }
}
