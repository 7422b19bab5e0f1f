/** A display name and an address, kept apart, so that a comma or a line break in the name reroutes nothing. */
export interface LetterMailbox {
  name?: string;
  address: string;
}

/** What the server said of one message; the same shape as `PostOutcome` of `emails/transport.ts`. */
export type LetterPostOutcome =
  | { outcome: 'accepted'; response: string }
  | { outcome: 'temporary_failure' | 'permanent_failure'; code: number | null; response: string };

/** What the worker hands over to send with, as in `emails/transport.ts`; a refusal is an outcome, never thrown. */
export interface LetterPost {
  send(mail: {
    kind: string;
    messageId: string;
    from?: LetterMailbox;
    to: LetterMailbox;
    replyTo?: LetterMailbox;
    subject: string;
    text: string;
    html?: string;
  }): Promise<LetterPostOutcome>;
}
