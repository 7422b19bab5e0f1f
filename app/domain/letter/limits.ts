import type { DeliveryChannel } from '../delivery/delivery.ts';

/** Most that one channel carries of a letter's body. `maxChars`: UTF-16 units, as browsers count; `maxBytes`: UTF-8; `maxPages`: as `paperPages` says. */
export interface ChannelLimit {
  maxChars: number;
  maxBytes: number;
  maxPages: number | null;
}

/**
 * Length limits per channel. `email`: any mail server takes 64 kilobytes (RFC 5321, 4.5.3.1.7); 16,000 bytes twice, as text and as HTML, in base64
 * stay below. `docket`: a cell of 32,767 characters is the most that a spreadsheet opens of the bulk file. `web_form`: 5,000 characters, the
 * limit of regulations.gov (API v4), the strictest public intake that states one; the FCC and the FTC state none that we found. `paper`: four
 * pages. The characters of e-mail, docket and paper, and the pages, are our own choice.
 */
export const CHANNEL_LIMITS: Readonly<Record<DeliveryChannel, ChannelLimit>> = {
  email: { maxChars: 8_000, maxBytes: 16_000, maxPages: null },
  docket: { maxChars: 8_000, maxBytes: 32_000, maxPages: null },
  web_form: { maxChars: 5_000, maxBytes: 20_000, maxPages: null },
  paper: { maxChars: 8_000, maxBytes: 32_000, maxPages: 4 },
};

/** A limit of the letter that a template begins, for every channel: `characters` as browsers count, `bytes` in UTF-8 (null: none). */
export interface TextLimit {
  characters: number;
  bytes: number | null;
}

/** The limit of a channel, or the template's where that is the stricter. */
export function channelLimit(channel: DeliveryChannel, template: TextLimit | null): ChannelLimit {
  const { maxChars, maxBytes, maxPages } = CHANNEL_LIMITS[channel];
  return {
    maxChars: Math.min(maxChars, template?.characters ?? maxChars),
    maxBytes: Math.min(maxBytes, template?.bytes ?? maxBytes),
    maxPages,
  };
}

/** What a body comes to. `bytes`: in UTF-8; `pages`: on paper, as estimated. */
export interface LetterLength {
  chars: number;
  bytes: number;
  pages: number;
}

const CHARS_A_LINE = 86;
const LINES_A_PAGE = 44;

/** Pages that a body fills at 86 characters a line and 44 lines a page, 14 of them less on the first, for the addresses and the subject. Own choice. */
function paperPages(body: string): number {
  const lines = body
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(Array.from(line).length / CHARS_A_LINE)), 0);
  return Math.ceil((lines + 14) / LINES_A_PAGE);
}

/** How long a body is, in every measure. */
export function letterLength(body: string): LetterLength {
  return { chars: body.length, bytes: new TextEncoder().encode(body).length, pages: paperPages(body) };
}

/** One limit of one open channel that a letter exceeds. `is` and `most` in the unit of `measure`. */
export interface LengthFault {
  channel: DeliveryChannel;
  measure: keyof LetterLength;
  is: number;
  most: number;
}

/** Every limit of `channels`, and of the template that the letter was begun from, that `body` exceeds: the first of each channel, in their order. Empty when it fits all. */
export function lengthFaults(
  body: string,
  channels: readonly DeliveryChannel[],
  template: TextLimit | null,
): LengthFault[] {
  const length = letterLength(body);
  return [...new Set(channels)].flatMap((channel): LengthFault[] => {
    const { maxChars, maxBytes, maxPages } = channelLimit(channel, template);
    const measures = [
      ['chars', maxChars],
      ['bytes', maxBytes],
      ['pages', maxPages],
    ] as const;
    const over = measures.find(([measure, most]) => most !== null && length[measure] > most);
    return over?.[1] ? [{ channel, measure: over[0], is: length[over[0]], most: over[1] }] : [];
  });
}
