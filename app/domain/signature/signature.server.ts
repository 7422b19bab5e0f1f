export type { SignatureTools } from './challenge.server.ts';
export {
  type ChallengeSeen,
  type Confirmed,
  confirmByCode,
  confirmByToken,
  findChallengeByToken,
  hasConfirmed,
} from './confirm.server.ts';
export { type ConfirmationPost, type MailOutcome, type MailTools, mailConfirmationFor } from './mail.server.ts';
export { type SignInput, type SignResult, sign } from './sign.server.ts';
