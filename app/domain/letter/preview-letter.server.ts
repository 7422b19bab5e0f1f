import { PassThrough } from 'node:stream';
import { type Tools, tools } from '#app/db.server.ts';
import type { LetterAddressee } from '#templates/blanks.ts';
import { readLetterFile } from '#templates/catalogue.ts';
import type { Citables } from '#templates/citing.ts';
import { type FilledLetter, fill } from '#templates/fill.ts';
import { isFitting } from '#templates/fitting.ts';
import type { LongestValues } from '#templates/lint.ts';
import type { LetterTemplate } from '#templates/template.ts';
import { findOwnRow, type OwnCampaign } from '../campaign/held.server.ts';
import { DELIVERY_CHANNELS, type DeliveryChannel, senderLabel } from '../delivery/delivery.ts';
import { letterHtml } from '../delivery/letter-mail.server.ts';
import { dayOf } from '../isp/age.ts';
import { ispIdOf } from '../isp/isp.server.ts';
import { letterPdf } from '../paper/letter-pdf.server.ts';
import { listRegulatorsBySlug } from '../regulator/regulator.server.ts';
import { stateOfZip } from '../signature/zip.ts';
import { officeName } from '../target/target.ts';
import { listCitables } from './citables.server.ts';
import { channelLimit, type LetterLength, letterLength } from './limits.ts';
import type { InLocales } from './own-letter.ts';
import { blanksOf, findSenderIsp, type LetterSender } from './template-choice.server.ts';
import { storedKnowledge } from './template-knowledge.server.ts';

/** The sender that a preview is filled for. `isp`: a slug, `state`: two letters; empty: not known. */
export interface SampleSender {
  isp: string;
  state: string;
}

/** A letter as one sender would begin with it. `mail`: what a mail of it carries besides its words, and its size as text and HTML together. */
export interface PreviewedLetter {
  sender: string;
  addressee: string;
  subject: string;
  body: string;
  length: LetterLength;
  mail: { from: string; bytes: number };
  /** Sheets of the PDF, US Letter and A4. */
  sheets: { letter: number; a4: number };
}

/** How much of what a channel carries a letter takes. `most` is its own limit or the letter's, whichever is the stricter. */
export interface ChannelRoom {
  channel: DeliveryChannel;
  measures: { measure: keyof LetterLength; is: number; most: number }[];
}

/** A letter in one language as people would see it. `isOffered`: whether this sender is offered it, by its conditions; `longest`: with the longest values there are. */
export interface LetterPreview {
  locale: 'en' | 'es';
  isExclusion: boolean;
  isOffered: boolean;
  sample: PreviewedLetter;
  longest: PreviewedLetter | null;
  rooms: ChannelRoom[];
}

/** What stands for the sender's name: a person who does not exist. Own choice. */
const SAMPLE_NAME = 'Ana Ejemplo Sample';

/**
 * A letter that is not saved, in each language in which it can be read, filled for a sample sender with today's evidence, and with the longest values that the database holds, measured
 * against every channel. Null when the organization has no such campaign; a language is null while its text has a fault. Reads only.
 */
export async function previewOwnLetter(
  { sources, sender, ...own }: OwnCampaign & { sources: InLocales<string>; sender: SampleSender },
  given: Partial<Tools> = {},
): Promise<InLocales<LetterPreview | null> | null> {
  const { db, now } = tools(given);
  const row = await findOwnRow(db, own);
  if (!row) return null;
  const docket =
    row.docketId === null
      ? null
      : await db.query.dockets.findFirst({ where: (t, { eq }) => eq(t.id, row.docketId ?? 0) });
  const knowledge = await storedKnowledge(given);
  const ispId = sender.isp === '' ? null : await ispIdOf(sender.isp, given);
  const person: LetterSender = {
    name: SAMPLE_NAME,
    zip: zipIn(sender.state),
    state: sender.state === '' ? null : sender.state,
    isp: await findSenderIsp(db, ispId),
  };
  const { isp } = person;
  const previewed = async (locale: 'en' | 'es'): Promise<LetterPreview | null> => {
    const template = readLetterFile(sources[locale], `${own.slug}/letter.${locale}.txt`).letter?.template;
    const [kind] = template?.addressees ?? [];
    if (!template || !kind) return null;
    const isOfState = kind === 'attorney_general' || kind === 'utility_commission';
    const citables = await listCitables({ ispId, locale, record: template.record }, given);
    const addressee = await addresseeName(kind, person, given);
    const filled = fill(template, blanksOf(template, person, addressee), citables);
    const longest = template.isExclusion ? null : fillLongest(template, knowledge.longest[locale]);
    return {
      locale,
      isExclusion: template.isExclusion,
      isOffered: isFitting(template, {
        addressee: { kind, state: isOfState ? person.state : null },
        sender: { state: person.state, isp: isp?.slug ?? null, technologies: isp?.technologies ?? [] },
        docket: docket?.number ?? null,
        day: dayOf(now()),
      }),
      sample: await shown(filled, { locale, sender: SAMPLE_NAME, addressee, at: now() }),
      longest: longest && (await shown(longest.filled, { locale, ...longest, at: now() })),
      rooms: longest ? roomsOf(template, letterLength(longest.filled.body)) : [],
    };
  };
  return { en: await previewed('en'), es: await previewed('es') };
}

