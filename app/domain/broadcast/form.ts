import { z } from 'zod';
import { TIME_ZONES } from '../campaign/zoned-time.ts';
import { TOPICS } from '../segment/segment.ts';
import { TEXT_LIMITS } from './broadcast.ts';

const box = z.preprocess((value) => value === 'on' || value === true, z.boolean());
const step = (least: number) => z.coerce.number('step').min(least, 'step').max(100, 'step');

/** The form of what is drafted by itself. Steps in percent and in percentage points. */
export const settingsForm = z.object({
  indexFall: box,
  indexFallPercent: step(0.1),
  incident: box,
  slowdown: box,
  slowdownPoints: step(0.1),
});

/** The form as parsed. */
export type SettingsForm = z.output<typeof settingsForm>;

const line = z
  .string()
  .default('')
  .transform((text) => text.replace(/\s+/g, ' ').trim())
  .refine((text) => text.length <= TEXT_LIMITS.subject, 'long');
const body = z
  .string()
  .default('')
  .transform((text) => text.replace(/\r\n?/g, '\n').trim())
  .refine((text) => text.length <= TEXT_LIMITS.body, 'long');

/**
 * The form of a draft. `segment`: number of a saved segment, `all` for the whole list, `own` for what the draft holds already; `campaign`: slug, empty for none; `revision`: which one the form
 * was filled in from.
 */
export const draftForm = z.object({
  revision: z.coerce.number().int().positive(),
  segment: z.union([z.literal('all'), z.literal('own'), z.coerce.number().int().positive()]).default('own'),
  topic: z.enum(TOPICS),
  campaign: z
    .string()
    .regex(/^(?:[a-z0-9][a-z0-9-]{0,99})?$/)
    .default(''),
  subjectEn: line,
  bodyEn: body,
  subjectEs: line,
  bodyEs: body,
});

/** The form as parsed. */
export type DraftForm = z.output<typeof draftForm>;

/** The form by which a draft leaves: at once (`when` empty), or at an hour of a zone; `YYYY-MM-DDTHH:MM`. `revision`: the one that was looked at. */
export const leaveForm = z.object({
  revision: z.coerce.number().int().positive(),
  when: z.string().max(16).default(''),
  zone: z.enum(TIME_ZONES).default('America/New_York'),
});

/** The form as parsed. */
export type LeaveForm = z.output<typeof leaveForm>;

/** Which page of the preview: language, and the ISP and state of a reader, empty for one of whom nothing is known. */
export const readerForm = z.object({
  locale: z.enum(['en', 'es']).default('en').catch('en'),
  isp: z.preprocess((value) => value ?? '', z.string().max(100)).catch(''),
  state: z.preprocess((value) => value ?? '', z.string().regex(/^(?:[A-Z]{2})?$/)).catch(''),
});
