import { sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { JOB_DATA, type JobData, type JobName } from '#app/domain/job/job.ts';
import { createOrganizerAuth, openSession } from '#app/domain/organizer/auth.server.ts';
import { acceptInvitation, findInvitation, invite, revokeInvitation } from '#app/domain/organizer/invitation.server.ts';
import { mailInvitationFor } from '#app/domain/organizer/invitation-mail.server.ts';
import { askForLink, mailLinkFor } from '#app/domain/organizer/link.server.ts';
import { mailNoticeFor } from '#app/domain/organizer/notice.server.ts';
import { forgetPasskeys, listAccounts, switchAccount } from '#app/domain/organizer/operator.server.ts';
import { makeOrganization } from '#app/domain/organizer/organization.server.ts';
import { removePasskey } from '#app/domain/organizer/passkey.server.ts';
import {
  askEmailChange,
  confirmEmailChange,
  findEmailChange,
  mailEmailChangeFor,
} from '#app/domain/organizer/profile.server.ts';
import { countRecoveryCodes, makeRecoveryCodes, takeRecoveryCode } from '#app/domain/organizer/recovery.server.ts';
import { endOtherSessions, endSession, listSessions } from '#app/domain/organizer/session.server.ts';
import { changeRole, removeMember } from '#app/domain/organizer/team.server.ts';
import { env } from '#app/env.server.ts';
import { renderMail } from '#emails/render.ts';
import { testDatabase } from '#tests/support/database.ts';
import { signedIn, testOrganization } from '#tests/support/organizer.ts';

const database = await testDatabase();
const { db } = database;
const others = [database.another({ max: 1 }).db, database.another({ max: 1 }).db];
const origin = 'https://untolled.example';
const { secret } = env();
const sent: { to: string; subject: string; text: string; messageId: string }[] = [];
const post = {
  send: async (mail: { to: { address: string }; subject: string; text: string; messageId: string }) => {
    sent.push({ ...mail, to: mail.to.address });
    return { outcome: 'accepted' as const, response: '250 ok' };
  },
};
const mailing = { db, post, renderMail, origin };
const actions = async (subject: string) =>
  (
    await db.execute<{ action: string }>(sql`select action from audit_events where subject = ${subject} order by id`)
  ).map(({ action }) => action);
const jobs = async <Name extends JobName>(name: Name) =>
  (
    await db.execute<{ data: Record<string, unknown> }>(
      sql`select data from pgboss.job where name = ${name} order by created_on, id`,
    )
  ).map(({ data }) => JOB_DATA[name].parse(data) as JobData<Name>);
const tokenOf = (text: string) => /\/organize\/(?:link|invitation|email)\/([\w-]+)/.exec(text)?.[1] ?? '';
const verify = async (token: string) => {
  const auth = await createOrganizerAuth({ db, origin, secret });
  return auth.handler(
    new Request(`${origin}/organize/auth/magic-link/verify?token=${token}`, {
      headers: { 'x-untolled-network': `fd00::${(Math.random() * 9999) | 0}` },
    }),
  );
};

beforeEach(async () => {
  sent.length = 0;
  await db.execute(sql`delete from pgboss.job`);
  await db.execute(sql`delete from organizer_attempts`);
});

test('of organizations made at the same time exactly one keeps the installation', async () => {
  const made = await Promise.all(
    others.map((one, at) =>
      makeOrganization({ name: `N${at}`, slug: `n${at}`, actor: 'command', ownerId: null }, { db: one }),
    ),
  );
  expect(made.map((one) => one.ok && one.organization.runsInstallation).toSorted()).toEqual([false, true]);
  expect(await makeOrganization({ name: 'N', slug: 'n0', actor: 'command', ownerId: null }, { db })).toEqual({
    ok: false,
    reason: 'slug_taken',
  });
});

test('a link is made by the worker for an account alone, is kept as a digest, signs in once and ends after ten minutes', async () => {
  const ada = await signedIn({ db, origin });
  const email = `owner-${ada.organizerId}@organizers.example`;
  const wish = { returnPath: '/organize/coalition', locale: 'en' as const, network: 'fd00::1' };
  expect(await askForLink({ ...wish, email }, { db })).toEqual({ ok: true });
  expect(await askForLink({ ...wish, email: 'nobody@organizers.example' }, { db })).toEqual({ ok: true });
  const wishes = (await jobs('mail.organizer-link')).map(({ requestId }) => Number(requestId));
  expect(wishes).toHaveLength(2);
  const outcomes = [];
  for (const id of wishes) outcomes.push((await mailLinkFor(id, mailing)).outcome);
  expect(outcomes.toSorted()).toEqual(['mailed', 'nobody']);
  expect(sent.map(({ to }) => to)).toEqual([email]);
  expect(sent[0]?.text).toContain('to=%2Forganize%2Fcoalition');
  const token = tokenOf(sent[0]?.text ?? '');
  const [kept] = await db.execute<{ kept: string }>(
    sql`select string_agg(identifier || value, ' ') as kept from organizer_verifications`,
  );
  expect(kept?.kept).not.toContain(token);

  const twice = await Promise.all([verify(token), verify(token)]);
  expect(twice.map(({ status }) => status).toSorted()).toEqual([200, 302]);
  expect(twice.find(({ status }) => status === 200)?.headers.get('set-cookie')).toMatch(
    /^__Secure-untolled\.session_token=.*HttpOnly; Secure; SameSite=Lax$|^__Secure-untolled\.session_token=.*Secure.*HttpOnly.*SameSite=Lax/i,
  );
  const [session] = await db.execute(
    sql`select proved_by, ip_address from organizer_sessions where user_id = ${ada.organizerId} order by created_at desc limit 1`,
  );
  expect(session).toEqual({ proved_by: 'link', ip_address: null });

  await askForLink({ ...wish, email }, { db });
  const late = Number((await jobs('mail.organizer-link')).at(-1)?.requestId);
  expect(await mailLinkFor(late, { ...mailing, now: () => new Date(Date.now() + 11 * 60_000) })).toEqual({
    outcome: 'expired',
  });
  await mailLinkFor(late, mailing);
  await db.execute(sql`update organizer_verifications set expires_at = now() - interval '1 second'`);
  expect((await verify(tokenOf(sent.at(-1)?.text ?? ''))).status).toBe(302);
});

test('links are limited by address and by network, over processes, whether there is an account or not', async () => {
  const wish = { returnPath: '/organize', locale: 'en' as const };
  const ask = (email: string, network: string) => askForLink({ ...wish, email, network }, { db });
  const said = await Promise.all(Array.from({ length: 7 }, (_, at) => ask('nobody@organizers.example', `fd00::${at}`)));
  expect(said.filter(({ ok }) => ok)).toHaveLength(5);
  const crowd = await Promise.all(Array.from({ length: 25 }, (_, at) => ask(`n${at}@organizers.example`, 'fd00::9')));
  expect(crowd.filter(({ ok }) => ok)).toHaveLength(20);
  const later = { db, now: () => new Date(Date.now() + 61 * 60_000) };
  expect(await askForLink({ ...wish, email: 'nobody@organizers.example', network: 'fd00::9' }, later)).toEqual({
    ok: true,
  });
});

test('a disabled account has no session, no link and no code', async () => {
  const bea = await signedIn({ db, origin }, { role: 'editor' });
  const email = `editor-${bea.organizerId}@organizers.example`;
  const [code = ''] = await makeRecoveryCodes(bea.organizerId, { db });
  expect(await switchAccount({ email, isOn: false }, { db })).toEqual([]);
  const [left] = await db.execute(
    sql`select count(*)::int as n from organizer_sessions where user_id = ${bea.organizerId}`,
  );
  expect(left).toEqual({ n: 0 });
  const auth = await createOrganizerAuth({ db, origin, secret });
  await expect(openSession({ organizerId: bea.organizerId, by: 'link' }, auth, { origin, secret })).rejects.toThrow(
    'disabled',
  );
  expect(await takeRecoveryCode({ email, code, network: null }, { db })).toEqual({ ok: false, reason: 'wrong' });
  await switchAccount({ email, isOn: true }, { db });
  expect((await takeRecoveryCode({ email, code, network: null }, { db })).ok).toBe(true);
});

test('of ten recovery codes each works once, also when it is used twice at the same time; guesses are limited', async () => {
  const { organizerId } = await signedIn({ db, origin }, { role: 'analyst' });
  const email = `analyst-${organizerId}@organizers.example`;
  const earlier = await makeRecoveryCodes(organizerId, { db });
  const codes = await makeRecoveryCodes(organizerId, { db });
  expect(new Set(codes).size).toBe(10);
  expect(await takeRecoveryCode({ email, code: earlier[0] ?? '', network: 'a' }, { db })).toEqual({
    ok: false,
    reason: 'wrong',
  });
  const use = (tools: typeof db, code = '') => takeRecoveryCode({ email, code, network: 'a' }, { db: tools });
  const typed = (codes[0] ?? '').toUpperCase().replaceAll('-', ' ');
  const twice = await Promise.all(others.map((one) => use(one, typed)));
  expect(twice.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await countRecoveryCodes(organizerId, { db })).toBe(9);
  expect((await use(db, codes[1])).ok).toBe(true);
  for (let at = 0; at < 6; at += 1) await use(db, 'wrong');
  expect(await use(db, codes[2])).toMatchObject({ ok: false, reason: 'too_many' });
  expect(await actions(`organizer ${organizerId}`)).toEqual([
    'recovery.make',
    'recovery.make',
    'recovery.use',
    'recovery.use',
  ]);
  const told = await jobs('mail.organizer-notice');
  expect(told.map(({ what }) => what)).toEqual(['codes_made', 'codes_made', 'code_used', 'code_used']);
  const [notice] = told;
  if (!notice) throw new Error('nobody was told');
  await mailNoticeFor(notice, mailing);
  expect(sent.at(-1)).toMatchObject({ to: email, subject: expect.stringContaining('recovery codes') });
});

test('an organization keeps an owner, also when its last two leave at the same time', async () => {
  const organizationId = await testOrganization(db, 'two-owners');
  const owners = await Promise.all([0, 1].map(() => signedIn({ db, origin }, { organization: 'two-owners' })));
  const leave = (at: number) => {
    const { organizerId = '', actor = '' } = owners[at] ?? {};
    return removeMember({ organizationId, organizerId, actor }, { db: others[at] ?? db });
  };
  const left = await Promise.all([leave(0), leave(1)]);
  expect(left.filter(({ ok }) => ok)).toHaveLength(1);
  expect(left.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'last_owner' });
  const [last] = await db.execute<{ id: string }>(
    sql`select organizer_id as id from memberships where organization_id = ${organizationId}`,
  );
  const demoted = { organizationId, organizerId: last?.id ?? '', actor: 'command', role: 'editor' } as const;
  expect(await changeRole(demoted, { db })).toEqual({ ok: false, reason: 'last_owner' });
  const elsewhere = await testOrganization(db, 'elsewhere');
  expect(await changeRole({ ...demoted, organizationId: elsewhere }, { db })).toEqual({ ok: false, reason: 'unknown' });
});

