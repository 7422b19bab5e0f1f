import { Server } from 'node:http';
import type { ServerBuild } from '@remix-run/node';
import { createServer } from 'vite';
import { embedScript, middlewareFiles, openToPages } from '#app/http/static-files.ts';
import { bundleEmbed } from './embed-build.ts';
import { runCommand } from './fault.ts';
import { serveUntilStopped } from './web-process.ts';

await runCommand(() =>
  serveUntilStopped(async () => {
    // Never listens: Vite takes from it the connections that the listener hands on, because the policy allows pages no other port.
    const upgrades = new Server();
    const vite = await createServer({
      server: { middlewareMode: true, hmr: { server: upgrades } },
      appType: 'custom',
      clearScreen: false,
    });
    return {
      build: async () => (await vite.ssrLoadModule('virtual:remix/server-build')) as ServerBuild,
      files: middlewareFiles(
        async (request, response, next) => {
          if (request.url !== embedScript) return vite.middlewares(request, response, next);
          openToPages(response);
          response.setHeader('Content-Type', 'text/javascript').end(await bundleEmbed(process.cwd()));
        },
        () => true,
      ),
      attach: (server) => server.on('upgrade', (...args) => upgrades.emit('upgrade', ...args)),
      close: () => vite.close(),
    };
  }),
);
