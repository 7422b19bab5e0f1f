import { runImport } from '#app/domain/subscriber/import-run.server.ts';
import type { JobKind } from './job-kind.ts';

/** Does what the state of an imported list asks for: looks at it, takes it in, or takes it back; goes on where a killed worker stopped. Own choice. */
export const audienceImport: JobKind<'audience.import'> = async ({ importId }, { log, db, now, secret }) => {
  const { state, rows } = await runImport(importId, { db, now, ...(secret === undefined ? {} : { secret }) });
  log.info({ importId, state, rows }, 'imported list');
};
