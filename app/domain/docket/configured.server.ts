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

/** Whether letters to a docket are filed by the platform's programme: the adapter is on. */
export function isEcfsOn(): boolean {
  return env().ecfs !== null;
}
