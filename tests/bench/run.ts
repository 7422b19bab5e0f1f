import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Bench } from './alternate.ts';

const folder = dirname(fileURLToPath(import.meta.url));
const DEFAULT_ROUNDS = 5;

interface BenchFile {
  default: Bench;
  rounds?: number;
}

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const names = (await readdir(folder)).flatMap((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1] ?? []).sort();
  let asked: ReturnType<typeof read>;
  try {
    asked = read(args);
  } catch (error) {
    return await refuse(error instanceof Error ? error.message : String(error), names);
  }
  if (asked.help) {
    console.log(await usage(names));
    return 0;
  }
  if (asked.name === undefined) return await refuse('Name one benchmark.', names);
  if (!names.includes(asked.name)) return await refuse(`There is no benchmark "${asked.name}".`, names);

  const bench = await load(asked.name);
  const say = (text: string) => console.error(`${asked.name}: ${text}`);
  const { value, limit, unit } = await bench.default({ rounds: asked.rounds ?? bench.rounds ?? DEFAULT_ROUNDS, say });
  if (!(value > 0 && limit > 0)) throw new Error(`${asked.name} measured nothing: value ${value}, limit ${limit}`);
  const ratio = Number((value / limit).toPrecision(4));
  if (asked.json)
    console.log(JSON.stringify({ name: asked.name, value: round(value), limit: round(limit), ratio, unit }));
  else console.log(`${asked.name}: ${round(value)} of ${round(limit)} ${unit}, ratio ${ratio}`);
  return 0;
}

function read(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds >= 1 && rounds <= 100))
    throw new Error('--rounds takes a whole number from 1 to 100.');
  if (positionals.length > 1) throw new Error('Name one benchmark.');
  return { name: positionals[0], json: values.json, help: values.help, rounds };
}

async function load(name: string): Promise<BenchFile> {
  return await import(pathToFileURL(join(folder, `${name}.bench.ts`)).href);
}

/** What a benchmark says of itself, read and not run: loading them all takes seconds. */
async function describe(name: string): Promise<string> {
  const source = await readFile(join(folder, `${name}.bench.ts`), 'utf8');
  const said = /export const description =\s*(['"])(.+?)\1;/s.exec(source)?.[2];
  if (said === undefined) throw new Error(`${name}.bench.ts has no description`);
  return said;
}

async function refuse(sentence: string, names: readonly string[]): Promise<number> {
  console.error(`${sentence}\n\n${await usage(names)}`);
  return 2;
}

async function usage(names: readonly string[]): Promise<string> {
  const lines = await Promise.all(names.map(async (name) => `  ${name.padEnd(15)}${await describe(name)}`));
  return `Usage: npm run bench -- NAME [--json] [--rounds N]

Measures one part of Untolled and its limit in the same run, in turn, and prints both medians and their ratio
(ours over the limit; bigger is better).

  --json        the last line of stdout is one object: {"name","value","limit","ratio","unit"}
  --rounds N    how often to alternate, 1 to 100 (each benchmark has its own default)
  --help        this text

Benchmarks:
${lines.join('\n') || '  none'}

Exit codes: 0 measured, 1 failed, 2 wrong usage. See docs/bench.md for what each limit is.`;
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(4));
}
