import { z } from 'zod';
import { instant } from './fields.ts';

const text = (description: string) => z.string().meta({ description });
const link = z
  .object({ href: z.url().meta({ description: 'Where.' }), title: text('What.').optional() })
  .meta({ id: 'OsdiLink', description: 'A link of HAL.' });
const curies = z
  .array(
    z.object({
      name: z.literal('osdi').meta({ description: 'The prefix.' }),
      href: text('Template.'),
      templated: z.literal(true).meta({ description: 'Always.' }),
    }),
  )
  .meta({ description: 'Where relations are explained.' });
const common = {
  identifiers: z.array(z.string()).meta({ description: '`untolled:` and the number in the address.' }),
  origin_system: z.literal('Untolled').meta({ description: 'Where it was made.' }),
  created_date: instant,
  modified_date: instant,
};

/** The entry point. Source: OSDI, "API Entry Point" (opensupporter/osdi-docs, aep.md, read 2026-11-22). */
export const osdiEntryShape = z
  .object({
    motd: text('A word of welcome.'),
    max_pagesize: z.int().meta({ description: 'Most entries of a page.' }),
    _links: z
      .object({ self: link, curies, 'osdi:people': link, 'osdi:petitions': link, docs: link })
      .meta({ description: 'Where to go on.' }),
  })
  .meta({ id: 'OsdiEntryPoint' });

/** A person. Source: OSDI, "Person" (people.md, read 2026-11-22). */
export const osdiPersonShape = z
  .object({
    ...common,
    given_name: text('The whole name as the person wrote it; only of signers.').optional(),
    email_addresses: z
      .array(
        z.object({
          primary: z.literal(true).meta({ description: 'There is one alone.' }),
          address: text('Address.'),
          status: z.enum(['subscribed', 'unsubscribed']).optional().meta({ description: 'Only of members.' }),
        }),
      )
      .meta({ description: 'One, none when erased.' }),
    postal_addresses: z
      .array(
        z.object({
          primary: z.literal(true).meta({ description: 'There is one alone.' }),
          region: text('State.').optional(),
          postal_code: text('ZIP.').optional(),
          country: z.literal('US').meta({ description: 'Always.' }),
        }),
      )
      .meta({ description: 'As much as is known.' }),
    languages_spoken: z.array(z.string()).meta({ description: 'Language of the form.' }),
    custom_fields: z
      .record(z.string(), z.string())
      .meta({ description: '`isp`, the slug of the ISP that was stated.' }),
    _links: z.object({ self: link }).meta({ description: 'Itself.' }),
  })
  .meta({ id: 'OsdiPerson' });

/** A petition. Source: OSDI, "Petition" (petitions.md, read 2026-11-22). */
export const osdiPetitionShape = z
  .object({
    ...common,
    name: text('Slug of the campaign.'),
    title: text('Title.'),
    summary: text('One or two sentences.'),
    description: text('What is asked.'),
    petition_text: text('The petition, Markdown.'),
    browser_url: z.url().meta({ description: 'Its page.' }),
    total_signatures: z.int().meta({ description: 'The count.' }),
    _links: z
      .object({ self: link, 'osdi:signatures': link, 'osdi:record_signature_helper': link })
      .meta({ description: 'Where to go on.' }),
  })
  .meta({ id: 'OsdiPetition' });

/** A signature. Source: OSDI, "Signature" (signatures.md, read 2026-11-22). */
export const osdiSignatureShape = z
  .object({
    ...common,
    action_date: instant.meta({ description: 'When the form was handed in.' }),
    referrer_data: z
      .object({ source: text('Where the form stood.') })
      .optional()
      .meta({ description: 'If known.' }),
    custom_fields: z.record(z.string(), z.string()).meta({ description: '`status`: where it stands.' }),
    _links: z
      .object({ self: link, 'osdi:petition': link, 'osdi:person': link })
      .meta({ description: 'Where to go on.' }),
  })
  .meta({ id: 'OsdiSignature' });

/** A form that was taken: it becomes a signature when its mailbox is proved, so there is none to be linked. Source: OSDI, "Record Signature Helper"; own choice. */
export const osdiTakenShape = z
  .object({
    origin_system: z.literal('Untolled').meta({ description: 'Where it was taken.' }),
    custom_fields: z
      .object({ status: z.literal('pending').meta({ description: 'Always.' }) })
      .meta({ description: 'It waits for its mailbox.' }),
    _links: z.object({ 'osdi:petition': link }).meta({ description: 'The petition.' }),
  })
  .meta({ id: 'OsdiTakenSignature' });

/** A collection: `per_page` and links; pages are followed by `next`, and how many there are is not said. Source: OSDI; own choice of cursors. */
export const osdiCollection = <T extends z.ZodType>(relation: string, entry: T) =>
  z.object({
    per_page: z.int().meta({ description: 'Most entries of this page.' }),
    _links: z
      .object({
        self: link,
        next: link.optional().meta({ description: 'The page after; missing at the end.' }),
        curies,
        [relation]: z.array(link).meta({ description: 'One for each entry.' }),
      })
      .meta({ description: 'Itself, its entries, and the page after.' }),
    _embedded: z
      .object({ [relation]: z.array(entry).meta({ description: 'In the order of their numbers.' }) })
      .meta({ description: 'The entries.' }),
  });

const primary = z.boolean().optional().meta({ description: 'Whether it is the one to be taken; else the first is.' });

const named = z.looseObject({
  given_name: z.string().max(200).default('').meta({ description: 'The name, or its first part.' }),
  family_name: z.string().max(200).default('').meta({ description: 'Its second part.' }),
  email_addresses: z
    .array(z.looseObject({ address: text('Gets the mail with the link that confirms the signature.'), primary }))
    .min(1)
    .max(20)
    .meta({ description: 'One is taken.' }),
  postal_addresses: z
    .array(z.looseObject({ postal_code: text('US ZIP.'), primary }))
    .min(1)
    .max(20)
    .meta({ description: 'One is taken, its ZIP alone.' }),
  languages_spoken: z
    .array(z.string())
    .max(20)
    .default([])
    .meta({ description: '`es` first: the mail is in Spanish.' }),
  custom_fields: z
    .looseObject({ isp: text('Slug of an ISP of `/isps` as the person stated it, or `other`.') })
    .meta({ description: 'What OSDI has no field for.' }),
});

/** A signature that comes in OSDI's shape. Fields that are not named here are not read. Source: OSDI, "Record Signature Helper" (record_signature.md, read 2026-11-22). */
export const osdiRecordShape = z
  .looseObject({
    person: named.meta({ description: 'Who signed: name, address, ZIP, language, and `custom_fields.isp`.' }),
    referrer_data: z
      .looseObject({ source: text('Becomes the source, behind `api-`.').optional() })
      .optional()
      .meta({ description: 'Where the form stood.' }),
    custom_fields: z
      .looseObject({
        consent_text_id: z.int().meta({ description: 'The wording that was shown.' }),
        name_public: z.boolean().default(false).meta({ description: 'Whether the name may be handed in.' }),
      })
      .meta({ description: 'What OSDI has no field for.' }),
  })
  .meta({ id: 'OsdiRecordSignature' });

/** A person. Own choice. */
export type OsdiPerson = z.infer<typeof osdiPersonShape>;
/** A petition. Own choice. */
export type OsdiPetition = z.infer<typeof osdiPetitionShape>;
/** A signature. Own choice. */
export type OsdiSignature = z.infer<typeof osdiSignatureShape>;
