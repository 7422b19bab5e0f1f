import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The limit of the page benchmark: a bare server that answers every request with one page it was handed, and nothing else. */
process.once('message', ({ head, body }: { head: string[]; body: string }) => {
  const bytes = Buffer.from(body, 'base64');
  const server = createServer((_, response) => {
    response.writeHead(200, head).end(bytes);
  });
  server.keepAliveTimeout = 65_000;
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
});
process.once('disconnect', () => process.exit(0));
