import type { KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import type { Sql } from 'postgres';
import type { Tools } from '#app/db.server.ts';
import type { Ecfs } from '#app/domain/docket/ecfs.server.ts';
import type { ExportPlaces } from '#app/domain/export/configured.server.ts';
import type { JobData, JobName } from '#app/domain/job/job.ts';
import type { renderMail } from '#emails/render.ts';
import type { Post } from '#emails/transport.ts';

/**
 * What every job is handed. `origin`: the site's, without a trailing slash; `secret`, `mailFrom` and `ecfs` (the docket system, null while the adapter is
 * off): left out, those of the configuration. Own choice.
 */
export interface JobTools extends Tools {
  post: Post;
  renderMail: typeof renderMail;
  origin: string;
  secret?: string;
  mailFrom?: string;
  ecfs?: Ecfs | null;
  /** The pool that rows of exports stream through, what exports are signed with, and where they lie; left out: the process's own, none, the configuration's. */
  sql?: Sql;
  ledgerKey?: KeyObject | undefined;
  exports?: ExportPlaces;
  log: Logger;
}

/** One kind of job: resolves when its work is done or need not be done; throws to run again later. Own choice. */
export type JobKind<Name extends JobName> = (data: JobData<Name>, given: JobTools) => Promise<void>;

/** A function for every kind of job. Own choice. */
export type JobKinds = { [Name in JobName]: JobKind<Name> };
