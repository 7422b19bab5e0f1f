import { composeSource, type Mailbox, type OutgoingMail } from './outgoing.ts';

/** What differs from copy to copy of one mail: whom it is to, its Message-ID, and a word that stands in its addresses, of the length of the mark. */
export interface CopyParts {
  to: string;
  messageId: string;
  word: string;
}

/** A mail composed once, of which any number of copies are made by putting their parts in. */
export interface CopyTemplate {
  /** The whole message, or null where it must be composed by itself: an address that is not ASCII. Throws on a word of another length than the mark. */
  fill(parts: CopyParts, at: Date): Buffer | null;
}

const NOBODY = 'nobody@copy.invalid';

/**
 * Composes a mail whose addresses hold `mark` where each copy has a word of its own, and keeps everything else: a copy then costs a few joined strings, not a message taken apart and encoded again. The
 * mark is found also where an encoded line breaks in the middle of it; words are as long, so that no line grows. `mark`: letters, digits, hyphens and low lines. Own choice.
 */
export async function composeCopies(
  mail: Omit<OutgoingMail, 'to' | 'messageId'>,
  from: Mailbox,
  mark: string,
): Promise<CopyTemplate> {
  if (!/^[\w-]+$/.test(mark)) throw new Error('a mark is made of letters, digits, hyphens and low lines');
  const source = await composeSource(
    { ...mail, to: { address: NOBODY }, messageId: `<0@${NOBODY.split('@')[1]}>` },
    from,
  );
  const text = source.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const head = text
    .slice(0, end)
    .split(/\r\n(?![ \t])/)
    .filter((field) => !/^(?:to|message-id|date):/i.test(field));
  const found = [
    ...`${head.join('\r\n')}${text.slice(end)}`.split(new RegExp(`(${mark.split('').join('(?:=\\r\\n)?')})`)),
  ];
  // Every second part is the mark as it stands, with the break in it, if there is one.
  const parts = found.flatMap((part) => (part === undefined ? [] : [part]));
  const breaks = parts.map((part, at) => (at % 2 === 1 ? part.indexOf('=\r\n') : -1));
  return {
    fill({ to, messageId, word }, at) {
      if (word.length !== mark.length) throw new Error('a word is as long as its mark');
      if (/[^\x21-\x7e]/.test(to)) return null;
      const whole = parts.map((part, index) => {
        if (index % 2 === 0) return part;
        const cut = breaks[index] ?? -1;
        return cut < 0 ? word : `${word.slice(0, cut)}=\r\n${word.slice(cut)}`;
      });
      const date = at.toUTCString().replace('GMT', '+0000');
      return Buffer.from(`Date: ${date}\r\nTo: ${to}\r\nMessage-ID: ${messageId}\r\n${whole.join('')}`, 'latin1');
    },
  };
}
