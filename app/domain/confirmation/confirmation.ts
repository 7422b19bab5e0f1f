/** How a mailbox was shown to be the sender's own: the button behind the mailed link, or the six digits of the same mail. */
export const CONFIRMATION_METHODS = ['button', 'code'] as const;

/** One way of confirming. */
export type ConfirmationMethod = (typeof CONFIRMATION_METHODS)[number];

/** How long a mailed link or code confirms, in milliseconds: seven days. Own choice. */
export const challengeLifeMs = 7 * 24 * 60 * 60 * 1000;

/** Wrong codes that one challenge forgives before only the link is left. Own choice. */
export const maxCodeAttempts = 5;

/** Most confirmation mails to one canonical address, over all campaigns and all that is handed in, within `mailWindowMs`. Own choice. */
export const maxMailsPerWindow = 5;

/**
 * Most of those five that anything but a trusted form may take: two are kept for forms with a valid proof of work that no rule found suspicious, so that whoever spends an
 * address's mails at no cost cannot spend them all. Decision 0026.
 */
export const maxUntrustedMails = 3;

/** The span in which confirmation mails to one address are limited, in milliseconds: 24 hours. Own choice. */
export const mailWindowMs = 24 * 60 * 60 * 1000;

const random32 = /^[A-Za-z0-9_-]{43}$/;

/** Whether a text has the shape of a claim or a token: 32 bytes in base64url. Says nothing of whether it is known. */
export function hasTokenShape(text: string | null | undefined): text is string {
  return typeof text === 'string' && random32.test(text);
}

/** Why a code does not open: wrong (or a claim not known, the same to a stranger), too many wrong ones, or too late. */
export type CodeFault = 'code_wrong' | 'code_locked' | 'expired';
