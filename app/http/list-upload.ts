import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { MaxPartSizeExceededError, unstable_parseMultipartFormData as parseMultipart } from '@remix-run/node';
import { may } from '#app/domain/organizer/permissions.ts';
import { findSeat, findSignedIn } from '#app/domain/organizer/seat.server.ts';
import { maxImportBytes } from '#app/domain/subscriber/import.ts';
import type { Upload } from './context.ts';
import { type BodyFault, maxBodyBytes } from './request-body.ts';

const address = /^(?:\/es)?\/organize\/([a-z0-9][a-z0-9-]{0,59})\/audience\/lists$/;

/** What the form of a list holds beside its file takes no more than this, in bytes, heads of the parts included. */
const FORM_BYTES = maxBodyBytes;

/** A form whose file was put on disk. `body`: its other fields, urlencoded; `forget` deletes the file. */
export interface TakenUpload {
  body: Uint8Array<ArrayBuffer>;
  upload: Upload;
  forget(): Promise<void>;
}

/** Whether this request is the one form of the site that may bring a file: that of an imported list. Own choice. */
export function isListUpload(request: IncomingMessage, path: string): boolean {
  const type = request.headers['content-type'] ?? '';
  return request.method === 'POST' && address.test(path) && /^multipart\/form-data(?:;|$)/i.test(type);
}

/**
 * Takes the form of an imported list, and only from a browser that is signed in to that organization with the right to change its members: nobody else gets a byte stored. The file goes to disk as
 * it comes, at most 64 MB of it. `gone`: the client went away. A form without a file is one with an empty one. Own choice.
 */
export async function takeListUpload(
  request: IncomingMessage,
  path: string,
): Promise<TakenUpload | BodyFault | 'forbidden'> {
  if (!(await isAllowed(request, path))) return 'forbidden';
  if (Number(request.headers['content-length'] ?? 0) > maxImportBytes + FORM_BYTES) return 'too_large';
  const folder = await mkdtemp(join(tmpdir(), 'untolled-list-'));
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    const taken = await readParts(request, join(folder, randomUUID()));
    return { ...taken, forget };
  } catch (fault) {
    await forget();
    if (fault instanceof MaxPartSizeExceededError || fault instanceof TooLarge) {
      // The stream stays open, so that the refusal can still be written to the same connection.
      request.pause();
      return 'too_large';
    }
    return request.destroyed && !request.complete ? 'gone' : 'bad_request';
  }
}

class TooLarge extends Error {}

async function isAllowed(request: IncomingMessage, path: string): Promise<boolean> {
  const { cookie } = request.headers;
  const slug = address.exec(path)?.[1];
  if (!cookie || !slug) return false;
  const signedIn = await findSignedIn(new Headers({ cookie }));
  const seat = signedIn && (await findSeat(signedIn, slug));
  return seat !== null && may(seat.role, 'audience.change', seat.organization.runsInstallation);
}

async function readParts(request: IncomingMessage, file: string): Promise<Omit<TakenUpload, 'forget'>> {
  const contentType = request.headers['content-type'] ?? '';
  const asked = new Request('http://localhost/', {
    method: 'POST',
    headers: { 'Content-Type': contentType },
    body: Readable.toWeb(request) as ReadableStream,
    duplex: 'half',
  } as RequestInit);
  const out = createWriteStream(file, { flags: 'w', mode: 0o600 });
  let fileName = '';
  let hasFile = false;
  let formBytes = 0;
  const form = await parseMultipart(asked, async ({ name, filename, data }) => {
    if (filename !== undefined && name === 'file' && !hasFile) {
      hasFile = true;
      fileName = filename;
      let bytes = 0;
      for await (const piece of data) {
        bytes += piece.length;
        if (bytes > maxImportBytes) throw new TooLarge();
        if (!out.write(piece)) await once(out, 'drain');
      }
      return '';
    }
    const pieces: Uint8Array[] = [];
    for await (const piece of data) {
      formBytes += piece.length;
      if (formBytes > FORM_BYTES) throw new TooLarge();
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('utf8').replaceAll('\0', '');
  }).finally(async () => {
    out.end();
    await finished(out).catch(() => {});
  });
  const fields = new URLSearchParams();
  for (const [name, value] of form) if (typeof value === 'string' && name !== 'file') fields.append(name, value);
  const body = new Uint8Array(Buffer.from(fields.toString()));
  return { body, upload: { fileName: fileName.replaceAll('\0', ''), pieces: () => createReadStream(file) } };
}