test('an invitation is mailed, accepted once by its address, and not after it was taken back', async () => {
  const organizationId = await testOrganization(db, 'inviting');
  const wish = { organizationId, role: 'moderator', actor: 'organizer:x', locale: 'es', by: 'mail' } as const;
  const email = 'carla@organizers.example';
  const first = await invite({ ...wish, email }, { db });
  const made = await invite({ ...wish, email }, { db });
  if (!made.ok || !first.ok) throw new Error('nobody was invited');
  expect(await findInvitation(tokenOf(first.path), { db })).toBeNull();
  expect(await mailInvitationFor(made.id, mailing)).toEqual({ outcome: 'mailed' });
  expect(sent.at(-1)?.subject).toContain('Invitación a The inviting people');
  const token = tokenOf(sent.at(-1)?.text ?? '');
  expect(made.path).toBe(`/organize/invitation/${token}`);
  const said = { token, locale: 'es' as const, signedInAs: null };
  expect(await acceptInvitation({ ...said, name: '' }, { db })).toEqual({ ok: false, reason: 'name_missing' });
  const twice = await Promise.all(others.map((one) => acceptInvitation({ ...said, name: 'Carla' }, { db: one })));
  expect(twice.filter(({ ok }) => ok)).toHaveLength(1);
  const members = await db.execute(
    sql`select role, locale from memberships m join organizers o on o.id = m.organizer_id where organization_id = ${organizationId}`,
  );
  expect(members).toEqual([{ role: 'moderator', locale: 'es' }]);
  expect(await invite({ ...wish, email }, { db })).toEqual({ ok: false, reason: 'member' });

  const other = await testOrganization(db, 'inviting-too');
  const again = await invite({ ...wish, organizationId: other, email }, { db });
  const theirs = again.ok ? tokenOf(again.path) : '';
  expect(await acceptInvitation({ ...said, token: theirs, name: 'X' }, { db })).toEqual({
    ok: false,
    reason: 'sign_in_first',
  });
  const deed = { organizationId, invitationId: again.ok ? again.id : 0, actor: 'organizer:x' };
  expect(await revokeInvitation(deed, { db })).toBe(false);
  expect(await revokeInvitation({ ...deed, organizationId: other }, { db })).toBe(true);
  expect(await findInvitation(theirs, { db })).toBeNull();
  const old = await invite(
    { ...wish, email: 'late@organizers.example' },
    { db, now: () => new Date(Date.now() - 8 * 86_400_000) },
  );
  expect(await findInvitation(old.ok ? tokenOf(old.path) : '', { db })).toBeNull();
});

