import { z } from 'zod';
import { PUBLISHED_STATES } from '#app/domain/incident/editorial.ts';
import { INCIDENT_TYPES, NETWORK_SEGMENTS } from '#app/domain/incident/incident.ts';
import { NOTICE_STATES } from '#app/domain/incident/register.ts';
import { confidence, day, entrySlug, instant, page, precision, slug, source } from './fields.ts';
import { replyShape } from './record-shapes.ts';

const namedIsps = z
  .array(
    z.object({
      nameThen: z.string().meta({ description: 'The name by which it is called there.' }),
      slug: slug.nullable().meta({ description: 'The key of that ISP.' }),
      name: z.string().nullable().meta({ description: 'The ISP of today; null where there is none.' }),
    }),
  )
  .meta({ description: 'Whom it names.' });

/** One dated event of the register. Own choice. */
export const incidentShape = z
  .object({
    slug: entrySlug,
    title: z.string().meta({ description: 'What happened, in a few words.' }),
    occurredOn: day,
    datePrecision: precision,
    dateNote: z.string().nullable().meta({ description: 'The date in words, where that says more.' }),
    type: z.enum(INCIDENT_TYPES).meta({ description: 'What it is about.' }),
    segment: z.enum(NETWORK_SEGMENTS).meta({
      description: 'Whether it is about the last mile to the home or about interconnection between networks.',
    }),
    summary: z.string().meta({ description: 'What happened, in our words.' }),
    ispPosition: z.string().nullable().meta({ description: 'What the ISP said about it, in our words.' }),
    replies: z.array(replyShape).meta({ description: 'The own answers of the ISPs, word for word, oldest first.' }),
    outcome: z.string().nullable().meta({ description: 'How it ended, as far as known.' }),
    figures: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: 'Figures by name, as given in the sources; months are YYYY-MM.' }),
    isps: namedIsps,
    sources: z.array(source).meta({ description: 'Where it was read; at least one.' }),
    confidence,
    state: z.enum(PUBLISHED_STATES).meta({ description: 'Editorial state.' }),
    createdAt: instant,
    updatedAt: z.iso.datetime().meta({ description: 'When anything that is shown of it last changed.' }),
    page,
  })
  .meta({ id: 'Incident' });

/** What stands in place of an entry that was public and is not now. Source: docs/register.md. */
export const noticeShape = z
  .object({
    slug: entrySlug,
    occurredOn: day,
    datePrecision: precision,
    isps: namedIsps,
    state: z.enum(NOTICE_STATES).meta({ description: 'Withdrawn, or being checked again.' }),
    reason: z.string().meta({ description: 'Why it is no longer shown, in public.' }),
    createdAt: instant,
    updatedAt: instant,
    page,
  })
  .meta({ id: 'IncidentNotice', description: 'In place of an entry that is no longer shown: none of its words.' });

/** An event of the register. Own choice. */
export type IncidentShape = z.infer<typeof incidentShape>;
/** A notice in place of one. Own choice. */
export type NoticeShape = z.infer<typeof noticeShape>;
