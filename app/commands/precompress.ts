import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { listFiles } from './files.ts';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Below this a compressed file saves less than its headers cost. */
const MIN_BYTES = 1024;

/**
 * Writes `FILE.br` and `FILE.gz` beside each text file of a folder, at the highest level, where that makes it smaller; the listener
 * sends them to browsers that read them. Answers how many files it compressed.
 */
export async function precompress(folder: string): Promise<number> {
  let compressed = 0;
  for (const path of await listFiles(folder, ['.'])) {
    if (!/\.(js|css|svg|json|txt|xml|webmanifest|map)$/.test(path)) continue;
    const file = join(folder, path);
    const bytes = await readFile(file);
    if (bytes.length < MIN_BYTES) continue;
    const [small, common] = await Promise.all([
      brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
      deflate(bytes, { level: 9 }),
    ]);
    if (small.length < bytes.length) await writeFile(`${file}.br`, small);
    if (common.length < bytes.length) await writeFile(`${file}.gz`, common);
    compressed += 1;
  }
  return compressed;
}
