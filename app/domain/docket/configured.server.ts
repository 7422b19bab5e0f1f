import { env } from '#app/env.server.ts';
import { createEcfs, type Ecfs } from './ecfs.server.ts';

let opened: Ecfs | undefined;

/** The docket system of the configuration, one for the process; null while the adapter is off (`ECFS`). */
export function configuredEcfs(): Ecfs | null {
  const { ecfs } = env();
  if (!ecfs) return null;
  opened ??= createEcfs(ecfs);
  return opened;
}

/** Whether the platform's programme files in a docket: the adapter is on, and its contact was verified and is none of the demonstration. */
export function isFiledByUs({ state, isDemonstration }: { state: string; isDemonstration: boolean }): boolean {
  return env().ecfs !== null && state === 'verified' && !isDemonstration;
}
