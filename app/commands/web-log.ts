import pino, { type DestinationStream, type Logger } from 'pino';
import { faultFacts } from '#app/jobs/fault.ts';

/**
 * The log of the web process: JSON lines; of a fault only kind, code, constraint and place, because drizzle's messages quote the
 * parameters of a query, which are names and addresses. DESIGN house rule 3.
 */
export function createWebLog(level: string, destination: DestinationStream): Logger {
  return pino(
    { level, base: { part: 'web' }, serializers: { err: (fault: unknown) => faultFacts(fault) } },
    destination,
  );
}
