import { constants } from 'node:fs';
import { copyFile, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Bucket, BucketRefused, putFile } from './bucket.server.ts';
import type { ExportDestination, ExportFailure } from './export.ts';
import type { ExportedFile } from './manifest.ts';

/** Where scheduled exports may go: below a folder of the operator's, into a bucket, both, or nowhere (null). Own choice. */
export interface DeliverTools {
  folder: string | null;
  bucket: Bucket | null;
}

/** Why an export did not get where it was wanted, for good. Own choice. */
export type DeliveryRefusal = Extract<ExportFailure, 'folder_refused' | 'bucket_refused'>;

/** Flushes a copied file to the disk. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Copies into `FOLDER/ORGANIZATION/NAME`, which appears whole or not at all. What leads out of the operator's folder, as a link in it may, is refused. */
async function intoFolder(
  from: string,
  files: readonly ExportedFile[],
  where: { folder: string; organization: string; name: string },
): Promise<DeliveryRefusal | null> {
  const root = await realpath(where.folder).catch(() => null);
  if (root === null) return 'folder_refused';
  const own = join(root, where.organization);
  await mkdir(own, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  if (!(await realpath(own)).startsWith(root + sep)) return 'folder_refused';
  const partial = join(own, `.partial-${where.name}`);
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { mode: 0o700 });
  for (const { name } of files) {
    await copyFile(join(from, name), join(partial, name), constants.COPYFILE_FICLONE);
    await flush(join(partial, name));
  }
  await rm(join(own, where.name), { recursive: true, force: true });
  await rename(partial, join(own, where.name));
  await flush(own);
  return null;
}

/**
 * Takes the files of an export where they are wanted, under the organization's slug and the export's name; the manifest is the last of them, so that what lies there with a manifest
 * is whole. Doing it again gives the same. Refuses a place that the operator has not set up, and what a bucket will not take; throws what may get better. Own choice.
 */
export async function deliverFiles(
  from: string,
  files: readonly ExportedFile[],
  { destination, organization, name }: { destination: ExportDestination; organization: string; name: string },
  { folder, bucket, signal }: DeliverTools & { signal?: AbortSignal },
): Promise<DeliveryRefusal | null> {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(organization)) throw new Error('an export of no organization stays where it is');
  if (destination === 'folder')
    return folder === null ? 'folder_refused' : await intoFolder(from, files, { folder, organization, name });
  if (bucket === null) return 'bucket_refused';
  try {
    for (const { name: file, bytes, sha256 } of files)
      await putFile(bucket, { key: `${organization}/${name}/${file}`, path: join(from, file), bytes, sha256 }, signal);
    return null;
  } catch (fault) {
    if (fault instanceof BucketRefused) return 'bucket_refused';
    throw fault;
  }
}
