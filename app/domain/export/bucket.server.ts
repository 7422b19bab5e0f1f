import { createReadStream } from 'node:fs';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { AwsV4Signer } from 'aws4fetch';
import { isPrivateHost, PrivateNetwork, publicLookup } from '../network/open-internet.server.ts';

/** Where an operator lets exports be put: an S3-compatible service and one bucket of it. `allowsPrivate`: it may stand in a private network. Own choice. */
export interface Bucket {
  endpoint: string;
  name: string;
  region: string;
  keyId: string;
  secret: string;
  allowsPrivate: boolean;
}

/** Largest file that one PUT takes, in bytes: 5 GiB. Source: Amazon S3, "Amazon S3 multipart upload limits". */
export const MAX_PUT_BYTES = 5 * 1024 ** 3;

/** A service that does not take a file for good: it is too large, the address may not be asked, or it answered so. Own choice. */
export class BucketRefused extends Error {}

/** How long a service may be silent, in milliseconds. Own choice. */
const SILENT_MS = 60_000;

/** The address of an object, path style: endpoint, bucket, key. */
function urlOf({ endpoint, name }: Bucket, key: string): URL {
  return new URL(`${endpoint.replace(/\/+$/, '')}/${[name, ...key.split('/')].map(encodeURIComponent).join('/')}`);
}

/**
 * Puts one file into the bucket under a key, signed with its digest, streamed from the disk. The same key again replaces it by the same bytes. Throws `BucketRefused` for what will
 * not get better (too large, private network, 4xx but 408 and 429), anything else for what may. Source: AWS Signature Version 4; Amazon S3, PutObject.
 */
export async function putFile(
  bucket: Bucket,
  { key, path, bytes, sha256 }: { key: string; path: string; bytes: number; sha256: string },
  signal?: AbortSignal,
): Promise<void> {
  if (bytes > MAX_PUT_BYTES) throw new BucketRefused(`${bytes} bytes are more than one PUT takes`);
  const url = urlOf(bucket, key);
  if (!bucket.allowsPrivate && isPrivateHost(url)) throw new BucketRefused(`${url.hostname} is in a private network`);
  const signed = await new AwsV4Signer({
    method: 'PUT',
    url: url.href,
    headers: { 'X-Amz-Content-Sha256': sha256, 'Content-Type': 'application/octet-stream' },
    accessKeyId: bucket.keyId,
    secretAccessKey: bucket.secret,
    region: bucket.region,
    service: 's3',
  }).sign();
  const headers = { ...Object.fromEntries(signed.headers), 'Content-Length': String(bytes) };
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = send(url, {
      method: 'PUT',
      headers,
      timeout: SILENT_MS,
      agent: false,
      ...(bucket.allowsPrivate ? {} : { lookup: publicLookup() }),
      ...(signal ? { signal } : {}),
    });
    request.on('timeout', () => request.destroy(new Error('the bucket does not answer')));
    const refuse = (fault: Error) =>
      reject(fault instanceof PrivateNetwork ? new BucketRefused(fault.message, { cause: fault }) : fault);
    request.on('response', resolve).on('error', refuse);
    pipeline(createReadStream(path), request).catch(refuse);
  });
  answer.resume();
  const status = answer.statusCode ?? 0;
  if (status >= 200 && status < 300) return;
  if (status >= 300 && status < 500 && status !== 408 && status !== 429)
    throw new BucketRefused(`the bucket answered ${status}`);
  throw new Error(`the bucket answered ${status}`);
}
