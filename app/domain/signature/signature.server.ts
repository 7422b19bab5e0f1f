export { confirmByCode, confirmByToken, hasConfirmed } from './confirm.server.ts';
export type { SignInput } from './form.server.ts';
export { type ChallengeSeen, correctForm, findChallengeByToken } from './look.server.ts';
export { type MailOutcome, type MailTools, mailConfirmationFor } from './mail.server.ts';
export type { Confirmed } from './seat.ts';
export { type SignResult, sign } from './sign.server.ts';
