import type { Server } from 'node:http';
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { closeConnection, renewSigningConnection, signingConnection } from '#app/db.server.ts';
import { takeBounce } from '#app/domain/bounce/bounce.server.ts';
import { noteViews } from '#app/domain/dashboard/note.server.ts';
import { switchesOf, watchSwitches } from '#app/domain/installation/switches.server.ts';
import { readPublicCounts } from '#app/domain/ledger/counts.server.ts';
import { findComparisonSetup } from '#app/domain/measurement/comparison-setup.server.ts';
import { findEmbedded, findOrigins } from '#app/domain/partner/embed.server.ts';
import { createSignBatch } from '#app/domain/signature/batch.server.ts';
import { confirmByCode } from '#app/domain/signature/signature.server.ts';
import { noteVariantViews, watchTrials } from '#app/domain/trial/running.server.ts';
import { env } from '#app/env.server.ts';
import { createBounceHook } from '#app/http/bounce-hook.ts';
import { createEmbeds } from '#app/http/embed/embeds.ts';
import { createLedgerFiles } from '#app/http/ledger-files.ts';
import { createListener, type ListenerOptions } from '#app/http/listener.ts';
import { createSegments } from '#app/http/segments.ts';
import { createTrialDesk } from '#app/http/trial-desk.ts';
import { createViewCounter } from '#app/http/view-counter.ts';
import { addAlertGauges } from './alert-gauges.ts';
import { addCountGauges } from './count-gauges.ts';
import { addDeliveryGauges } from './delivery-gauges.ts';
import { CommandFault } from './fault.ts';
import { openLiveRanges } from './live-ranges.ts';
import { createLogLines } from './log-lines.ts';
import { addTestGauge, openNdt7 } from './ndt7-parts.ts';
import { addQueueGauges, readinessChecks } from './readiness.ts';
import { createWebLog } from './web-log.ts';

const BUILD_RANGES = 'build/ranges.bin';
const DRAIN_LIMIT_MS = 20_000;
const FIRST_LOOK_MS = 2000;
/** Connections that the kernel may hold until they are accepted; it takes fewer where its own limit is lower. */
const BACKLOG = 4096;

/** What differs between the built site and the site under development. */
export interface WebParts extends Pick<ListenerOptions, 'build' | 'files'> {
  /** Gets the server before it listens. */
  attach?(server: Server): void;
  /** Ends what was opened beside the listener. */
  close(): Promise<void>;
}

/**
 * Serves the site until SIGTERM or SIGINT, then lets the requests under way finish, closes the pool and returns. Throws
 * `CommandFault` when the port cannot be had, or the ranges or the database's address are missing.
 */
