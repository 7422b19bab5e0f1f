import type { ReactElement } from 'react';
import type { MailLocale } from './catalogue.ts';
import { en, type MailWords } from './messages/en.ts';
import { es } from './messages/es.ts';

/** What a message shows: strings, and lists of the same. A key that ends in `Url` holds an absolute http(s) address, one in `Html` markup that is put in as it is. */
export type View = { [key: string]: string | readonly View[] };

/** A paragraph of a plain text, or lines that must stay as they are. */
export type TextPart = string | { verbatim: string };

/** How one message is made. The html may ask how long a list is, never what a string says: it is rendered with blanks. */
export interface MailParts<Props, V extends View> {
  sample(now: Date, locale: MailLocale): Props;
  view(props: Props, words: MailWords): V;
  subject(view: V, words: MailWords): string;
  html(view: V, words: MailWords, locale: MailLocale): ReactElement;
  /** Paragraphs, one blank line apart; each is wrapped, save those that are quoted line for line. */
  text(view: V, words: MailWords): readonly TextPart[];
}

/** One message filled in: `blanks` by path, and the page that has a mark in the place of each. */
export interface Composition {
  subject: string;
  parts: readonly TextPart[];
  blanks: ReadonlyMap<string, string>;
  page(): ReactElement;
}

/** A message that can be filled in, and what its preview shows. */
export interface MailMessage<Props> {
  sample(now: Date, locale: MailLocale): Props;
  compose(props: Props, locale: MailLocale): Composition;
}

const WORDS: Record<MailLocale, MailWords> = { en, es };

/** Opens and closes the mark of a blank; both are private-use characters that no value keeps. */
export const MARK = { open: '\ue000', close: '\ue001' } as const;

/** Makes a message of its parts. Throws, when composing, on a link that is not http(s). */
export function mailMessage<Props, V extends View>(parts: MailParts<Props, V>): MailMessage<Props> {
  return {
    sample: parts.sample,
    compose(props, locale) {
      const words = WORDS[locale];
      const view = parts.view(props, words);
      const blanks = new Map<string, string>();
      const marked = mark(view, '', blanks);
      return {
        subject: parts.subject(view, words),
        parts: parts.text(view, words),
        blanks,
        page: () => parts.html(marked, words, locale),
      };
    },
  };
}

function mark<V extends View>(view: V, prefix: string, blanks: Map<string, string>): V {
  const entries = Object.entries(view).map(([key, value]) => {
    const path = `${prefix}${key}`;
    if (typeof value !== 'string') return [key, value.map((one, at) => mark(one, `${path}.${at}.`, blanks))];
    if (key.endsWith('Url') && !/^https?:\/\/[^\s<>"]+$/.test(value))
      throw new Error(`${path} is not an http(s) address`);
    blanks.set(path, value);
    return [key, `${MARK.open}${path}${MARK.close}`];
  });
  return Object.fromEntries(entries) as V;
}

const maxNameChars = 80;

/**
 * A name fit for a greeting: one line, at most 80 characters; empty when it holds an address of a page or of a mailbox, so
 * that nobody can have us deliver an advertisement. Own choice.
 */
export function greetable(name: string): string {
  const line = oneLine(name);
  return /:\/\/|www\.|@|\.(com|net|org|info|ru|cn|xyz|top|io)\b/i.test(line) || Array.from(line).length > maxNameChars
    ? ''
    : line;
}

/** `value` without line breaks, control and direction-turning characters. */
export function oneLine(value: string): string {
  return value
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cs}\p{Co}\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Host of a page's address, as a person would say it: "untolled.example". */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/** Title of the campaign that the samples speak of. */
export const SAMPLE_TITLE: Record<MailLocale, string> = {
  en: 'No throttling, no tolls: put it in writing',
  es: 'Sin frenos ni peajes: que lo pongan por escrito',
};