/** A ZIP of a state; "00000" where none is known, which belongs to no place. */
function zipIn(state: string): string {
  for (let prefix = 1; prefix < 1_000; prefix++) {
    const zip = `${String(prefix).padStart(3, '0')}01`;
    if (state !== '' && stateOfZip(zip) === state) return zip;
  }
  return '00000';
}

async function addresseeName(kind: LetterAddressee, { state, isp }: LetterSender, given: Partial<Tools>) {
  if (kind === 'isp_customer_relations' || kind === 'isp_headquarters') return isp?.name ?? '—';
  const ofState = { attorney_general: 'ag', utility_commission: 'puc' } as const;
  const slug =
    kind === 'attorney_general' || kind === 'utility_commission'
      ? `${ofState[kind]}-${(state ?? '').toLowerCase()}`
      : kind === 'ftc'
        ? 'ftc'
        : 'fcc';
  const [office] = await listRegulatorsBySlug([slug], given);
  return office ? officeName(office.name, office.kind === 'federal' ? null : office.stateName) : '—';
}

/** The longest that a letter can become: with the longest evidence there is, or without any, whichever makes it longer. */
function fillLongest(template: LetterTemplate, longest: LongestValues) {
  const addressee = template.addressees
    .map((kind) => longest.addressee[kind])
    .reduce((a, b) => (b.length > a.length ? b : a), '');
  const silent: Citables = { ...longest, facts: [] };
  const filled = [longest, silent]
    .map((citables) => fill(template, { ...longest.blanks, addressee }, citables))
    .reduce((a, b) => (b.body.length > a.body.length ? b : a));
  return { filled, addressee, sender: longest.blanks.sender_name };
}

async function shown(
  { subject, body }: FilledLetter,
  { locale, sender, addressee, at }: { locale: 'en' | 'es'; sender: string; addressee: string; at: Date },
): Promise<PreviewedLetter> {
  const sheetsOf = async (paper: 'letter' | 'a4') => {
    const letter = { publicId: '', locale, sentAt: at, senderName: sender, senderLines: [], digest: '' };
    const onPaper = { ...letter, addresseeName: addressee, addresseeLines: [], subject, body };
    return (await letterPdf(onPaper, { paper }, new PassThrough().resume())).pages;
  };
  const mailed = body + letterHtml({ subject, body, locale });
  return {
    sender,
    addressee,
    subject,
    body,
    length: letterLength(body),
    mail: { from: senderLabel(sender, locale), bytes: Buffer.byteLength(mailed) },
    sheets: { letter: await sheetsOf('letter'), a4: await sheetsOf('a4') },
  };
}

function roomsOf(template: LetterTemplate, length: LetterLength): ChannelRoom[] {
  return DELIVERY_CHANNELS.map((channel) => {
    const { maxChars, maxBytes, maxPages } = channelLimit(channel, template.limits);
    const measures: ChannelRoom['measures'] = [
      { measure: 'chars', is: length.chars, most: maxChars },
      { measure: 'bytes', is: length.bytes, most: maxBytes },
    ];
    if (maxPages !== null) measures.push({ measure: 'pages', is: length.pages, most: maxPages });
    return { channel, measures };
  });
}
