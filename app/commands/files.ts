import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** All files under the given files and folders of `root`, as sorted relative paths with `/`; what is missing is left out. */
export async function listFiles(root: string, entries: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(root, entry);
    const kind = await stat(path).catch(() => null);
    if (kind?.isFile()) found.push(entry);
    if (!kind?.isDirectory()) continue;
    for (const item of await readdir(path, { recursive: true, withFileTypes: true })) {
      if (item.isFile()) found.push(join(item.parentPath, item.name).slice(join(root, '/').length));
    }
  }
  return found.sort();
}

/**
 * Makes a folder and those above it that are missing; one that exists stays as it is. Throws what the file system says. Each folder is asked
 * for once: Node's own `recursive` asks for ever where the parent exists and says ENOENT all the same, as in /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  if ((await stat(path).catch(() => null))?.isDirectory()) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  });
}
