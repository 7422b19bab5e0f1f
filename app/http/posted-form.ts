import type { IncomingMessage } from 'node:http';
import { isTokenPath } from './api/answer.ts';
import type { Upload } from './context.ts';
import { isListUpload, takeListUpload } from './list-upload.ts';
import { type BodyFault, checkUrlEncoded, readForm, readJson } from './request-body.ts';
import { isFromAnywhere, isFromOwnPage } from './same-origin.ts';

/** What a request brought: `body` is null when it is no form. `upload`: the file of an imported list, and the form beside it urlencoded; `forget` deletes the file. */
export interface PostedForm {
  body: Uint8Array<ArrayBuffer> | null;
  upload: Upload | null;
  forget(): Promise<void>;
}

const nothingToForget = () => Promise.resolve();

/** The body of a request's form, if it has one: read before (`read`), with a file, or read now. A form of another site is `forbidden`; what tokens
 * open is no form: JSON, from wherever it comes, since no cookie counts there. Own choice. */
export async function readPosted(
  request: IncomingMessage,
  path: string,
  { origin, read }: { origin: string; read: Uint8Array<ArrayBuffer> | null },
): Promise<PostedForm | BodyFault | 'forbidden'> {
  if (!read && isListUpload(request, path)) {
    return isFromOwnPage(request.headers, origin) ? takeListUpload(request, path) : 'forbidden';
  }
  if (isTokenPath(path)) {
    const json = request.method === 'POST' ? await readJson(request) : null;
    return typeof json === 'string' ? json : { body: json, upload: null, forget: nothingToForget };
  }
  const isForm = request.method === 'POST';
  const body = read ? checkUrlEncoded(read) : isForm ? await checkedForm(request, path, origin) : null;
  return typeof body === 'string' ? body : { body, upload: null, forget: nothingToForget };
}

/** A form, read whole, from our own pages or one that may come from anywhere; else a fault. */
export function checkedForm(
  request: IncomingMessage,
  path: string,
  origin: string,
): Promise<Uint8Array<ArrayBuffer> | BodyFault | 'forbidden'> {
  const mayCome = isFromOwnPage(request.headers, origin) || isFromAnywhere(path);
  return mayCome ? readForm(request) : Promise.resolve('forbidden' as const);
}
