import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { parseArgs } from 'node:util';
import { type Anchor, type AuditFault, type AuditVerdict, verifyAudit } from '#app/domain/audit/verify.server.ts';
import { connect } from '#db/client.ts';
import { withDatabase } from './database.ts';
import { faultText } from './fault.ts';

const USAGE = `Usage: npm run verify -- audit [--log DIR|ADDRESS]...

Holds every event of the audit to its chain, and the chain to the anchors in all ledgers. Exit codes: 0 nothing was tampered with,
1 something was, 2 called wrongly, 3 it could not be checked.

  --log DIR|ADDRESS   also to the anchors of this copy of a log: a folder that "npm run ledger -- export" wrote, or the address
                      of a log, such as https://petition.example/log/labels. A copy that only you can change shows what a stranger
                      with the whole database and the ledger's key in hand could hide.`;

const SENTENCES: Record<AuditFault['kind'], string> = {
  changed: 'was changed after it was chained, or its place or hash was',
  removed: 'was chained and is gone',
  gap: 'is missing from the chain',
  unchained: 'got in past the chain, or its link was taken out',
  lost: 'was taken away before it was chained',
  backdated: 'bears a time long before those that went before it',
  anchor: 'is an anchor whose hash the chain does not hold: the chain was cut or rewritten since',
  ledger: 'does not fit: the ledger that holds anchors is not sound',
};

/** Checks the audit, prints what it found, and answers the exit code. Never throws. */
export async function verifyAuditCommand(args: readonly string[]): Promise<number> {
  const logs = readLogs(args);
  if (logs === null) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  if (logs === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  try {
    const outside = (await Promise.all(logs.map(readAnchors))).flat();
    const verdict = await withDatabase(async (url) => {
      const { db, close } = connect(url, { max: 1, applicationName: 'untolled-verify' });
      return await verifyAudit({ outside }, { db }).finally(close);
    });
    return say(verdict);
  } catch (error) {
    process.stderr.write(`${faultText(error)}\n`);
    return 3;
  }
}

function readLogs(args: readonly string[]): string[] | 'help' | null {
  try {
    const options = { log: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } } as const;
    const { values } = parseArgs({ args: [...args], options, strict: true });
    return values.help ? 'help' : (values.log ?? []);
  } catch {
    return null;
  }
}

/** The anchors in `ledger.csv` of a copy. Throws when it cannot be read. */
async function readAnchors(log: string): Promise<Anchor[]> {
  const anchors: Anchor[] = [];
  for await (const line of createInterface({ input: await openLog(log), crlfDelay: Number.POSITIVE_INFINITY })) {
    const [, kind, sequence, day = '', , , hash = ''] = line.split(',');
    if (kind === 'anchor') anchors.push({ hash, day, where: `${log}, leaf ${sequence}` });
  }
  return anchors;
}

async function openLog(log: string): Promise<Readable> {
  if (!/^https?:\/\//.test(log)) {
    const file = (await stat(log)).isDirectory() ? join(log, 'ledger.csv') : log;
    return createReadStream(file);
  }
  const url = `${log.replace(/\/$/, '')}/ledger.csv`;
  const answer = await fetch(url);
  if (!answer.ok || !answer.body) throw new Error(`${url} cannot be fetched: ${answer.status}.`);
  return Readable.fromWeb(answer.body as ReadableStream);
}

function say({ faults, chained, waiting, waitingSince, anchors, newestAnchor }: AuditVerdict): number {
  for (const { kind, where } of faults) process.stdout.write(`${where} ${SENTENCES[kind]}.\n`);
  process.stdout.write(`${chained} events are chained, ${waiting} wait for it`);
  process.stdout.write(waitingSince && waiting > 0 ? `, the oldest since ${waitingSince.toISOString()}.\n` : '.\n');
  process.stdout.write(
    anchors > 0
      ? `${anchors} anchors; the newest is of ${newestAnchor}. What was chained since could have been cut off unseen.\n`
      : 'No ledger holds an anchor yet: a chain that was cut or rewritten as a whole would look sound.\n',
  );
  process.stdout.write(faults.length === 0 ? 'Sound.\n' : `NOT SOUND: ${faults.length} faults.\n`);
  return faults.length === 0 ? 0 : 1;
}
