import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
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
  return await historyCommand(asked, folder);
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
      short: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const number = (name: 'minutes' | 'rate' | 'seed' | 'webs' | 'workers', least: number, most: number) => {
    const value = Number(values[name]);
    if (!(value >= least && value <= most)) throw new Error(`--${name} takes a number from ${least} to ${most}.`);
    return value;
  };
  const [name = values.help ? 'history' : '', ...more] = positionals;
  if (name !== 'history' || more.length > 0) throw new Error('Name one kind of fault.');
  return {
    name,
    help: values.help,
    short: values.short,
    minutes: number('minutes', 0.1, 600),
    rate: number('rate', 0.1, 200),
    seed: Math.floor(number('seed', 0, 2 ** 31)),
    webs: Math.floor(number('webs', 1, 4)),
    workers: Math.floor(number('workers', 1, 4)),
  };
}
