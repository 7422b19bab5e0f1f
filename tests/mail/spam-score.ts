import { spawnSync } from 'node:child_process';
import { sampleLetters } from './samples.ts';

/** Prints what SpamAssassin makes of sample letters: `node --import tsx tests/mail/spam-score.ts`. Leaves with 1 when one scores as spam, with 0 where it is not installed. */
const program = ['spamc', 'spamassassin'].find((name) => spawnSync(name, ['--version']).status === 0);
if (program === undefined) {
  console.log(
    'Neither spamc nor spamassassin is installed here, so no letter was scored (Debian: apt-get install spamassassin spamc).',
  );
  process.exit(0);
}
// Without the network: names under .example are in no list and no DNS.
const args = program === 'spamc' ? ['-R'] : ['--test-mode', '--local'];
for (const { name, source } of await sampleLetters('relations@isp.example')) {
  const { stdout, status, error } = spawnSync(program, args, { input: source, maxBuffer: 10_000_000 });
  if (error) throw error;
  const report = stdout.toString();
  const score = /(?:score=|^)(-?\d+(?:\.\d+)?)(?:\/| required=)(-?\d+(?:\.\d+)?)/m.exec(report);
  console.log(`${name}: ${score ? `${score[1]} of ${score[2]}` : `no score in the answer (exit ${status})`}`);
  const tests =
    /tests=([^\n]*(?:\n\t[^\n]*)*)/.exec(report)?.[1] ??
    report
      .split('\n')
      .filter((line) => /^ *-?\d+\.\d /.test(line))
      .join('\n');
  console.log(tests);
  if (!score || Number(score[1]) >= Number(score[2])) process.exitCode = 1;
}
