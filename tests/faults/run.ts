import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faultsOf, runBroadcastIn } from './broadcast-run.ts';
import { runDrift } from './drift-run.ts';
import { runHistory } from './history-run.ts';

const USAGE = `Usage: npm run faults -- NAME [options]

Hurts a whole site on this machine (PostgreSQL with fsync on, web and worker processes of the production build, a mail server) and
proves that nothing acknowledged was lost. Data, logs and the history stay in a folder that is named at the end.

  history   people sign, confirm, retry, hang up and withdraw while processes are killed, paused and restarted and links cut
              --minutes N   how long things are hurt, 0.1 to 600 (20)
              --rate N      new people a second, 0.1 to 200 (5)
              --webs N      web processes, 1 to 4 (2)
              --workers N   workers, 1 to 4 (2)
              --short       each hurt once and no more
  drift     100,000 signings, confirmations, withdrawals, corrections and invalidations while web, worker and PostgreSQL are killed;
            journals and totals must still be what leaves and signatures say
              --operations N  500 to 10,000,000 (100000)
              --kills N       0 to 1000 (20)
  broadcast 100,000 copies of a broadcast leave while the workers that send them are killed; counted at the mail server, nobody is left out and at
            most what was in hand went twice, under the same Message-ID
              --recipients N  100 to 1,000,000 (100000)
              --kills N       0 to 1000 (20)
              --workers N     1 to 4 (2)
  --seed N    chance of the run (the time of day)
  --help      this text

Exit codes: 0 nothing was lost, 1 something was or the run failed, 2 wrong usage.`;

const print = (line: string) => process.stdout.write(`${line}\n`);
const say = (line: string) => process.stderr.write(`${line}\n`);

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  let asked: ReturnType<typeof read>;
  try {
    asked = read(args);
  } catch (fault) {
    say(`${fault instanceof Error ? fault.message : fault}\n\n${USAGE}`);
    return 2;
  }
  if (asked.help) {
    print(USAGE);
    return 0;
  }
  const folder = await mkdtemp(join(tmpdir(), `untolled-${asked.name}-`));
  say(`seed ${asked.seed}, in ${folder}`);
  if (asked.name === 'broadcast') return await broadcastCommand(asked, folder);
  return asked.name === 'drift' ? await driftCommand(asked, folder) : await historyCommand(asked, folder);
}

async function historyCommand(
  { seed, minutes, rate, webs, workers, short }: ReturnType<typeof read>,
  folder: string,
): Promise<number> {
  const forMs = minutes * 60_000;
  const shape = { folder: join(folder, 'site'), seed, forMs, ratePerSecond: rate, webs, workers, isShort: short };
  const { violations, figures, file, quietMs, starts } = await runHistory({ ...shape, say });
  const told = Object.entries(figures).map(([name, figure]) => `${figure} ${name}`);
  print(`history: ${told.join(', ')}; ${starts} starts; quiet after ${quietMs} ms; seed ${seed}`);
  print(`history: ${file}`);
  for (const { rule, what } of violations) print(`  ${rule}: ${what}`);
  print(violations.length === 0 ? 'history: nothing acknowledged was lost' : `history: ${violations.length} faults`);
  return violations.length === 0 ? 0 : 1;
}

async function driftCommand({ seed, operations, kills }: ReturnType<typeof read>, folder: string): Promise<number> {
  const outcome = await runDrift({ folder: join(folder, 'site'), seed, operations, kills, say });
  const { audit, total, expected } = outcome;
  const listed = (figures: Record<string, number>) =>
    Object.entries(figures)
      .map(([name, figure]) => `${figure} ${name}`)
      .join(', ');
  print(
    `drift: ${listed(outcome.operations)}; killed ${listed(outcome.kills)}; ${outcome.faults} tries cut off; seed ${seed}`,
  );
  for (const { between, where, ...figures } of audit.differences)
    print(`  ${between}: ${where}: ${figures.found}, should be ${figures.expected}`);
  const isExact = audit.isSound && total === expected;
  print(`drift: ${audit.differences.length} disagreements; ${total} counted of ${expected} confirmed`);
  return isExact ? 0 : 1;
}

async function broadcastCommand(
  { seed, recipients, kills, workers }: ReturnType<typeof read>,
  folder: string,
): Promise<number> {
  const outcome = await runBroadcastIn(join(folder, 'site'), { recipients, kills, seed, workers, say });
  const { members, mails, duplicates, most, seconds } = outcome;
  print(
    `broadcast: ${members} members, ${outcome.kills} kills, ${mails} mails in ${seconds} s, ${duplicates} duplicates of at most ${most}; seed ${seed}`,
  );
  const faults = faultsOf(outcome, kills);
  for (const fault of faults) print(`  ${fault}`);
  print(faults.length === 0 ? 'broadcast: nobody was left out' : `broadcast: ${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
}

function read(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      minutes: { type: 'string', default: '20' },
      rate: { type: 'string', default: '5' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      webs: { type: 'string', default: '2' },
      workers: { type: 'string', default: '2' },
      operations: { type: 'string', default: '100000' },
      kills: { type: 'string', default: '20' },
      recipients: { type: 'string', default: '100000' },
      short: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const number = (
    name: 'minutes' | 'rate' | 'seed' | 'webs' | 'workers' | 'operations' | 'kills' | 'recipients',
    least: number,
    most: number,
  ) => {
    const value = Number(values[name]);
    if (!(value >= least && value <= most)) throw new Error(`--${name} takes a number from ${least} to ${most}.`);
    return value;
  };
  const [name = values.help ? 'history' : '', ...more] = positionals;
  if (!['history', 'drift', 'broadcast'].includes(name) || more.length > 0) throw new Error('Name one kind of fault.');
  return {
    name,
    help: values.help,
    short: values.short,
    minutes: number('minutes', 0.1, 600),
    rate: number('rate', 0.1, 200),
    seed: Math.floor(number('seed', 0, 2 ** 31)),
    webs: Math.floor(number('webs', 1, 4)),
    workers: Math.floor(number('workers', 1, 4)),
    operations: Math.floor(number('operations', 500, 10_000_000)),
    kills: Math.floor(number('kills', 0, 1000)),
    recipients: Math.floor(number('recipients', 100, 1_000_000)),
  };
}
