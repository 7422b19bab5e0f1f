import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'vite';

/** The script of embeds: one plain file that any page can name, for browsers of the last years. Throws what the bundler says. */
export async function bundleEmbed(root: string): Promise<string> {
  const made = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    mode: 'production',
    // A page in another encoding than ours reads the script in its own.
    esbuild: { charset: 'ascii' },
    build: {
      target: 'es2020',
      write: false,
      copyPublicDir: false,
      lib: {
        entry: resolve(root, 'app/embed/script.ts'),
        formats: ['iife'],
        name: 'untolled',
        fileName: () => 'embed.js',
      },
    },
  });
  const [first] = Array.isArray(made) ? made : [made];
  const file = first && 'output' in first ? first.output[0] : undefined;
  if (!file) throw new Error('the script of embeds came out empty');
  return file.code;
}

/** Writes the script beside the files of the built site, as `embed.js`. */
export async function buildEmbed(root: string): Promise<void> {
  await writeFile(resolve(root, 'build/client/embed.js'), await bundleEmbed(root));
}