export async function serveUntilStopped(open: () => Promise<WebParts>): Promise<void> {
  const { host, port, origin, appEnv, logLevel, metricsToken, trustProxyHops, databaseUrl, secret } = env();
  if (!databaseUrl) throw new CommandFault('The web server needs DATABASE_URL; `npm start` sets it by itself.');
  const destination = createLogLines(process.stdout.fd);
  const log = createWebLog(logLevel, destination);
  process.on('exit', () => destination.flushSync());
  const stopAsked = new Promise<string>((asked) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked(signal));
  });
  const ranges = await openLiveRanges({ buildFile: resolve(BUILD_RANGES), log });
  const switches = watchSwitches({
    onFault: (err) => log.warn({ err }, 'cannot look at the switches; those known stay'),
  });
  // Ranges and switches in the database are taken from the first visitor on, unless the database keeps silent.
  await Promise.race([
    Promise.all([ranges.refresh(), switches.look()]),
    new Promise((done) => setTimeout(done, FIRST_LOOK_MS).unref()),
  ]);
  const checks = await readinessChecks(process.cwd());
  // The mails bring a renderer along that takes memory and half a second, so that it is loaded only where it is shown.
  const emailPreview = appEnv === 'development' ? (await import('#emails/preview.ts')).previewEmails : null;
  await warnOfOneMachine(log);
  const parts = await open();
  const ndt7 = env().ndt7Server === undefined ? openNdt7(ranges.identify, log) : null;
  const views = createViewCounter({
    flush: noteViews,
    onFault: (fault) => log.warn({ err: fault }, 'views could not be noted and are tried again'),
  });
  const running = watchTrials({
    onFault: (err) => log.warn({ err }, 'cannot look which trials run; those known stay'),
  });
  const trials = createTrialDesk({
    secret,
    now: () => new Date(),
    running: running.running,
    flush: noteVariantViews,
    onFault: (err) => log.warn({ err }, 'views of trials could not be noted and are tried again'),
  });
  const signing = createSignBatch({
    open: signingConnection,
    renew: renewSigningConnection,
    onFault: (fault) => log.error({ err: fault }, 'signatures could not be stored'),
  });
  const visitors = {
    identify: ranges.identify,
    isKnownSlug: ranges.isKnownSlug,
    trustProxyHops,
    maySimulate: appEnv !== 'production',
  };
  const listener = createListener({
    build: parts.build,
    files: parts.files,
    ...visitors,
    rangeFacts: ranges.facts,
    origin,
    isDevelopment: appEnv === 'development',
    log,
    lines: destination,
    emailPreview,
    renderBroadcast: async (...mail) => (await import('#emails/render.ts')).renderMail(...mail),
    checks,
    metricsToken,
    secret,
    ndt7,
    ledgerFiles: createLedgerFiles({ origin, log, readCounts: readPublicCounts }),
    signing,
    embeds: createEmbeds({
      ...visitors,
      verbs: { findEmbedded, findOrigins, confirm: confirmByCode },
      origin,
      secret,
      batch: signing,
      switches: switchesOf,
    }),
    switches: switchesOf,
    views,
    trials,
    segments: env().hasSegments ? createSegments() : null,
    bounces: createBounceHook({ token: env().bounceHookToken, origin, take: (mail) => takeBounce(mail, 'http') }),
  });
  if (ndt7) addTestGauge(listener.metrics, ndt7);
  addQueueGauges(listener.metrics);
  addDeliveryGauges(listener.metrics);
  addAlertGauges(listener.metrics);
  addCountGauges(listener.metrics);
  parts.attach?.(listener.server);
  await new Promise<void>((listening, refused) => {
    listener.server.once('error', (cause: NodeJS.ErrnoException) => refused(listenFault(cause, host, port)));
    listener.server.listen({ port, host, backlog: BACKLOG }, listening);
  });
  log.info({ origin, host, port }, 'listening');
  const signal = await stopAsked;
  log.info({ signal }, 'stopping');
  ranges.stop();
  await switches.stop();
  await listener.drain(DRAIN_LIMIT_MS);
  await views.stop();
  await running.stop();
  await trials.stop();
  await parts.close();
  await closeConnection();
  log.info('stopped');
}

function listenFault(cause: NodeJS.ErrnoException, host: string, port: number): CommandFault {
  const sentence =
    cause.code === 'EADDRINUSE'
      ? `Port ${port} on ${host} is taken: stop the program that uses it, or set PORT to another number.`
      : cause.code === 'EACCES'
        ? `Port ${port} needs more rights than this user has: set PORT to a number above 1023.`
        : `The site cannot listen on ${host}, port ${port} (HOST, PORT): ${cause.message}.`;
  return new CommandFault(sentence, { cause });
}

/** A comparison of one machine with itself shows little, and a source that cannot be used stops the start. */
async function warnOfOneMachine(log: Logger): Promise<void> {
  const setup = await findComparisonSetup().catch((cause: Error) => {
    throw new CommandFault(`${cause.message}.`, { cause });
  });
  if (setup?.isSameMachine)
    log.warn('STREAM_ORIGINS and CONTROL_ORIGINS lead to one machine: only treatment by name or port could show');
}
