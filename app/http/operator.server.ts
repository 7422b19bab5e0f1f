import { env } from '#app/env.server.ts';

/** For how many months after its campaign has closed names, addresses and letters are kept on this site: RETENTION_MONTHS. Own choice. */
export function retentionMonths(): number {
  return env().retentionMonths;
}

/** The address at which the people who run this copy of the site are reached: the sender of its mails. Own choice. */
export function operatorAddress(): string {
  return env().mailFrom;
}
