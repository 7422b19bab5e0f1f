import { type BounceDesk, bounceAddressOf } from '../bounce/address.server.ts';
import { parseLetterSource } from '../letter/source.ts';
import { letterMessageId, senderLabel } from './delivery.ts';
import type { LetterPost } from './post.ts';

/**
 * A delivery with what its mail is made of. `previewedBytes`: the letter exactly as its writer saw it; null only for letters of before migration 0012,
 * whose columns are taken instead. `replyTo`: the writer's address, null once it was erased.
 */
export interface LetterToMail {
  publicId: string;
  to: string;
  addresseeName: string;
  senderName: string;
  replyTo: string | null;
  locale: 'en' | 'es';
  subject: string;
  body: string;
  previewedBytes: Uint8Array | null;
}

/** Who mails it. `origin`: the site's, for the Message-ID; `mailFrom`: the platform's address; `bounces`: null sends them to `mailFrom`. */
export interface LetterMailDesk {
  origin: string;
  mailFrom: string;
  bounces: BounceDesk | null;
}

/**
 * The mail of a letter: from the platform's address under the writer's name, answers to the writer, bounces to an address of this delivery alone, text and
 * html of the very words that were previewed. No header says that a machine wrote it, and nothing in it is fetched or followed. Throws on bytes that are no
 * letter. Own choice.
 */
export function composeLetterMail(letter: LetterToMail, desk: LetterMailDesk): Parameters<LetterPost['send']>[0] {
  const source = letter.previewedBytes ? parseLetterSource(letter.previewedBytes) : null;
  const name = source?.fromName ?? letter.senderName;
  const { subject, body } = source ?? letter;
  const replyTo = letter.replyTo === null ? null : (source?.replyTo ?? letter.replyTo);
  return {
    kind: 'letter',
    messageId: letterMessageId(letter.publicId, desk.origin),
    ...(desk.bounces ? { envelopeFrom: bounceAddressOf(letter.publicId, desk.bounces) } : {}),
    from: { name: senderLabel(name, letter.locale), address: desk.mailFrom },
    to: { name: source?.to ?? letter.addresseeName, address: letter.to },
    ...(replyTo === null ? {} : { replyTo: { name, address: replyTo } }),
    subject,
    text: body,
    html: letterHtml({ subject, body, locale: letter.locale }),
  };
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
}

/**
 * The letter as html: the same characters in the same order and nothing else, every line where it was, no links, pictures or styles that are fetched. A blank
 * that a browser would swallow becomes one that it shows. Own choice.
 */
export function letterHtml({ subject, body, locale }: { subject: string; body: string; locale: 'en' | 'es' }): string {
  const lines = escaped(body)
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^ | (?= )| $/g, '&nbsp;').replaceAll('\t', '&nbsp;&nbsp; '));
  return [
    '<!DOCTYPE html>',
    `<html lang="${locale}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
    '<body><div dir="auto" style="font-family: Georgia, \'Times New Roman\', serif; font-size: 16px; line-height: 1.5; max-width: 40em">',
    lines.join('<br>\n'),
    '</div></body></html>',
    '',
  ].join('\n');
}
