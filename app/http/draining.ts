import type { Server } from 'node:http';

/** Takes no more connections and settles when the requests under way are answered, at the latest after `limitMs`; then what is left is broken off. Own choice. */
export function closeGently(server: Server, limitMs: number): Promise<void> {
  return new Promise<void>((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), limitMs);
    // A connection whose last answer began before the end was asked for stays open until somebody closes it.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(limit);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}
