import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readStoredTemplates } from '#app/domain/letter/template.server.ts';
import { seedKnowledge, storedKnowledge } from '#app/domain/letter/template-knowledge.server.ts';
import { connect } from '#db/client.ts';
import { type ReadCatalogue, readLetterFile, readShippedTemplates } from '#templates/catalogue.ts';
import { faultsBrought, lintLetters } from '#templates/lint.ts';
import type { TemplateError } from '#templates/template.ts';
import { withDatabase } from './database.ts';
import { CommandFault, runCommand } from './fault.ts';

const USAGE = `Usage: npm run templates -- check [FILE ...]   looks at the letters shipped in templates/, or shows the faults of the files named
       npm run templates -- check --database   looks at the letters that are current in the database
       npm run templates -- list               lists the letters shipped

A file is called <campaign>/<slug>.<locale>.txt. What is checked stands in docs/letters.md, "Templates".
Ends with 1 when a letter has a fault.`;
const CALLED_WRONGLY = 2;

await runCommand(async () => {
  const asked = read(process.argv.slice(2));
  if (asked === 'help') {
    say(USAGE);
    return 0;
  }
  if (typeof asked === 'string') {
    process.stderr.write(`${asked}\n\n${USAGE}\n`);
    return CALLED_WRONGLY;
  }
  if (asked.deed === 'list') return list();
  return asked.isDatabase ? checkDatabase() : checkFiles(asked.files);
});

type Asked = { deed: 'check' | 'list'; files: string[]; isDatabase: boolean };

/** What is asked for, or in one sentence what is wrong with the words. */
function read(args: string[]): Asked | string {
  try {
    const options = { database: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (values.help) return 'help';
    const [deed, ...files] = positionals;
    const isDatabase = values.database === true;
    if (deed !== 'check' && deed !== 'list') return deed === undefined ? 'Say what to do.' : `There is no "${deed}".`;
    if (files.length > 0 && (isDatabase || deed === 'list')) return 'Files are named for "check" alone.';
    return { deed, files, isDatabase };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function list(): number {
  const { letters, faults } = readShippedTemplates();
  for (const { campaign, slug, locale, template } of letters) {
    const { position, addressees, name, isExclusion } = template;
    say(
      `${campaign}  ${String(position).padStart(3)}  ${slug}.${locale}  ${isExclusion ? 'no letter to ' : ''}${addressees.join(', ')}  ${name}`,
    );
  }
  return report(faults);
}

/** With files named: those in place of the shipped ones of the same name, beside all others, and only the faults that they bring. */
async function checkFiles(files: readonly string[]): Promise<number> {
  const shipped = readShippedTemplates();
  if (files.length === 0) return check(shipped, await seedKnowledge());
  const named = files.map((file) => readLetterFile(textOf(file), file));
  const letters = named.flatMap(({ letter }) => letter ?? []);
  const faults = faultsBrought(letters, shipped.letters, await seedKnowledge());
  return report([...named.flatMap((one) => one.faults), ...faults], letters.length);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CommandFault(`${file} cannot be read.`);
  }
}

function checkDatabase(): Promise<number> {
  return withDatabase(async (url) => {
    const { db, close } = connect(url, { max: 1, applicationName: 'untolled-templates' });
    try {
      return check(await readStoredTemplates({ db }), await storedKnowledge({ db }));
    } finally {
      await close();
    }
  });
}

function check({ letters, faults }: ReadCatalogue, known: Parameters<typeof lintLetters>[1]): number {
  return report([...faults, ...lintLetters(letters, known)], letters.length);
}

function report(faults: readonly TemplateError[], letters?: number): number {
  for (const { message } of faults) process.stderr.write(`${message}\n`);
  if (faults.length > 0) process.stderr.write(`${faults.length === 1 ? 'One fault' : `${faults.length} faults`}.\n`);
  else if (letters !== undefined) say(`${letters === 1 ? 'One letter' : `${letters} letters`}: nothing to mend.`);
  return faults.length === 0 ? 0 : 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
