import { createServer } from 'node:http';
import { createSegments } from '#app/http/segments.ts';

// Answers segments on the ports named on the command line, as a site does, until standard input ends.
const segments = createSegments({ networkBytesAnHour: Number.MAX_SAFE_INTEGER, networkAtOnce: 64 });
const servers = process.argv.slice(2).map((port) => {
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://segments.invalid');
    if (segments.isFor(pathname)) void segments.answer(request, response, { path: pathname, search }, null);
    else response.writeHead(404).end();
  });
  return new Promise((listening) => server.listen(Number(port), '0.0.0.0', () => listening(server)));
});
await Promise.all(servers);
process.stdout.write('listening\n');
process.stdin.on('end', () => process.exit(0)).resume();
