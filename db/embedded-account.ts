import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { runToEnd, type UserIds } from './guarded-process.ts';

/** A reason why the embedded PostgreSQL cannot be used, as one sentence for the operator. Nothing was changed. */
export class EmbeddedFault extends Error {
  override readonly name = 'EmbeddedFault';
}

/** The two programs of the PostgreSQL package that are run. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/** How to run PostgreSQL, which refuses root: as `user`, or behind `prefix`; neither when the caller is not root. */
export interface Account {
  user?: UserIds;
  prefix: readonly string[];
}

/**
 * Finds the account for a cluster: nothing for an ordinary user; for root the folder's owner, or the user `postgres`, which
 * is created when it is missing. When that user may not enter a folder on the way (a home of mode 0700), PostgreSQL runs in
 * a user namespace, where root's own folders look like that user's. Throws `EmbeddedFault` naming the folder when that is
 * forbidden too. Source: unshare(1), user_namespaces(7).
 */
export async function accountFor(
  dataDir: string,
  isNew: boolean,
  binaries: Binaries,
  variables: Record<string, string>,
): Promise<Account> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = await stat(dataDir);
  const isRoots = owner.uid === 0;
  const user = isRoots ? await postgresUser(variables) : { uid: owner.uid, gid: owner.gid };
  const canReach = async (prefix: readonly string[], as: UserIds | undefined) =>
    (await runToEnd([...prefix, binaries.postgres, '--version'], { variables, user: as })).code === 0 &&
    (await runToEnd([...prefix, 'test', '-x', dirname(dataDir)], { variables, user: as })).code === 0;
  if ((isNew || !isRoots) && (await canReach([], user))) return { user, prefix: [] };
  const prefix = ['unshare', '--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`, '--'];
  if (isRoots && (await canReach(prefix, undefined))) return { prefix };
  const closed = (await closedFolder(dirname(dataDir))) ?? (await closedFolder(dirname(binaries.postgres)));
  throw new EmbeddedFault(
    `PostgreSQL does not run as root, and its user ${user.uid} may not enter ${closed ?? dirname(dataDir)}: move the project to a folder that others may enter, or start it as an ordinary user.`,
  );
}

async function postgresUser(variables: Record<string, string>): Promise<UserIds> {
  const find = async () => {
    const uid = await runToEnd(['id', '-u', 'postgres'], { variables });
    const gid = await runToEnd(['id', '-g', 'postgres'], { variables });
    return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.output), gid: Number(gid.output) } : null;
  };
  const found = await find();
  if (found) return found;
  const made = await runToEnd(
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
    { variables },
  );
  const created = await find();
  if (created) return created;
  throw new EmbeddedFault(
    `PostgreSQL does not run as root, and a user "postgres" could not be created (${made.output.trim()}): start as an ordinary user.`,
  );
}

/** The topmost folder on the way that others may not enter. */
async function closedFolder(path: string): Promise<string | null> {
  const parent = dirname(path);
  const above = parent === path ? null : await closedFolder(parent);
  if (above) return above;
  const { mode } = await stat(path);
  return (mode & 0o001) === 0 ? path : null;
}