test('a new address is confirmed at its mailbox by whoever is signed in, and the old one is told', async () => {
  const [dan, eve] = await Promise.all([0, 1].map(() => signedIn({ db, origin })));
  const id = dan?.organizerId ?? '';
  await askEmailChange({ organizerId: id, email: `owner-${eve?.organizerId}@organizers.example` }, { db });
  expect(await jobs('mail.organizer-email')).toEqual([]);
  await askEmailChange({ organizerId: id, email: 'dan@new.example' }, { db });
  const changeId = Number((await jobs('mail.organizer-email'))[0]?.changeId);
  await mailEmailChangeFor(changeId, mailing);
  expect(sent.at(-1)?.to).toBe('dan@new.example');
  const token = tokenOf(sent.at(-1)?.text ?? '');
  expect(await findEmailChange({ organizerId: eve?.organizerId ?? '', token }, { db })).toBeNull();
  expect(await confirmEmailChange({ organizerId: id, token }, { db })).toEqual({ ok: true });
  expect(await confirmEmailChange({ organizerId: id, token }, { db })).toEqual({ ok: false, reason: 'unknown' });
  const notice = (await jobs('mail.organizer-notice')).find(({ what }) => what === 'email_changed');
  if (!notice) throw new Error('nobody was told');
  await mailNoticeFor(notice, mailing);
  expect(sent.at(-1)?.to).toBe(`owner-${id}@organizers.example`);
  expect((await listAccounts({ db })).map(({ email }) => email)).toContain('dan@new.example');
});

