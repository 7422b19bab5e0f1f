import { env } from '#app/env.server.ts';

/** The address at which the people who run this copy of the site are reached: the sender of its mails. Own choice. */
export function operatorAddress(): string {
  return env().mailFrom;
}
