import type { MailLocale, MailProps, RenderedMail } from '#emails/catalogue.ts';
import { type BounceDesk, copyBounceAddressOf, copyMessageIdOf } from '../bounce/address.server.ts';
import { stateName } from '../letter/state-names.ts';
import { memberToken, unsubscribeUrls } from '../subscriber/token.server.ts';
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
  /** Composes a mail of which copies are made (`composeCopies` of `emails/copies.ts`); left out: each mail is composed by the post. */
  composeCopies?(
    mail: Omit<CopyMail, 'to' | 'messageId'>,
    from: { address: string },
    mark: string,
  ): Promise<CopyTemplate>;
}

/** A mail composed once; `fill` makes one copy's whole message, or null where it must be composed by itself. */
export interface CopyTemplate {
  fill(parts: { to: string; messageId: string; word: string }, at: Date): Buffer | null;
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
  source?: Buffer;
}

/** Stands in the layout where each copy has the token of its member, and is as long. */
const MARK = 'UNTOLLED-MEMBER-TOKEN-PLACEHOLDER_X';

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

/** A mail as a reader gets it, with the mark in place of the member's token. */
type LaidOut = Omit<CopyMail, 'to' | 'messageId' | 'envelopeFrom' | 'source'>;

/**
 * Renders a broadcast for a reader. Throws when there is no text in the reader's language; a broadcast in one language has copies in that language only. Source: RFC 8058 for the way out; RFC 2919
 * for List-Id.
 */
async function layOut(words: BroadcastWords, reader: Reader, desk: CopyDesk): Promise<LaidOut> {
  const { renderMail, origin, secret, mailFrom } = desk;
  const { organization } = words;
  const text = words.texts.find(({ locale }) => locale === reader.locale);
  if (!text) throw new Error(`broadcast ${words.id} has no text in ${reader.locale}`);
  const body = filled(text.body, valuesFor(words, reader, origin, true));
  const nobody = { subscriptionId: 0, broadcastId: words.id };
  const marked = (url: string) => url.replace(memberToken(nobody, secret), MARK);
  const own = unsubscribeUrls({ ...nobody, locale: reader.locale }, { origin, secret });
  const { headers, ...rendered } = await renderMail('broadcast', reader.locale, {
    subject: filled(text.subject, valuesFor(words, reader, origin, false)),
    body,
    opening: openingOf(body),
    organizationName: organization.name,
    postalAddress: organization.postalAddress,
    unsubscribeUrl: marked(own.unsubscribeUrl),
    preferencesUrl: marked(own.preferencesUrl),
    siteUrl: origin,
  });
  return {
    ...rendered,
    kind: 'broadcast',
    from: { name: organization.name, address: mailFrom },
    ...(organization.replyTo ? { replyTo: { address: organization.replyTo } } : {}),
    headers: {
      ...headers,
      'List-Id': `<${organization.slug}.${new URL(origin).hostname}>`,
      'List-Unsubscribe': marked(own.headers['List-Unsubscribe']),
      'List-Unsubscribe-Post': own.headers['List-Unsubscribe-Post'],
    },
  };
}

/** A layout with one member's token in it. */
function withToken({ text, html, headers, ...mail }: LaidOut, token: string): LaidOut {
  const fill = (part: string) => part.replaceAll(MARK, token);
  return {
    ...mail,
    text: fill(text),
    html: fill(html),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)])),
  };
}

/** Most layouts that are kept at once; the oldest goes. Own choice: every ISP and state of the catalogue at once would be more, and cost one rendering again. */
const MAX_LAYOUTS = 1_000;

/** Makes the mails of one broadcast: laid out once for each language, ISP and state that its texts speak of, then only filled. */
export interface CopyMaker {
  make(copy: Pick<Copy, 'id' | 'subscriptionId' | 'address'> & Reader): Promise<CopyMail>;
}

/** A maker of the mails of one broadcast. Source: DESIGN section 2, "rendering one react-email message takes about 3 ms". */
export function copyMaker(words: BroadcastWords, desk: CopyDesk): CopyMaker {
  const layouts = new Map<string, Promise<{ mail: LaidOut; template: CopyTemplate | null }>>();
  const said = words.texts.map(({ subject, body }) => `${subject} ${body}`).join(' ');
  const speaksOf = { isp: /\{\{\s*isp(?:_link)?\b/.test(said), state: /\{\{\s*state\b/.test(said) };
  const bounces: BounceDesk | null = desk.bounceDomain ? { domain: desk.bounceDomain, secret: desk.secret } : null;

  async function layoutFor(reader: Reader) {
    const mail = await layOut(words, reader, desk);
    return { mail, template: (await desk.composeCopies?.(mail, { address: desk.mailFrom }, MARK)) ?? null };
  }

  return {
    async make(copy) {
      const shape = `${copy.locale} ${speaksOf.isp ? copy.ispSlug : ''} ${speaksOf.state ? copy.state : ''}`;
      const laidOut = layouts.get(shape) ?? layoutFor(copy);
      layouts.set(shape, laidOut);
      const [oldest] = layouts.keys();
      if (layouts.size > MAX_LAYOUTS && oldest !== undefined) layouts.delete(oldest);
      const { mail, template } = await laidOut;
      const token = memberToken({ subscriptionId: copy.subscriptionId, broadcastId: words.id }, desk.secret);
      const messageId = copyMessageIdOf(copy.id, desk);
      const source = template?.fill({ to: copy.address, messageId, word: token }, new Date());
      return {
        ...(source ? { ...mail, source } : withToken(mail, token)),
        messageId,
        ...(bounces ? { envelopeFrom: copyBounceAddressOf(copy.id, bounces) } : {}),
        to: { address: copy.address },
      };
    },
  };
}

/** The mail that a reader would get, for the preview and the test: its links lead to the pages of a test mail, which are nobody's. */
export async function previewMail(words: BroadcastWords, reader: Reader, desk: CopyDesk): Promise<LaidOut> {
  return withToken(
    await layOut(words, reader, desk),
    memberToken({ subscriptionId: 0, broadcastId: words.id }, desk.secret),
  );
}
