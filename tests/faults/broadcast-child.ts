import pino from 'pino';
import { startBroadcastDesk } from '#app/jobs/broadcast-desk.ts';
import { startBroadcastSender } from '#app/jobs/broadcast-sender.ts';
import { connect } from '#db/client.ts';
import { composeCopies } from '#emails/copies.ts';
import { renderMail } from '#emails/render.ts';
import { createSmtpPost } from '#emails/transport.ts';

/** What a worker of the broadcast runs is told: its database, the mail server, and how long it counts as alive after its last beat. */
export interface BroadcastChild {
  url: string;
  smtpUrl: string;
  secret: string;
  leaseMs: number;
}

/** The part of a worker that sends broadcasts, as a process of its own; whoever started it kills it. */
const { url, smtpUrl, secret, leaseMs } = JSON.parse(process.argv[2] ?? '{}') as BroadcastChild;
const { db } = connect(url, { max: 4, applicationName: 'broadcast child' });
const from = { address: 'campaign@petition.example' };
const tools = { db, now: () => new Date(), log: pino({ level: 'error' }, process.stderr) };
const desk = {
  renderMail,
  composeCopies,
  origin: 'https://petition.example',
  secret,
  mailFrom: from.address,
  bounceDomain: 'bounces.petition.example',
};
startBroadcastDesk({ ...tools, everyMs: Math.min(1_000, leaseMs / 2) });
startBroadcastSender({ ...tools, desk, post: createSmtpPost({ smtpUrl, from }), leaseMs, beatMs: leaseMs / 4 });
