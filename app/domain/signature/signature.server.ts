export {
  type ChallengeSeen,
  type Confirmed,
  confirmByCode,
  confirmByToken,
  findChallengeByToken,
  hasConfirmed,
} from './confirm.server.ts';
export type { SignInput } from './form.server.ts';
export { type MailOutcome, type MailTools, mailConfirmationFor } from './mail.server.ts';
export { type SignResult, sign } from './sign.server.ts';
