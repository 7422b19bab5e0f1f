/**
 * An ISP's own answer to an incident, or to its record as a whole. `said` is null once the reply is withdrawn: the words then leave the page and
 * `withdrawn` says when and why. `domain` is the mail domain by which the sender was known. Instants are ISO 8601 in UTC.
 */
export interface IspReply {
  publicId: string;
  ispSlug: string;
  ispName: string;
  domain: string;
  /** The language that the reply was written in, as far as the form's page says. */
  locale: 'en' | 'es';
  receivedAt: string;
  said: { authorName: string; authorRole: string; body: string } | null;
  withdrawn: { at: string; reason: string } | null;
}

/** Longest reply in characters. Own choice: two printed pages, so that an answer can be whole and a page stays readable. */
export const maxReplyChars = 6000;

/** Longest role of an author in characters, such as "Vice President, Regulatory Affairs". Own choice. */
export const maxRoleChars = 100;
