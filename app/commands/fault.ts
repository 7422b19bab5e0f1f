import { ConfigurationError } from '#app/env.server.ts';
import { EmbeddedFault } from '#db/embedded.ts';
import { SeedError } from '#db/seed/read.ts';
import { TemplateError } from '#templates/template.ts';

/** A reason why a command cannot do its work, as one sentence for the operator. */
export class CommandFault extends Error {
  override readonly name = 'CommandFault';
}

/** The text for stderr: one sentence for a known fault, the whole stack for a broken program. */
export function faultText(error: unknown): string {
  const known = [CommandFault, EmbeddedFault, ConfigurationError, SeedError, TemplateError];
  if (error instanceof Error && known.some((kind) => error instanceof kind)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Runs a command to its end and leaves with the exit code it gives (0 for none); a fault is printed on stderr and leaves with 1. */
export async function runCommand(main: () => Promise<unknown>): Promise<never> {
  let code = 0;
  try {
    const given = await main();
    if (typeof given === 'number') code = given;
  } catch (error) {
    console.error(faultText(error));
    code = 1;
  }
  // What was written to a pipe must reach it before the process is gone.
  await new Promise((written) => process.stdout.write('', written));
  process.exit(code);
}
