import { sql } from 'drizzle-orm';
import pino from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { recordDeed } from '#app/domain/audit/audit.server.ts';
import type { AuditFilter } from '#app/domain/audit/audit.ts';
import { auditFilter } from '#app/domain/audit/audit.ts';
import { exportEvents, listEvents, readChainStanding } from '#app/domain/audit/list.server.ts';
import { changeSwitches, viewSwitches } from '#app/domain/installation/change.server.ts';
import { noteSwitches, switchesOf, watchSwitches } from '#app/domain/installation/switches.server.ts';
import { ALL_ON, SWITCHES, switchForm, wantedOf } from '#app/domain/installation/switches.ts';
import type { JobName } from '#app/domain/job/job.ts';
import { parseFields } from '#app/http/forms.ts';
import { isTaken, startFetching } from '#app/jobs/fetching.ts';
import { testDatabase } from '#tests/support/database.ts';
import { signedIn } from '#tests/support/organizer.ts';

const database = await testDatabase();
const { db } = database;
const now = () => new Date('2026-11-22T12:00:00Z');
const owner = await signedIn({ db, origin: 'https://untolled.example' }, { runsInstallation: true });
const who = { actor: owner.actor, organizationId: owner.organizationId, reason: 'we move' };
const deeds = () =>
  db.execute<{ actor: string; organization_id: number; action: string; facts: object }>(
    sql`select actor, organization_id, action, facts from audit_events where action <> 'test' order by id`,
  );

describe('turning switches', () => {
  test('says who, why, and what was so before, and refuses where nothing changes', async () => {
    expect(
      await changeSwitches(
        { ...who, switches: { isReadOnly: false }, banner: null, openChannels: ['email', 'docket'] },
        { db, now },
      ),
    ).toEqual({ ok: false, reason: 'nothing_changed' });
    expect(await deeds()).toHaveLength(0);
    const banner = { en: 'We move.', es: 'Nos mudamos.' };
    const done = await changeSwitches(
      { ...who, switches: { sendsBulk: false, collectsSignatures: true }, banner },
      { db, now },
    );
    expect(done).toMatchObject({
      ok: true,
      changed: ['sendsBulk', 'banner'],
      switches: { revision: 1, sendsBulk: false, banner },
    });
    expect(switchesOf()).toMatchObject({ sendsBulk: false, collectsSignatures: true, banner });
    expect(await deeds()).toMatchObject([
      {
        ...{ actor: owner.actor, organization_id: owner.organizationId, action: 'installation.switch' },
        facts: { reason: 'we move', before: { sendsBulk: true, banner: null }, after: { sendsBulk: false, banner } },
      },
    ]);
    expect(await viewSwitches({ db })).toMatchObject({
      changedBy: owner.actor,
      changedByName: 'Test owner',
      changedAt: now(),
    });
  });

  test('turns the channels of letters by the same switches that stop their deliveries', async () => {
    const done = await changeSwitches({ ...who, openChannels: ['docket'] }, { db, now });
    expect(done).toMatchObject({ ok: true, changed: ['email'] });
    expect((await viewSwitches({ db })).pausedChannels).toEqual(['email']);
    expect(await db.execute(sql`select channel, changed_by from channel_switches where is_paused`)).toMatchObject([
      { channel: 'email', changed_by: owner.actor },
    ]);
    expect((await deeds()).at(-1)).toMatchObject({
      action: 'channel.pause',
      actor: owner.actor,
      organization_id: owner.organizationId,
      facts: { reason: 'we move' },
    });
    await changeSwitches({ ...who, openChannels: ['email', 'docket'] }, { db, now });
    expect((await viewSwitches({ db })).pausedChannels).toEqual([]);
  });

  test('does not undo unseen what somebody changed since the page was shown, and two at once are one after the other', async () => {
    const { shown } = await viewSwitches({ db });
    const [one, other] = [database.another({ max: 1 }).db, database.another({ max: 1 }).db];
    const results = await Promise.all([
      changeSwitches({ ...who, shown, switches: { servesEmbeds: false } }, { db: one, now }),
      changeSwitches({ ...who, shown, switches: { createsCampaigns: false } }, { db: other, now }),
    ]);
    expect(results.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(results.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'changed_meanwhile' });
    expect((await viewSwitches({ db })).switches.revision).toBe(2);
  });

  test('has one row that is never taken away', async () => {
    for (const statement of [
      sql`delete from installation_settings`,
      sql`insert into installation_settings (id) values (2)`,
    ])
      await expect(db.execute(statement)).rejects.toThrow();
    await expect(db.execute(sql`update installation_settings set banner_es = null`)).rejects.toThrow();
  });

  test('reads the form as the page wrote it', () => {
    const typed = {
      collectsSignatures: 'on',
      sendsReceipts: 'on',
      channels: 'docket',
      bannerEn: 'Yes',
      bannerEs: 'Sí',
      reason: ' why ',
      shown: '3',
    };
    const form = parseFields(Object.entries(typed), switchForm);
    if (form.status !== 'success') throw new Error(JSON.stringify(form.error));
    expect(wantedOf(form.value)).toEqual({
      switches: Object.fromEntries(
        SWITCHES.map((name) => [name, name === 'collectsSignatures' || name === 'sendsReceipts']),
      ),
      ...{ openChannels: ['docket'], banner: { en: 'Yes', es: 'Sí' }, reason: 'why', shown: '3' },
    });
    const faultsOf = (more: object) =>
      Object.keys(parseFields(Object.entries({ ...typed, ...more }), switchForm).reply().error ?? {});
    expect([faultsOf({ bannerEs: '' }), faultsOf({ reason: ' ' }), faultsOf({ bannerEn: 'x'.repeat(301) })]).toEqual([
      ['bannerEs'],
      ['reason'],
      ['bannerEn'],
    ]);
  });
});

