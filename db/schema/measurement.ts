import { jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { CONFIDENCES, key, oneOf } from './column-types.ts';

/** Whether an entry describes a tool or a published study. */
export const MEASUREMENT_KINDS = ['tool', 'study'] as const;

/** Measurement tools and studies with protocol, licence and quotable figures (`details`, as in the seed file). */
export const measurementMethods = pgTable(
  'measurement_methods',
  {
    id: key(),
    slug: text('slug').notNull(),
    kind: text('kind', { enum: MEASUREMENT_KINDS }).notNull(),
    name: text('name').notNull(),
    description: text('description'),
    details: jsonb('details').$type<Record<string, unknown>>().notNull(),
    confidence: text('confidence', { enum: CONFIDENCES }).notNull(),
  },
  (t) => [
    unique('measurement_methods_slug_unique').on(t.slug),
    oneOf('measurement_methods_kind_known', 'kind', MEASUREMENT_KINDS),
    oneOf('measurement_methods_confidence_known', 'confidence', CONFIDENCES),
  ],
);
