/** A display name and an address, kept apart, so that a comma or a line break in the name reroutes nothing. */
export interface LetterMailbox {
  name?: string;
  address: string;
}

/**
 * What the server said of one message; the same shape and meaning as `PostOutcome` of `emails/transport.ts`. `shouldHold`: 421, leave the receiver
 * alone for a while; `unknown`: handed over whole and never answered.
 */
export type LetterPostOutcome =
  | { outcome: 'accepted'; response: string }
  | { outcome: 'temporary_failure'; code: number | null; response: string; shouldHold: boolean }
  | { outcome: 'permanent_failure'; code: number | null; response: string }
  | { outcome: 'unknown'; code: null; response: string };

/** What the worker hands over to send with, as in `emails/transport.ts`; a refusal is an outcome, never thrown. */
export interface LetterPost {
  send(mail: {
    kind: string;
    messageId: string;
    /** The sender on the envelope, where bounces go. Left out: the address of `from`. */
    envelopeFrom?: string;
    from?: LetterMailbox;
    to: LetterMailbox;
    replyTo?: LetterMailbox;
    subject: string;
    text: string;
    html?: string;
  }): Promise<LetterPostOutcome>;
}
