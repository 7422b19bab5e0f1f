import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { JOB_DATA, type JobName } from '#app/domain/job/job.ts';

/** Something that a field of this shape may hold. */
function sampleOf(shape: z.ZodType): unknown {
  const enumerated = shape instanceof z.ZodEnum ? shape.options : [];
  const samples: unknown[] = [7, 'a', randomUUID(), new Date().toISOString(), ...enumerated];
  return samples.find((sample) => shape.safeParse(sample).success) ?? null;
}

/** What a job of a kind may carry. */
export function jobSample(name: JobName): Record<string, unknown> {
  return Object.fromEntries(Object.entries(JOB_DATA[name].shape).map(([key, shape]) => [key, sampleOf(shape)]));
}
