import type { MailLocale, MailProps, RenderedMail } from '#emails/catalogue.ts';
import { type BounceDesk, copyBounceAddressOf, copyMessageIdOf } from '../bounce/address.server.ts';
import { stateName } from '../letter/state-names.ts';
import { unsubscribeUrls } from '../subscriber/token.server.ts';
import type { BroadcastLocale } from './broadcast.ts';
import type { Copy } from './claim.server.ts';
import { type BlankValues, filled, openingOf, safeInMarkdown } from './text.ts';

/** What a broadcast says and who says it: everything that its mails share. */
export interface BroadcastWords {
  id: number;
  texts: readonly { locale: BroadcastLocale; subject: string; body: string }[];
  organization: { name: string; slug: string; postalAddress: string; replyTo: string | null };
  campaign: { slug: string; titles: Readonly<Partial<Record<BroadcastLocale, string>>> } | null;
}

/** What making the mails needs: the renderer of `emails/render.ts`, the public origin, who sends, and where bounces go (null: to the sender). */
export interface CopyDesk {
  renderMail(name: 'broadcast', locale: MailLocale, props: MailProps['broadcast']): Promise<RenderedMail>;
  origin: string;
  secret: string;
  mailFrom: string;
  bounceDomain: string | null;
}

/** What a mail says about its reader; `ispSlug` and `ispName` null: not known. */
export type Reader = Pick<Copy, 'locale' | 'ispSlug' | 'ispName' | 'state'>;

/** A mail as the post takes it (`emails/outgoing.ts`). */
export interface CopyMail {
  kind: 'broadcast' | 'broadcast-test';
  messageId: string;
  envelopeFrom?: string;
  from: { name: string; address: string };
  to: { address: string };
  replyTo?: { address: string };
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

/** Stand in the layout where each copy has addresses of its own; no address that a writer types can be one of them. */
const MINE = {
  unsubscribe: 'https://copy.invalid/unsubscribe',
  preferences: 'https://copy.invalid/preferences',
} as const;

/** The values of the blanks for a reader, fit for a Markdown text (`isInMarkdown`) or for a subject. */
function valuesFor({ campaign }: BroadcastWords, reader: Reader, origin: string, isInMarkdown: boolean): BlankValues {
  const { locale, ispSlug, ispName, state } = reader;
  const home = `${origin}${locale === 'es' ? '/es' : ''}`;
  const said = (value: string | null) => (value !== null && isInMarkdown ? safeInMarkdown(value) : value);
  return {
    isp: said(ispName),
    state: said(stateName(state, locale)),
    isp_link: ispSlug ? `${home}/isps/${ispSlug}` : `${home}/isps`,
    campaign_title: said(campaign?.titles[locale] ?? campaign?.titles.en ?? campaign?.titles.es ?? null),
    campaign_link: campaign ? `${home}/campaigns/${campaign.slug}` : null,
  };
}

/**
 * Renders a broadcast as a reader gets it, with marks where each copy's own addresses go. Throws when there is no text in the reader's language. A broadcast for one language holds rows of that
 * language only.
 */
async function layOut(words: BroadcastWords, reader: Reader, { renderMail, origin }: CopyDesk): Promise<RenderedMail> {
  const text = words.texts.find(({ locale }) => locale === reader.locale);
  if (!text) throw new Error(`broadcast ${words.id} has no text in ${reader.locale}`);
  const body = filled(text.body, valuesFor(words, reader, origin, true));
  return renderMail('broadcast', reader.locale, {
    subject: filled(text.subject, valuesFor(words, reader, origin, false)),
    body,
    opening: openingOf(body),
    organizationName: words.organization.name,
    postalAddress: words.organization.postalAddress,
    unsubscribeUrl: MINE.unsubscribe,
    preferencesUrl: MINE.preferences,
    siteUrl: origin,
  });
}

/** Most layouts that are kept at once; the oldest goes. Own choice: every ISP and state of the catalogue at once would be more, and cost one rendering again. */
const MAX_LAYOUTS = 1_000;

/** Makes the mails of one broadcast: laid out once for each language, ISP and state that its texts speak of, then only filled. */
export interface CopyMaker {
  make(copy: Pick<Copy, 'id' | 'subscriptionId' | 'address'> & Reader): Promise<CopyMail>;
}

/** A maker of the mails of one broadcast. Source: DESIGN section 2, "rendering one react-email message takes about 3 ms". */
export function copyMaker(words: BroadcastWords, desk: CopyDesk): CopyMaker {
  const layouts = new Map<string, Promise<RenderedMail>>();
  const said = words.texts.map(({ subject, body }) => `${subject} ${body}`).join(' ');
  const speaksOf = { isp: /\{\{\s*isp(?:_link)?\b/.test(said), state: /\{\{\s*state\b/.test(said) };
  const bounces: BounceDesk | null = desk.bounceDomain ? { domain: desk.bounceDomain, secret: desk.secret } : null;
  return {
    async make(copy) {
      const shape = `${copy.locale} ${speaksOf.isp ? copy.ispSlug : ''} ${speaksOf.state ? copy.state : ''}`;
      let laidOut = layouts.get(shape);
      if (!laidOut) {
        laidOut = layOut(words, copy, desk);
        layouts.set(shape, laidOut);
        const [oldest] = layouts.keys();
        if (layouts.size > MAX_LAYOUTS && oldest !== undefined) layouts.delete(oldest);
      }
      const mail = addressed(await laidOut, words, { subscriptionId: copy.subscriptionId, locale: copy.locale }, desk);
      return {
        ...mail,
        kind: 'broadcast',
        messageId: copyMessageIdOf(copy.id, desk),
        ...(bounces ? { envelopeFrom: copyBounceAddressOf(copy.id, bounces) } : {}),
        to: { address: copy.address },
      };
    },
  };
}

/** A layout with one member's own addresses in it, and the head that every copy has. Source: RFC 8058; RFC 2919 for List-Id. */
function addressed(
  { subject, html, text, headers }: RenderedMail,
  { id, organization }: BroadcastWords,
  member: { subscriptionId: number; locale: BroadcastLocale },
  { origin, secret, mailFrom }: CopyDesk,
) {
  const own = unsubscribeUrls({ ...member, broadcastId: id }, { origin, secret });
  const fill = (part: string) =>
    part.replaceAll(MINE.unsubscribe, own.unsubscribeUrl).replaceAll(MINE.preferences, own.preferencesUrl);
  return {
    from: { name: organization.name, address: mailFrom },
    ...(organization.replyTo ? { replyTo: { address: organization.replyTo } } : {}),
    subject,
    text: fill(text),
    html: fill(html),
    headers: { ...headers, 'List-Id': `<${organization.slug}.${new URL(origin).hostname}>`, ...own.headers },
  };
}

/** The mail that a reader would get, for the preview: its links lead to the pages of a test mail, which are nobody's. */
export async function previewMail(words: BroadcastWords, reader: Reader, desk: CopyDesk) {
  return addressed(await layOut(words, reader, desk), words, { subscriptionId: 0, locale: reader.locale }, desk);
}
