import type { Duplex } from 'node:stream';
import { type Refusal, refusalPage } from './refusal-page.ts';

const reasons: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
};

/** Answers bytes that are no HTTP request, or that came too slowly, with a plain page, and closes. For the server's `clientError`. */
export function refuseConnection(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, head, body } = refusalPage(reasons[error.code ?? ''] ?? 'bad_request', 'en');
  const lines: string[] = [];
  for (let at = 0; at < head.length; at += 2) lines.push(`${head[at]}: ${head[at + 1]}`);
  socket.end(`HTTP/1.1 ${status} \r\nConnection: close\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}