describe('another process', () => {
  test('follows, and keeps what it knows while the database is away', async () => {
    const faults: unknown[] = [];
    noteSwitches(ALL_ON);
    const away = database.another({ max: 1 });
    const watch = watchSwitches({ db: away.db, pollMs: 20, onFault: (fault) => faults.push(fault) });
    await vi.waitUntil(() => switchesOf().revision === 2);
    await db.execute(sql`update installation_settings set collects_signatures = false, revision = revision + 1`);
    await vi.waitUntil(() => !switchesOf().collectsSignatures);
    await away.close();
    await vi.waitUntil(() => faults.length > 0);
    await new Promise((done) => setTimeout(done, 100));
    expect(switchesOf()).toMatchObject({ revision: 3, collectsSignatures: false });
    expect(faults).toHaveLength(1);
    await watch.stop();
  });

  test('of the worker takes up only what may leave, and the rest when it may', async () => {
    await db.execute(
      sql`update installation_settings set sends_confirmations = false, is_read_only = false, revision = revision + 1`,
    );
    const taken = new Set<JobName>();
    const loop = await startFetching({
      fetch: async (name) => taken.add(name),
      leave: async (name) => taken.delete(name),
      ...{ db, log: pino({ level: 'silent' }), everyMs: 20 },
    });
    expect([taken.has('mail.confirmation'), taken.has('mail.receipt'), taken.has('letter.deliver')]).toEqual([
      false,
      true,
      true,
    ]);
    await changeSwitches({ ...who, switches: { sendsConfirmations: true, isReadOnly: true } }, { db, now });
    await vi.waitUntil(() => taken.size === 1);
    expect([...taken]).toEqual(['mail.organizer-link']);
    await changeSwitches({ ...who, switches: { isReadOnly: false } }, { db, now });
    await vi.waitUntil(() => taken.has('mail.confirmation') && taken.has('letter.deliver'));
    await loop.stop();
    expect(isTaken('mail.receipt', { ...ALL_ON, sendsReceipts: false })).toBe(false);
    expect(isTaken('mail.confirmation', { ...ALL_ON, sendsReceipts: false, sendsBulk: false })).toBe(true);
  });
});

describe('the audit log', () => {
  const mine = { organizationId: owner.organizationId, isKeeper: false };
  const find = (filter: Partial<AuditFilter>, reader = mine) =>
    listEvents({ reader, filter: { ...auditFilter.parse({}), ...filter } }, { db });
  const subjects = async (...asked: Parameters<typeof find>) =>
    (await find(...asked)).events.map(({ subject }) => subject);

  test('shows an organization its own events, and to who keeps the installation those of nobody', async () => {
    const stranger = await signedIn({ db, origin: 'https://untolled.example' }, { organization: 'strangers' });
    const write = (organizationId: number | null, subject: string, day = 20) =>
      recordDeed(db, {
        organizationId,
        actor: subject === 'c' ? 'command:ana' : owner.actor,
        action: 'test',
        subject,
        facts: {},
        at: new Date(Date.UTC(2026, 10, day, 23, 59)),
      });
    await write(owner.organizationId, 'a_1');
    await write(owner.organizationId, 'a%2', 21);
    await write(stranger.organizationId, 'b');
    await write(null, 'c');
    expect(await subjects({ q: 'test' })).toEqual(['a%2', 'a_1']);
    expect(await subjects({ q: 'test' }, { ...mine, isKeeper: true })).toEqual(['c', 'a%2', 'a_1']);
    expect(await subjects({}, { organizationId: stranger.organizationId, isKeeper: false })).toEqual(['b']);
    expect([await subjects({ q: 'a%' }), await subjects({ q: 'A_' }), await subjects({ q: '\\' })]).toEqual([
      ['a%2'],
      ['a_1'],
      [],
    ]);
    expect(await subjects({ q: 'test', to: '2026-11-20' })).toEqual(['a_1']);
    expect(await subjects({ q: 'test', from: '2026-11-21' })).toEqual(['a%2']);
    expect(await subjects({ q: 'test', who: 'ana' }, { ...mine, isKeeper: true })).toEqual(['c']);
    expect(await subjects({ q: 'test', who: 'test OWN' })).toEqual(['a%2', 'a_1']);
  });

  test('leads on from page to page without losing or repeating one', async () => {
    await db.execute(sql`insert into audit_events (organization_id, actor, action, subject)
      select ${owner.organizationId}, 'system', 'many', n from generate_series(1, 120) n`);
    const seen: number[] = [];
    for (let before: number | undefined; ; ) {
      const page = await find({ q: 'many', ...(before ? { before } : {}) });
      seen.push(...page.events.map(({ subject }) => Number(subject)));
      if (page.before === null) break;
      before = page.before;
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, n) => 120 - n));
  });

  test('notes who took it as a file, without what was searched for', async () => {
    const filter = auditFilter.parse({ q: 'many', who: 'ada@mail.example', from: 'never', before: 'x' });
    expect(filter).toMatchObject({ from: '', before: undefined });
    expect(
      await exportEvents({ reader: mine, filter: { ...filter, who: '' }, actor: owner.actor }, { db, now }),
    ).toHaveLength(120);
    expect(await exportEvents({ reader: mine, filter, actor: owner.actor }, { db, now })).toEqual([]);
    const last = (await deeds()).at(-1);
    expect(last).toMatchObject({ action: 'export.audit', actor: owner.actor, facts: { rows: 0, isSearch: true } });
    expect(JSON.stringify(last)).not.toContain('ada');
    expect(await readChainStanding({ db })).toMatchObject({ links: 0, anchoredOn: null, ledgers: 0 });
  });
});
