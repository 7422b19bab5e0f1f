import type { CopyDesk } from '#app/domain/broadcast/mail.server.ts';
import { switchesOf } from '#app/domain/installation/switches.server.ts';
import { env } from '#app/env.server.ts';
import { composeCopies } from '#emails/copies.ts';
import { startBroadcastDesk } from './broadcast-desk.ts';
import { startBroadcastDrafts } from './broadcast-drafts.ts';
import { startBroadcastSender } from './broadcast-sender.ts';
import type { JobTools } from './job-kind.ts';
import type { Loop } from './sequencer.ts';

/** What the mails of broadcasts are made with. `secret` and `mailFrom`: left out, those of the configuration. Own choice. */
export function copyDeskOf({ renderMail, origin, secret, mailFrom }: Omit<JobTools, 'log'>): CopyDesk {
  const { bounceDomain = null } = env();
  return {
    renderMail,
    composeCopies,
    origin,
    secret: secret ?? env().secret,
    mailFrom: mailFrom ?? env().mailFrom,
    bounceDomain,
  };
}

/** All that a worker does for broadcasts: queues those that are due, sends them, drafts new ones. Own choice. */
export function startBroadcasts({ log, ...tools }: JobTools): Loop {
  const { db, now, post, origin } = tools;
  const desk = copyDeskOf(tools);
  const loops = [
    startBroadcastDesk({ db, now, log }),
    startBroadcastSender({
      db,
      now,
      desk,
      post,
      log,
      mayBulk: () => switchesOf().sendsBulk && !switchesOf().isReadOnly,
    }),
    startBroadcastDrafts({ db, now, log, origin }),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
