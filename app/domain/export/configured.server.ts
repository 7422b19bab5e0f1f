import { join, resolve } from 'node:path';
import { env } from '#app/env.server.ts';
import type { DeliverTools } from './deliver.server.ts';

/** Where exports lie and may go: the folder of all, and what the operator has set up for scheduled ones. Own choice. */
export interface ExportPlaces extends DeliverTools {
  base: string;
}

/** The places of the configuration: `EXPORT_DIR`, by default `DATA_DIR/exports`; `EXPORT_FOLDER`; `EXPORT_S3_…`. Source: docs/operating.md. */
export function configuredPlaces(): ExportPlaces {
  const { dataDir, exports } = env();
  return {
    base: resolve(exports.dir ?? join(dataDir, 'exports')),
    folder: exports.folder === undefined ? null : resolve(exports.folder),
    bucket: exports.bucket ?? null,
  };
}
