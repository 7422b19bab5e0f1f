import { connection } from '#app/db.server.ts';
import { configuredPlaces } from '#app/domain/export/configured.server.ts';
import { makeExport } from '#app/domain/export/make.server.ts';
import { mailExportReady } from '#app/domain/export/ready-mail.server.ts';
import type { JobKind } from './job-kind.ts';

/** Part of the time that an export may work while it makes rows; the rest is left to the site on the same machine. Own choice, measured: docs/bench.md. */
const SHARE = 0.1;

/** Makes one export; the verb itself marks it done and enqueues the mail. Throws what it may get over, so that the job runs again. Own choice. */
export const exportMake: JobKind<'export.make'> = async ({ exportId }, { log, sql, ledgerKey, exports, ...given }) => {
  if (!ledgerKey) throw new Error('this worker has no key to sign exports with');
  const places = exports ?? configuredPlaces();
  const pool = sql ?? connection().sql;
  const made = await makeExport(exportId, { ...given, ...places, sql: pool, key: ledgerKey, share: SHARE });
  log.info({ exportId, made }, 'export');
};

/** Tells whoever asked what became of an export; throws while the mail server puts it off. Own choice. */
export const mailExport: JobKind<'mail.export'> = async ({ exportId }, { log, ...given }) => {
  const { outcome } = await mailExportReady(exportId, given);
  log.info({ exportId, outcome }, 'mail about an export');
};
