import { createHmac } from 'node:crypto';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { isPrivateHost, PrivateNetwork, publicLookup, type Resolve } from '../network/open-internet.server.ts';
import { ANSWER_BYTES, OLD_SECRET_MS, type UrlFault } from './webhook.ts';

/** What posting needs: the site's SECRET, the hosts that an operator lets be private, and, in tests, who resolves names. */
export interface PostTools {
  secret: string;
  privateHosts: readonly string[];
  resolve?: Resolve;
  patienceMs?: number;
}

/** How long one attempt may take in all, in milliseconds. Source: Standard Webhooks, "Timeouts" (15 to 30 s at most); own choice. */
const PATIENCE_MS = 10_000;

/** The secret of a webhook: derived, so that none is kept; 32 bytes in base64 behind `whsec_`. Source: Standard Webhooks, "Signature scheme". */
export function secretOf({ publicId, version }: { publicId: string; version: number }, secret: string): string {
  return `whsec_${createHmac('sha256', secret).update(`webhook-secret\n${publicId}\n${version}`).digest('base64')}`;
}

/** The address of a webhook, or why it cannot be taken. Hosts that an operator lets be private may be asked without TLS. */
export function readTarget(
  text: string,
  privateHosts: readonly string[],
): { ok: true; url: URL; isPrivate: boolean } | { ok: false; reason: UrlFault } {
  if (!URL.canParse(text)) return { ok: false, reason: 'no_address' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, reason: 'no_address' };
  if (url.username !== '' || url.password !== '') return { ok: false, reason: 'credentials' };
  url.hash = '';
  const isPrivate = privateHosts.includes(url.hostname) || privateHosts.includes(url.host);
  if (!isPrivate && isPrivateHost(url)) return { ok: false, reason: 'private_network' };
  if (!isPrivate && url.protocol !== 'https:') return { ok: false, reason: 'not_https' };
  return { ok: true, url, isPrivate };
}

/** One event on its way to one address. `body`: the bytes that are signed. */
export interface Posting {
  url: string;
  webhook: { publicId: string; secretVersion: number; secretChangedAt: Date };
  messageId: string;
  body: string;
}

/** The headers that sign a body, under the newest secret and, for a day after a change, the one before. Source: Standard Webhooks, "Webhook headers". */
export function signedHeaders({ webhook, messageId, body }: Posting, at: Date, secret: string): Record<string, string> {
  const { publicId, secretVersion, secretChangedAt } = webhook;
  const isFresh = secretVersion > 1 && at.getTime() - secretChangedAt.getTime() < OLD_SECRET_MS;
  const versions = isFresh ? [secretVersion, secretVersion - 1] : [secretVersion];
  const signatures = versions.map((version) =>
    new Webhook(secretOf({ publicId, version }, secret)).sign(messageId, at, body),
  );
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}

/** What came of posting: the status and the beginning of the answer; null when there was none, with what went wrong in words for organizers. */
export interface Posted {
  status: number | null;
  answer: string;
}

/**
 * Posts one event, signed, within ten seconds, to the address that its name has at this moment and only if that is one of the open internet. Follows no redirect, sends no cookie, reads 500 bytes of
 * the answer at most. Never throws for what the other side does. Source: Standard Webhooks; OWASP, "Server-Side Request Forgery Prevention".
 */
export async function postEvent(
  posting: Posting,
  at: Date,
  { secret, privateHosts, resolve, patienceMs = PATIENCE_MS }: PostTools,
): Promise<Posted> {
  const target = readTarget(posting.url, privateHosts);
  if (!target.ok) return { status: null, answer: `refused: ${target.reason}` };
  const send = target.url.protocol === 'https:' ? requestHttps : requestHttp;
  const headers = {
    ...signedHeaders(posting, at, secret),
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(posting.body)),
    'User-Agent': 'Untolled-Webhooks/1',
    Connection: 'close',
  };
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const response = await new Promise<IncomingMessage>((done, failed) => {
      const lookup = target.isPrivate ? {} : { lookup: publicLookup(resolve) };
      const request = send(target.url, { method: 'POST', headers, agent: false, signal, ...lookup });
      request.on('response', done).on('error', failed);
      request.end(posting.body);
    });
    const answer = await beginningOf(response);
    return { status: response.statusCode ?? null, answer };
  } catch (fault) {
    return { status: null, answer: signal.aborted ? 'no answer in time' : wordsOf(fault) };
  }
}

async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('error', () => {});
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes >= ANSWER_BYTES) break;
    }
  } catch {
    // The status stands; an answer that breaks off is shown as far as it came.
  }
  response.destroy();
  const text = Buffer.concat(chunks).subarray(0, ANSWER_BYTES).toString('utf8');
  return text.replace(/[^\P{Cc}\n\t]/gu, ' ');
}

function wordsOf(fault: unknown): string {
  if (fault instanceof PrivateNetwork) return 'refused: private_network';
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : 'fault';
  return `no connection: ${code}`;
}
