import { z } from 'zod';
import { CRITERIA, FINDING_LINES } from '#app/domain/incident/criteria.ts';
import { EVIDENCE_KINDS, RELEVANCES } from '#app/domain/isp/evidence.ts';
import { confidence, day, entrySlug, instant, page, precision, slug, source } from './fields.ts';

/** An ISP's own answer, word for word. Own choice. */
export const replyShape = z
  .object({
    publicId: z.string().meta({ description: 'Its key; the page shows it at `#reply-` and this key.' }),
    ispSlug: slug,
    ispName: z.string().meta({ description: 'The ISP that replies.' }),
    domain: z.string().meta({ description: 'The mail domain of the ISP by which the sender was known.' }),
    locale: z.enum(['en', 'es']).meta({ description: 'Language of the form in which it was written.' }),
    receivedAt: instant,
    said: z
      .object({
        authorName: z.string().meta({ description: 'Who wrote it.' }),
        authorRole: z.string().meta({ description: 'The role that the author states.' }),
        body: z.string().meta({ description: 'The reply, published as received and not edited by us.' }),
      })
      .nullable()
      .meta({ description: 'Null once the reply is withdrawn.' }),
    withdrawn: z
      .object({ at: instant, reason: z.string().meta({ description: 'Why, in public.' }) })
      .nullable()
      .meta({ description: 'Null while the reply stands.' }),
  })
  .meta({ id: 'Reply' });

/** A reply in the record of an ISP, with what it answers. Own choice. */
export const recordReplyShape = replyShape
  .extend({
    incident: entrySlug
      .nullable()
      .meta({ description: 'The entry of the register that it answers; null for the record as a whole.' }),
  })
  .meta({ id: 'RecordReply' });

const line = z
  .enum(FINDING_LINES)
  .nullable()
  .meta({ description: 'Home or mobile lines; null where the evidence does not part them.' });

const basisShape = z
  .object({
    slug: entrySlug.nullable().meta({ description: 'The entry of the register; null for the finding of an editor.' }),
    page: page.nullable().meta({ description: 'The page of the entry; null for a finding.' }),
    title: z.string().meta({ description: 'The title of the entry, or what the editor found.' }),
    occurredOn: day,
    datePrecision: precision,
    dateNote: z.string().nullable().meta({ description: 'The date in words, where that says more.' }),
    sources: z.array(source).meta({ description: 'Where it was read; at least one.' }),
    confidence,
    ispPosition: z.string().nullable().meta({ description: 'What the ISP said about it, in our words.' }),
    isShared: z.boolean().meta({
      description: 'Whether the entry names other ISPs too, so that the position may be the word of one of them.',
    }),
    line,
    namesThen: z.array(z.string()).meta({ description: 'The names by which the entry calls the ISP.' }),
    isOld: z.boolean().meta({ description: 'Whether it is more than 24 months old and may have changed since.' }),
  })
  .meta({ id: 'Basis', description: 'What an answer rests on.' });

/** The answer to one of the six questions. Source: docs/criteria.md. */
export const criterionShape = z
  .object({
    criterion: z.enum(CRITERIA).meta({ description: 'The question; the page of the ISP asks it in words.' }),
    answer: z.enum(['yes', 'no', 'unknown']).meta({
      description: '`unknown`: the record holds nothing that answers; it does not mean no.',
    }),
    parts: z
      .array(
        z.object({
          line,
          answer: z.enum(['yes', 'no']).meta({ description: 'The answer for this line.' }),
          basis: basisShape,
        }),
      )
      .meta({ description: 'An answer for each line that evidence speaks of, the newest first.' }),
    history: z
      .array(
        basisShape.extend({
          reason: z
            .enum([
              'newest_decides',
              'same_day_doubt',
              'five_years',
              'bought_later',
              'promise_over',
              'beside_the_question',
            ])
            .meta({ description: 'The written rule by which it does not answer.' }),
          endedOn: z.string().nullable().meta({ description: 'Day, month or year in which a promise ended.' }),
        }),
      )
      .meta({ description: 'What concerns the question and does not answer it, newest first.' }),
  })
  .meta({ id: 'CriterionAnswer' });

const bothLanguages = z.object({
  en: z.string().meta({ description: 'In English.' }),
  es: z.string().meta({ description: 'In Spanish.' }),
});

/** A fact that may be cited in a letter. Source: docs/criteria.md, "Evidence for letters". */
export const evidenceShape = z
  .object({
    kind: z.enum(EVIDENCE_KINDS).meta({ description: 'Where the fact comes from.' }),
    ref: z
      .string()
      .meta({ description: 'What it is taken from: the slug of an entry, or a key that begins with the kind.' }),
    relevance: z
      .enum(RELEVANCES)
      .meta({ description: 'How the ISP treats traffic, the law that holds for every ISP, or the company itself.' }),
    statement: bothLanguages.meta({ description: 'The exact sentence that the sources support, with its date.' }),
    caveat: bothLanguages
      .nullable()
      .meta({ description: 'What the sentence does not say; quote it with the sentence.' }),
    date: day,
    datePrecision: precision,
    expiresOn: z.iso
      .date()
      .nullable()
      .meta({ description: 'Last day on which it is current; null for law, which holds until it is overtaken.' }),
    isCurrent: z.boolean().meta({ description: 'Whether it may be said of today.' }),
    sources: z.array(source).meta({ description: 'Where it was read; at least one.' }),
    confidence,
  })
  .meta({ id: 'Evidence' });

/** An ISP's reply. Own choice. */
export type RecordReplyShape = z.infer<typeof recordReplyShape>;
/** The answer to a question. Own choice. */
export type CriterionShape = z.infer<typeof criterionShape>;
/** What an answer rests on. Own choice. */
export type BasisShape = z.infer<typeof basisShape>;
/** A fact that may be cited. Own choice. */
export type EvidenceShape = z.infer<typeof evidenceShape>;