test('sessions are seen by device and ended one by one or all others; the last passkey goes only for sure', async () => {
  const { organizerId, cookie } = await signedIn({ db, origin });
  const auth = await createOrganizerAuth({ db, origin, secret });
  const userAgent =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit Version/18.0 Mobile Safari/604.1';
  const mine = await openSession({ organizerId, by: 'recovery', userAgent }, auth, { origin, secret });
  await openSession({ organizerId, by: 'link' }, auth, { origin, secret });
  const seen = await listSessions({ organizerId, sessionId: mine.id }, { db });
  expect(seen).toHaveLength(3);
  expect(seen.find(({ isThis }) => isThis)).toMatchObject({
    browser: 'Safari',
    system: 'iPhone',
    provedBy: 'recovery',
  });
  const stranger = await signedIn({ db, origin });
  const foreign = await listSessions({ organizerId: stranger.organizerId, sessionId: '' }, { db });
  expect(await endSession({ organizerId, sessionId: foreign[0]?.id ?? '' }, { db })).toBe(false);
  expect(await endOtherSessions({ organizerId, sessionId: mine.id }, { db })).toBe(2);
  expect(await auth.api.getSession({ headers: new Headers({ cookie }) })).toBeNull();

  const key = (
    id: string,
  ) => sql`insert into organizer_passkeys (id, public_key, user_id, credential_id, counter, device_type, backed_up)
    values (${id}, 'k', ${organizerId}, ${id}, 0, 'singleDevice', false)`;
  const [a, b] = [`a-${organizerId}`, `b-${organizerId}`];
  await db.execute(key(a));
  await db.execute(key(b));
  const remove = (id: string, isSure = false) => removePasskey({ organizerId, id, isSure }, { db });
  expect(await removePasskey({ organizerId: stranger.organizerId, id: a, isSure: true }, { db })).toEqual({
    ok: false,
    reason: 'unknown',
  });
  expect(await remove(a)).toEqual({ ok: true });
  expect(await remove(b)).toEqual({ ok: false, reason: 'last_unsure' });
  expect(await remove(b, true)).toEqual({ ok: true });
  await db.execute(key(a));
  expect(await forgetPasskeys(`owner-${organizerId}@organizers.example`, { db })).toBe(true);
  expect(await listSessions({ organizerId, sessionId: mine.id }, { db })).toEqual([]);
});
