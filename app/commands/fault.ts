import { ConfigurationError } from '#app/env.server.ts';
import { EmbeddedFault } from '#db/embedded.ts';

/** A reason why a command cannot do its work, as one sentence for the operator. */
export class CommandFault extends Error {
  override readonly name = 'CommandFault';
}

/** The text for stderr: one sentence for a known fault, the whole stack for a broken program. */
export function faultText(error: unknown): string {
  if (error instanceof CommandFault || error instanceof EmbeddedFault || error instanceof ConfigurationError)
    return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Runs a command to its end and leaves with its exit code; a fault is printed on stderr and leaves with 1. */
export async function runCommand(main: () => Promise<number | void>): Promise<never> {
  try {
    process.exit((await main()) ?? 0);
  } catch (error) {
    console.error(faultText(error));
    process.exit(1);
  }
}
