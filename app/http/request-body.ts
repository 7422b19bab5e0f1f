import type { IncomingMessage } from 'node:http';

/** Most bytes that a form may hold: a long letter in UTF-8 takes a quarter of it. Own choice. */
export const maxBodyBytes = 64 * 1024;

/** Why a body is refused. `gone`: the client went away before it was complete. Own choice. */
export type BodyFault = 'too_large' | 'unsupported_form' | 'bad_request' | 'gone';

/**
 * Reads the form of a POST whole; a fault is returned. Takes `application/x-www-form-urlencoded` and `multipart/form-data` without
 * files, so that no page meets a body that cannot be parsed, nor NUL, which PostgreSQL takes in no text. Own choice.
 */
export async function readForm(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | BodyFault> {
  const type = request.headers['content-type'] ?? '';
  const essence = type.split(';')[0]?.trim().toLowerCase();
  if (essence !== 'application/x-www-form-urlencoded' && essence !== 'multipart/form-data') return 'unsupported_form';
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return 'too_large';
  const body = await readBytes(request, maxBodyBytes);
  if (typeof body === 'string') return body;
  if (body.includes(0)) return 'bad_request';
  if (essence === 'multipart/form-data') return (await isPlainMultipart(type, body)) ? body : 'bad_request';
  return checkUrlEncoded(body);
}

/** Reads a body of `application/json` (or one of its kind, `+json`) whole, of 64 KB at most; a fault is returned. It is not parsed. Own choice. */
export async function readJson(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | BodyFault> {
  const essence = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (!/^application\/(?:[a-z0-9.-]+\+)?json$/i.test(essence)) return 'unsupported_form';
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return 'too_large';
  return readBytes(request, maxBodyBytes);
}

/** A form of `application/x-www-form-urlencoded` that was read already, or `bad_request` when it holds NUL. Own choice. */
export function checkUrlEncoded(body: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | 'bad_request' {
  return body.includes(0) || Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes('%00')
    ? 'bad_request'
    : body;
}

/**
 * Names and values of a form, in their order: of a body that `readForm` gave for this content type. Empty when the body is no form. Source: WHATWG URL standard,
 * "application/x-www-form-urlencoded".
 */
export async function fieldsOf(type: string, body: Uint8Array<ArrayBuffer>): Promise<[string, string][]> {
  const fields: [string, string][] = [];
  try {
    const form = await new Response(body, { headers: { 'Content-Type': type } }).formData();
    for (const [name, value] of form) if (typeof value === 'string') fields.push([name, value]);
  } catch {
    return [];
  }
  return fields;
}

/** Reads a body whole, of `mostBytes` at most; `gone`: the client went away before it was complete. Own choice. */
export function readBytes(
  request: IncomingMessage,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer> | 'too_large' | 'gone'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= mostBytes) chunks.push(chunk);
      else {
        // The stream stays open, so that the refusal can still be written to the same connection.
        request.pause().removeAllListeners('data');
        resolve('too_large');
      }
    });
    request.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    request.on('close', () => resolve('gone'));
    request.on('error', () => resolve('gone'));
  });
}

async function isPlainMultipart(type: string, body: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    const form = await new Response(body, { headers: { 'Content-Type': type } }).formData();
    return [...form.values()].every((value) => typeof value === 'string');
  } catch {
    return false;
  }
}
