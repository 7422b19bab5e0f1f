/** A kept message in a list. `keptAt`: ISO 8601, UTC. */
export interface MailboxEntry {
  id: number;
  /** In angle brackets. */
  messageId: string;
  /** What sort of message, e.g. "confirmation" or "letter". */
  kind: string;
  from: string;
  to: string;
  subject: string;
  keptAt: string;
}

/** A kept message opened. `headers` in their order, values decoded; `links`: http(s) addresses in it, each once; `html` null when it has no such part. */
export interface MailboxMessage extends MailboxEntry {
  headers: readonly { name: string; value: string }[];
  text: string;
  html: string | null;
  links: readonly string[];
}

/** Most messages that a list shows. Own choice. */
export const MAX_LISTED_MESSAGES = 200;

/** The number of a message in an address, or null when it cannot be one. */
export function messageNumber(id: string | undefined): number | null {
  return id !== undefined && /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null;
}
