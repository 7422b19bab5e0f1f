import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { createIdentify, type Identify } from '#app/domain/isp/identify.ts';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import { findCurrentRangeFileId, getRangeFile } from '#app/domain/isp/range-file.server.ts';
import { decodeRanges, type RangeFacts, rangeBytes } from '#app/domain/isp/ranges.ts';
import type { Db } from '#db/client.ts';
import { CommandFault } from './fault.ts';

/** The look-up of a running server: always the newest ranges that could be read. */
export interface LiveRanges {
  identify: Identify;
  /** Where the ranges come from and how far they reach. */
  facts(): RangeFacts;
  isKnownSlug(slug: string): boolean;
  /** Looks once for other ranges; faults are logged and change nothing. */
  refresh(): Promise<void>;
  stop(): void;
}

/** `buildFile`: ranges for when the database has none or is down. `pollMs`: how often to look, 0 for never by itself. */
export interface LiveRangesOptions {
  buildFile: string;
  log: Pick<Logger, 'info' | 'warn' | 'debug'>;
  pollMs?: number;
  db?: Db;
}

const POLL_MS = 5000;
/** A file that could not be read is tried again after this time, because it is megabytes large. */
const RETRY_MS = 60_000;

/**
 * Opens the ranges of the build and keeps looking for newer ones in the database. New ranges are swapped in whole, between two look-ups; any
 * fault leaves the old ones. Throws `CommandFault` when the build has none.
 */
export async function openLiveRanges({ buildFile, log, pollMs = POLL_MS, db }: LiveRangesOptions): Promise<LiveRanges> {
  const given = db ? { db } : {};
  const readBuild = async () =>
    await readFile(buildFile).catch((cause: unknown) => {
      throw new CommandFault('The address ranges are missing: run "npm run build" first.', { cause });
    });
  let current = open(await readBuild());
  let currentId: number | null = null;
  let failed: { id: number | null; atMs: number } | undefined;
  let slugs: ReadonlySet<string> = new Set(current.slugs);
  let isUnreachable = false;
  log.debug({ bytes: current.bytes, editions: current.facts.editions }, 'address ranges');

  async function refresh(): Promise<void> {
    let id: number | null;
    try {
      id = await findCurrentRangeFileId(given);
      const isps = await listIsps(given);
      // An ISP that the seed files name stays known while the catalogue is being laid.
      slugs = new Set([...current.slugs, ...isps.map(({ slug }) => slug)]);
      isUnreachable = false;
    } catch (error) {
      if (!isUnreachable) log.warn({ err: error }, 'cannot look for newer address ranges; those in use stay');
      isUnreachable = true;
      return;
    }
    if (id === currentId || (failed?.id === id && performance.now() - failed.atMs < RETRY_MS)) return;
    try {
      current = open(id === null ? await readBuild() : await getRangeFile(id, given));
      currentId = id;
      failed = undefined;
      log.info({ rangeFileId: id, bytes: current.bytes, editions: current.facts.editions }, 'address ranges changed');
    } catch (error) {
      failed = { id, atMs: performance.now() };
      log.warn({ err: error, rangeFileId: id }, 'newer address ranges cannot be read; those in use stay');
    }
  }

  let running: Promise<void> | undefined;
  const look = () => {
    running ??= refresh().finally(() => {
      running = undefined;
    });
    return running;
  };
  const timer = pollMs > 0 ? setInterval(look, pollMs) : undefined;
  timer?.unref();
  return {
    identify: (address) => current.identify(address),
    facts: () => current.facts,
    isKnownSlug: (slug) => slugs.has(slug),
    refresh: look,
    stop: () => clearInterval(timer),
  };
}

function open(file: Uint8Array) {
  const ranges = decodeRanges(file);
  const facts: RangeFacts = { editions: ranges.editions, coverage: ranges.coverage };
  return { identify: createIdentify(ranges), facts, slugs: ranges.slugs, bytes: rangeBytes(ranges) };
}
