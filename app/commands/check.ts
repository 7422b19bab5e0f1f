import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** One line of the checks: a name, and the program in `node_modules/.bin` with its words. */
const STEPS: readonly { name: string; command: readonly string[] }[] = [
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'unused code', command: ['knip'] },
  { name: 'arrows', command: ['depcruise', '--config', '.dependency-cruiser.mjs', 'app', 'db', 'emails', 'templates'] },
  { name: 'build', command: ['node', '--import', 'tsx', 'app/commands/build.ts'] },
];

const reportShape = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

const folder = await mkdtemp(join(tmpdir(), 'untolled-check-'));
const report = join(folder, 'tests.json');
const failed: string[] = [];
for (const { name, command } of STEPS) if (!(await step(name, command))) failed.push(name);
const tests = ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
if (!(await step('rules and tests', tests))) failed.push('rules and tests');

console.log(failed.length === 0 ? '\nAll steps passed.' : `\nSteps that failed: ${failed.join(', ')}.`);
console.log(await closingLine());
await rm(folder, { recursive: true, force: true });
process.exitCode = failed.length === 0 ? 0 : 1;

async function step(name: string, [program, ...args]: readonly string[]): Promise<boolean> {
  console.log(`\n== ${name}`);
  const startedAt = Date.now();
  const child = spawn(join('node_modules/.bin', program ?? ''), args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'close').catch((error: Error) => {
    console.error(error.message);
    return [1];
  });
  console.log(`== ${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return code === 0;
}

/** What the test runner reported; a file that could not even be read counts as one failure. */
async function closingLine(): Promise<string> {
  const text = await readFile(report, 'utf8').catch(() => null);
  if (text === null) return 'The test runner left no report.';
  const { numPassedTests, numFailedTests, testResults } = reportShape.parse(JSON.parse(text));
  const unread = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return `${numPassedTests} passed, ${numFailedTests + unread.length} failed`;
}
