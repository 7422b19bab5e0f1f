import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { recordDeed } from '#app/domain/audit/audit.server.ts';
import { exportRequest } from '#app/domain/export/query.ts';
import { LedgerBehind, OtherKey } from '#app/domain/export/snapshot.server.ts';
import { type Written, writeExport } from '#app/domain/export/write.server.ts';
import { findOrganization } from '#app/domain/organizer/organization.server.ts';
import { env } from '#app/env.server.ts';
import { connect } from '#db/client.ts';
import { withDatabase } from './database.ts';
import type { FolderAsked } from './export-options.ts';
import { CommandFault } from './fault.ts';
import { openLedgerKey } from './ledger-key.ts';

const WHY_NOT: Record<Extract<Written, { ok: false }>['reason'], string> = {
  cell_too_long: 'A text is longer than a cell of a workbook holds. Choose another format.',
  filing_cancelled: 'There is no such filing set, or it was cancelled. See: npm run filing -- list',
  ledger_unknown: 'This campaign has no signed ledger yet: the worker makes it.',
  campaign_unknown: 'There is no such campaign or filing set, or it is not the organization’s.',
};

/** Writes an export with its manifest into a folder that appears whole or not at all; answers the exit code. Throws `CommandFault` with what the person can do. */
export async function writeToFolder({ query, format, purpose, organization: slug, dir }: FolderAsked): Promise<number> {
  const request = exportRequest.safeParse({ query, format, purpose });
  if (!request.success) {
    const faults = request.error.issues.map(({ path, message }) => `--${String(path.at(-1) ?? 'kind')}: ${message}`);
    process.stderr.write(`${faults.join('\n')}\n`);
    return 2;
  }
  const folder = resolve(dir);
  const found = await readdir(folder).catch(() => null);
  if (found && found.length > 0) throw new CommandFault(`${folder} is not empty. Name a new folder.`);
  const partial = join(dirname(folder), `.${basename(folder)}.${process.pid}.partial`);
  await mkdir(partial, { mode: 0o700 }).catch((cause: Error) => {
    throw new CommandFault(`${folder} cannot be made: ${cause.message}.`, { cause });
  });
  const { key } = await openLedgerKey(env());
  try {
    await withDatabase(async (url) => {
      const { db, sql, close } = connect(url, { max: 4, applicationName: 'untolled-export' });
      try {
        const organization = slug === null ? null : await findOrganization(slug, { db });
        if (slug !== null && organization === null) throw new CommandFault(`There is no organization "${slug}".`);
        const publicId = randomUUID();
        const organizationId = organization?.id ?? null;
        await recordDeed(db, {
          organizationId,
          actor: 'command',
          action: 'export.make',
          subject: `export:${publicId}`,
          facts: request.data,
          at: new Date(),
        });
        const what = { publicId, organizationId, organization: slug, requestedBy: 'command', ...request.data };
        const written = await writeExport(what, partial, { db, sql, key, origin: env().origin }).catch(explain);
        if (!written.ok) throw new CommandFault(WHY_NOT[written.reason]);
        if (found) await rm(folder, { recursive: true });
        await rename(partial, folder);
        for (const { sha256, name, bytes } of written.files) console.log(`${sha256}  ${name}  ${bytes} bytes`);
        console.error(
          `Wrote ${written.rows.toLocaleString('en-US')} rows to ${dir}. Check them: npm run verify -- export ${dir}`,
        );
      } finally {
        await close();
      }
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return 0;
}

function explain(fault: unknown): never {
  if (fault instanceof OtherKey)
    throw new CommandFault(
      'The ledgers are signed under another key than this one: set LEDGER_KEY_FILE as for the worker.',
      { cause: fault },
    );
  if (fault instanceof LedgerBehind)
    throw new CommandFault('The ledger is not hashed to its end yet. Start the worker, and try again in a minute.', {
      cause: fault,
    });
  throw fault;
}
