import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { createSmtpPost } from '#emails/transport.ts';

/**
 * Sends one letter through the Postfix of this machine to a mailbox on it, and prints its answer: `node --import tsx tests/mail/postfix.ts [ADDRESS]`
 * (default: the own user at localhost). Leaves with 0 where no Postfix is installed.
 */
if (spawnSync('postconf', ['mail_version']).status !== 0) {
  console.log('No Postfix is installed here, so no letter was sent (Debian: apt-get install postfix, "Local only").');
  process.exit(0);
}
const [, , to = `${userInfo().username}@localhost`] = process.argv;
const post = createSmtpPost({ smtpUrl: 'smtp://127.0.0.1:25', from: { address: 'campaign@untolled.example' } });
const result = await post.send({
  kind: 'letter',
  messageId: `<letter.${crypto.randomUUID()}@untolled.example>`,
  from: { name: 'José Núñez, vía Untolled', address: 'campaign@untolled.example' },
  to: { name: 'Example Cable; "customers"', address: to },
  replyTo: { name: 'José Núñez', address: 'jose@writers.example' },
  subject: 'Una promesa — por escrito',
  text: 'Señores:\n\n.\n..\nFrom here on.\n',
});
await post.close();
console.log(`${to}: ${result.outcome}: ${result.response}`);
process.exitCode = result.outcome === 'accepted' ? 0 : 1;
