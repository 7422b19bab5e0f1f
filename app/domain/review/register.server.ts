import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { decideCorrection, listCorrections } from '../correction/correction.server.ts';
import { EDITORIAL_STATES } from '../incident/editorial.ts';
import { listNewestReplies, withdrawReply } from '../reply/reply.server.ts';
import { changeReportState, listHeldReports } from '../report/editing.server.ts';
import type { RegisterDeed, RegisterRefusal } from './review.ts';

/** What waits for a decision in the register: reports that are new or lack something, corrections, and the newest replies of ISPs. For moderators of the installation. */
export async function readRegister(given: Partial<Tools> = {}) {
  const [fresh, unclear, corrections, replies] = await Promise.all([
    listHeldReports({ state: 'new' }, given),
    listHeldReports({ state: 'needs_information' }, given),
    listCorrections('new', given),
    listNewestReplies(given),
  ]);
  return { reports: [...fresh, ...unclear], corrections, replies: replies.slice(0, 50) };
}

/**
 * Decides about a report, a correction or a reply as `npm run editor` does, and writes the deed down with it, in one transaction. `by`: the name that stands in the public
 * history.
 */
export async function decideInRegister(
  { actor, by, organizationId, ...deed }: RegisterDeed & { actor: string; by: string; organizationId: number },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: RegisterRefusal }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const refused = await decide(tx, deed, by, now);
    if (refused) return { ok: false, reason: refused };
    await recordDeed(tx, {
      organizationId,
      actor,
      action: `${deed.what}.${deed.to}`,
      subject: `${deed.what}:${deed.id}`,
      at: now(),
    });
    return { ok: true };
  });
}

async function decide(
  db: Db,
  { what, id, to, why }: RegisterDeed,
  by: string,
  now: () => Date,
): Promise<RegisterRefusal | null> {
  if (what === 'report') {
    const state = EDITORIAL_STATES.find((one) => one === to);
    if (!state) return 'not_allowed';
    const done = await changeReportState({ publicId: id, to: state, reason: why, by }, { db, now });
    if (done.ok) return null;
    if (done.reason === 'unknown_entry') return 'unknown';
    return done.reason === 'not_allowed' ? 'not_allowed' : 'decided';
  }
  if (what === 'correction') {
    if (to !== 'accepted' && to !== 'declined') return 'not_allowed';
    const done = await decideCorrection({ publicId: id, decision: to, note: why, by }, { db, now });
    return done.ok ? null : done.reason;
  }
  if (to !== 'withdrawn') return 'not_allowed';
  return (await withdrawReply({ publicId: id, reason: why }, { db, now })) ? null : 'decided';
}
