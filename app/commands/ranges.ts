import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { connect, type Db } from '#db/client.ts';
import { CommandFault, runCommand } from './fault.ts';
import { compileBuildRanges } from './ranges-editions.ts';

const USAGE = `Usage: npm run ranges                       compile the shipped address data into build/ranges.bin
       npm run ranges -- --from FILE ...    bring in newer data; running servers read them within seconds
       npm run ranges -- list               what was brought in, newest first
       npm run ranges -- retire ID          take one out of use: the newest left counts, at last that of the build

FILE is asn-ipv4-num.csv, asn-ipv6-num.csv (give --from twice for both; a family without a file stays as it is), or an ASN
database in MaxMind's format (.mmdb).

  --dated YYYY-MM-DD   the day of CSV data (an .mmdb file tells its own)
  --name TEXT          how pages name the source (default: the names of the files)
  --by NAME            who brings it in (default: the name of this account)
  --accept-fall SLUG   a large ISP that may lose more than 10%; once for each, and recorded
  --check              report only, change nothing`;

const options = {
  from: { type: 'string', multiple: true },
  dated: { type: 'string' },
  name: { type: 'string' },
  by: { type: 'string' },
  'accept-fall': { type: 'string', multiple: true },
  check: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

await runCommand(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2));
  const [deed, id, ...more] = positionals;
  if (values.help) return console.log(USAGE);
  if (deed === 'list' && id === undefined) return await withDb(list);
  if (deed === 'retire' && id !== undefined && more.length === 0) return await withDb((db) => retire(db, id));
  if (deed !== undefined) throw new CommandFault(USAGE);
  if (!values.from) {
    if (process.argv.length > 2) throw new CommandFault(USAGE);
    return await compileBuildRanges(console.log);
  }
  if (values.dated !== undefined && !isDay(values.dated))
    throw new CommandFault('--dated takes a day that exists, written YYYY-MM-DD.');
  const { refreshRanges } = await import('./ranges-refresh.ts');
  const asked = {
    from: values.from,
    dated: values.dated,
    name: values.name,
    by: values.by ?? userInfo().username,
    acceptFall: values['accept-fall'] ?? [],
    isCheckOnly: values.check,
  };
  const kept = await withDb((db) => refreshRanges(asked, { db, say: console.log }));
  console.log(
    kept === null ? 'Checked; nothing was changed.' : `Kept as ${kept}. Running servers read it within seconds.`,
  );
});

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (cause) {
    throw new CommandFault(`${cause instanceof Error ? cause.message : String(cause)}\n\n${USAGE}`, { cause });
  }
}

// The build compiles ranges without a database, and without what a database needs.
async function withDb<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const { withDatabase } = await import('./database.ts');
  return await withDatabase(async (url) => {
    const { db, close } = connect(url, { max: 1, applicationName: 'untolled-ranges' });
    try {
      return await work(db);
    } finally {
      await close();
    }
  });
}

async function list(db: Db): Promise<void> {
  const { listRangeFiles } = await import('#app/domain/isp/range-file.server.ts');
  const files = await listRangeFiles({ db });
  if (files.length === 0) console.log('None was brought in: the ranges of the build are in use.');
  const current = files.find(({ retiredAt }) => retiredAt === null)?.id;
  for (const { id, source, bytes, createdBy, createdAt, retiredAt } of files) {
    const state = retiredAt ? `retired ${retiredAt.toISOString()}` : id === current ? 'in use' : 'kept';
    console.log(`${id}  ${createdAt.toISOString()}  by ${createdBy}  ${bytes} bytes  ${source}  ${state}`);
  }
}

async function retire(db: Db, text: string): Promise<void> {
  const { findCurrentRangeFileId, retireRangeFile } = await import('#app/domain/isp/range-file.server.ts');
  const id = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
  if (id === 0 || !(await retireRangeFile(id, { db })))
    throw new CommandFault(`There is no file of ranges ${text} in use: see "npm run ranges -- list".`);
  const next = await findCurrentRangeFileId({ db });
  console.log(`Retired ${id}. ${next === null ? 'The ranges of the build are' : `File ${next} is`} in use now.`);
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
