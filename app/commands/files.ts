import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

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
