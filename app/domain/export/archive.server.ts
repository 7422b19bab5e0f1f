import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import yazl from 'yazl';

/** One fixed day: the time of a zip entry has no zone, and the same files give the same bytes. */
const DAY = { mtime: new Date(2026, 0, 1), forceDosTimestamp: true, mode: 0o100644 } as const;

/** One file of an archive that is being written: `write` waits for whoever reads the archive, `end` until all of it has been taken. Own choice. */
export interface Entry {
  write(piece: string | Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** What fills an archive: opens one file after the other. Own choice. */
export type FillArchive = (open: (name: string) => Entry) => Promise<void>;

function entryOf(zip: yazl.ZipFile, name: string, opened: Set<PassThrough>): Entry {
  const out = new PassThrough();
  opened.add(out);
  zip.addReadStream(out, name, DAY);
  const assertRead = () => {
    if (out.destroyed && !out.readableEnded) throw out.errored ?? new Error('the archive’s reader has gone');
  };
  return {
    async write(piece) {
      assertRead();
      if (out.write(piece)) return;
      await new Promise<void>((go) => {
        const on = () => {
          out.off('drain', on).off('close', on);
          go();
        };
        out.on('drain', on).on('close', on);
      });
      assertRead();
    },
    async end() {
      const closed = once(out, 'close');
      out.end();
      await closed;
      assertRead();
      opened.delete(out);
    },
  };
}

/** A zip archive as bytes while its files come; memory holds what is on its way, and of each file that is done its name. Throws what `fill` throws. Own choice. */
export async function* zipped(fill: FillArchive): AsyncGenerator<Buffer> {
  const zip = new yazl.ZipFile();
  const opened = new Set<PassThrough>();
  const out = new PassThrough();
  zip.outputStream.pipe(out);
  const filled = fill((name) => entryOf(zip, name, opened)).then(
    () => zip.end(),
    (cause: unknown) => {
      out.destroy(cause instanceof Error ? cause : new Error('the archive was given up', { cause }));
    },
  );
  try {
    for await (const piece of out) yield piece as Buffer;
    await filled;
  } finally {
    out.destroy();
    for (const entry of opened) entry.destroy();
  }
}
