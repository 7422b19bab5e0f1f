import type { Confidence } from '../isp/isp.ts';

/** A measuring tool or a published study. `details` holds protocol, licence and quotable figures as the seed file gives them. */
export interface MeasurementMethod {
  slug: string;
  kind: 'tool' | 'study';
  name: string;
  description: string | null;
  details: Record<string, unknown>;
  confidence: Confidence;
}
