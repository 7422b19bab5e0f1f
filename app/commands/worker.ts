import pino from 'pino';
import { configuredPlaces } from '#app/domain/export/configured.server.ts';
import { parseWitnesses, type Witness } from '#app/domain/ledger/witness.server.ts';
import { keepMessage } from '#app/domain/mailbox/mailbox.server.ts';
import { env } from '#app/env.server.ts';
import { faultFacts } from '#app/jobs/fault.ts';
import { jobKinds } from '#app/jobs/job-kinds.ts';
import { createWorker } from '#app/jobs/worker.ts';
import { connect } from '#db/client.ts';
import { renderMail } from '#emails/render.ts';
import { createPost } from '#emails/transport.ts';
import { assertReachable } from './database.ts';
import { CommandFault, runCommand } from './fault.ts';
import { openLedgerKey } from './ledger-key.ts';

/** The worker's own presence and the supervision of the queue take a connection each. */
const MIN_POOL_SIZE = 5;

await runCommand(async () => {
  const {
    databaseUrl,
    databasePoolSize,
    logLevel,
    origin,
    smtpUrl,
    mailFrom,
    dkim,
    bounceFolder,
    alertTo,
    retentionMonths,
  } = env();
  if (!databaseUrl) throw new CommandFault('The worker needs DATABASE_URL; `npm start` sets it by itself.');
  const ledgerKey = await openLedgerKey(env());
  await assertReachable(databaseUrl);
  const stopAsked = new Promise<string>((asked) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked(signal));
  });
  const log = pino({ level: logLevel, base: { part: 'worker' } });
  process.on('unhandledRejection', (fault) => log.error(faultFacts(fault), 'a promise was left alone'));
  if (ledgerKey.madeIn) log.info({ file: ledgerKey.madeIn }, 'a key was made that signs the ledgers');
  const connection = connect(databaseUrl, {
    max: Math.max(databasePoolSize, MIN_POOL_SIZE),
    applicationName: 'untolled-worker',
  });
  const post = createPost({
    smtpUrl,
    from: { address: mailFrom },
    dkim,
    keep: (mail) => keepMessage(mail, { db: connection.db }),
  });
  const worker = createWorker({
    connection,
    post,
    renderMail,
    origin,
    log,
    kinds: jobKinds,
    exports: configuredPlaces(),
    bounceFolder,
    retentionMonths,
    alertTo,
    ledgerKey: ledgerKey.key,
    witnesses: readWitnesses(env()),
  });
  await worker.start();
  log.info({ signal: await stopAsked }, 'the worker was asked to stop');
  await worker.stop();
  await post.close();
  await connection.close();
});

/** The witnesses as configured. Throws `CommandFault` on what cannot be read, and in production on an address in the clear. */
function readWitnesses({ witnesses: text = '', appEnv }: ReturnType<typeof env>): Witness[] {
  const witnesses = parseWitnesses(text);
  if (!witnesses)
    throw new CommandFault(
      'WITNESSES: needs entries parted by ";", each a verifier key of cosignatures, a space and an address, no name twice.',
    );
  if (appEnv === 'production' && witnesses.some(({ url }) => !url.startsWith('https://')))
    throw new CommandFault('WITNESSES: addresses must start with https:// in production.');
  return witnesses;
}
