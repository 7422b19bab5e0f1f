import { createHash, createHmac } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, it } from 'vitest';
import { askExport, cancelExport, previewExport } from '#app/domain/export/ask.server.ts';
import { openExportFile } from '#app/domain/export/download.server.ts';
import { KEPT_MS, MOST_OPEN } from '#app/domain/export/export.ts';
import { expireExports, findExport, listExports } from '#app/domain/export/list.server.ts';
import { makeExport } from '#app/domain/export/make.server.ts';
import { sweepFolders } from '#app/domain/export/place.server.ts';
import { mailExportReady } from '#app/domain/export/ready-mail.server.ts';
import { askScheduled, endSchedule, listSchedules, scheduleExport } from '#app/domain/export/schedule.server.ts';
import { exportScheduleInput, nextTime } from '#app/domain/export/schedule.ts';
import { renderMail } from '#emails/render.ts';
import { testDatabase } from '#tests/support/database.ts';
import { signedIn } from '#tests/support/organizer.ts';
import { checkExport } from '../../../public/verify-export.mjs';
import { key, origin, request, testFolder, twoOrganizations } from './setting.ts';

const database = await testDatabase();
const { db } = database;
const { mine, theirs } = await twoOrganizations(db);
const organizer = await signedIn({ db, origin }, { role: 'owner', organization: 'coalition' });
const base = await testFolder();
const who = { organizationId: mine.organizationId, actor: organizer.actor, locale: 'en' as const };
const counts = request({ kind: 'counts', campaign: 'no-tolls', by: ['day'] });
const tools = { db, sql: database.sql, key, origin, base, folder: null, bucket: null, beatMs: 20, silentMs: 400 };

const asked = async (what = counts) => {
  const answer = await askExport({ ...who, request: what }, { db });
  if (!answer.ok) throw new Error(answer.reason);
  const [row] = await db.execute<{ id: string }>(
    sql`select id from export_runs where public_id = ${answer.publicId}::uuid`,
  );
  return { id: Number(row?.id), publicId: answer.publicId };
};
const found = (publicId: string) => findExport({ organizationId: mine.organizationId, publicId }, { db });
const deeds = async () =>
  (
    await db.execute<{ action: string }>(sql`select action from audit_events where action like '%export%' order by id`)
  ).map(({ action }) => action);

describe('an export', () => {
  it('waits, is made once by one of two workers, can be fetched by its organization alone, is told by mail once, and expires', async () => {
    const { id, publicId } = await asked();
    expect(await found(publicId)).toMatchObject({ state: 'queued', estimate: 3, files: [] });
    expect(await findExport({ organizationId: theirs.organizationId, publicId }, { db })).toBeNull();
    const other = database.another();
    const both = await Promise.all([makeExport(id, tools), makeExport(id, { ...tools, db: other.db, sql: other.sql })]);
    expect(both.toSorted()).toEqual(['done', 'ended']);
    const run = await found(publicId);
    expect(run).toMatchObject({ state: 'done', rows: 3, attempts: 1 });
    expect(await readdir(base)).toEqual([`${publicId}.1`]);
    expect((await checkExport(join(base, `${publicId}.1`))).manifest).toMatchObject({
      export: publicId,
      askedBy: organizer.actor,
      organization: 'coalition',
    });
    const file = { organizationId: mine.organizationId, publicId, name: 'manifest.json', base };
    const opened = await openExportFile(file, { db });
    const bytes = opened.ok ? await buffer(opened.read(0, opened.file.bytes)) : Buffer.alloc(0);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      run?.files.find(({ name }) => name === 'manifest.json')?.sha256,
    );
    expect(await openExportFile({ ...file, organizationId: theirs.organizationId }, { db })).toEqual({
      ok: false,
      reason: 'unknown',
    });
    for (const name of ['../../etc/passwd', '..', 'manifest.json/..', ''])
      expect(await openExportFile({ ...file, name }, { db })).toEqual({ ok: false, reason: 'unknown' });
    const sent: { text: string; messageId: string; to: { address: string } }[] = [];
    const post = {
      send: async (mail: never) => {
        sent.push(mail);
        return { outcome: 'accepted' as const, response: '250 ok' };
      },
      close: async () => {},
    };
    const mail = () => mailExportReady(id, { db, post: post as never, renderMail, origin });
    expect([await mail(), await mail()]).toEqual([{ outcome: 'mailed' }, { outcome: 'already_mailed' }]);
    expect(sent).toMatchObject([
      {
        messageId: `<export.${publicId}@untolled.example>`,
        to: { address: expect.stringContaining('@organizers.example') },
      },
    ]);
    expect(sent[0]?.text).toContain(`${origin}/organize/coalition/exports/${publicId}`);
    const later = () => new Date(Date.now() + KEPT_MS + 1000);
    expect(await expireExports({ db, now: later })).toBe(1);
    expect(await openExportFile(file, { db })).toEqual({ ok: false, reason: 'not_done' });
    expect(await sweepFolders(base, { db })).toBe(1);
    expect(await readdir(base)).toEqual([]);
    expect(await found(publicId)).toMatchObject({ state: 'expired', rows: 3, files: [] });
    expect(await deeds()).toEqual(['export.ask', 'export.finish']);
  });

  it('that is cancelled while it is made gives up and leaves nothing', async () => {
    const { id, publicId } = await asked(request({ kind: 'signatures', campaign: 'no-tolls' }));
    await db.execute(sql`
      insert into signatures (campaign_id, canonical_address, address, name, zip, locale, status, person_id, confirmed_at, confirmed_by)
      select ${mine.campaignId}, 'm' || n, 'm' || n, repeat('M', 400), '94103', 'en', 'confirmed', (select min(id) from people), now(), 'code' from generate_series(1, 20000) n`);
    const making = makeExport(id, { ...tools, share: 0.02 });
    await expect
      .poll(async () => (await found(publicId))?.rows ?? 0, { timeout: 5000, interval: 10 })
      .toBeGreaterThan(0);
    expect(await cancelExport({ ...who, publicId }, { db })).toEqual({ ok: true });
    expect(await cancelExport({ ...who, publicId }, { db })).toEqual({ ok: false, reason: 'ended' });
    expect(await cancelExport({ ...who, organizationId: theirs.organizationId, publicId }, { db })).toEqual({
      ok: false,
      reason: 'unknown',
    });
    expect(await making).toBe('cancelled');
    expect(await readdir(base)).toEqual([]);
    expect(await found(publicId)).toMatchObject({ state: 'cancelled' });
    const left = await db.execute(
      sql`select from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    );
    expect(left).toHaveLength(0);
  });

  it('whose worker was killed is begun anew by another, and no half of it is ever seen', async () => {
    const { id, publicId } = await asked(request({ kind: 'signatures', campaign: 'no-tolls' }));
    // What a worker leaves that was killed in the middle: its claim, and half a file under a name that nobody looks for.
    await db.execute(sql`
      update export_runs set state = 'running', claim = gen_random_uuid(), heartbeat_at = now(), attempts = 1, rows = 7000, started_at = now() where id = ${id}`);
    await mkdir(join(base, `.partial-${publicId}.1`));
    await writeFile(join(base, `.partial-${publicId}.1`, 'manifest.json'), '{');
    expect(await openExportFile({ ...who, publicId, name: 'manifest.json', base }, { db })).toEqual({
      ok: false,
      reason: 'not_done',
    });
    expect(await sweepFolders(base, { db })).toBe(0);
    expect(await makeExport(id, tools)).toBe('done');
    expect(await found(publicId)).toMatchObject({ state: 'done', attempts: 2, rows: 20_004 });
    expect((await readdir(base)).toSorted()).toEqual([`.partial-${publicId}.1`, `${publicId}.2`]);
    await checkExport(join(base, `${publicId}.2`));
    expect(await sweepFolders(base, { db })).toBe(1);
    expect(await readdir(base)).toEqual([`${publicId}.2`]);
  });

  it('is refused for what is not the organization’s, and when too many wait', async () => {
    const ask = (query: object, format: string | null = 'csv') =>
      askExport({ ...who, request: request(query, { format }) }, { db });
    expect(await ask({ kind: 'counts', campaign: 'their-own' })).toEqual({ ok: false, reason: 'campaign_unknown' });
    expect(await ask({ kind: 'filing', set: '7d2c5a34-3f0e-4f5b-9d11-0a6a4f1f2b9c' }, null)).toEqual({
      ok: false,
      reason: 'set_unknown',
    });
    expect(
      await previewExport({ ...who, query: request({ kind: 'counts', campaign: 'their-own' }).query }, { db }),
    ).toMatchObject({ ok: false });
    const answers = await Promise.all(Array.from({ length: MOST_OPEN + 2 }, () => ask({ kind: 'counts' })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(MOST_OPEN);
    await db.execute(sql`update export_runs set state = 'cancelled' where state = 'queued'`);
    expect((await listExports(theirs.organizationId, { db })).length).toBe(0);
    await expect(db.execute(sql`update export_runs set purpose = 'another' where state = 'done'`)).rejects.toThrow();
    await expect(db.execute(sql`delete from export_runs`)).rejects.toThrow();
    await expect(db.execute(sql`update export_runs set state = 'running' where state = 'cancelled'`)).rejects.toThrow();
  });
});

describe('a schedule', () => {
  it('is due at its hour of its zone, on its day, through changes of the clock', () => {
    const next = (rhythm: 'day' | 'week', weekday: number | null, hour: number, timeZone: string, after: string) =>
      nextTime({ rhythm, weekday, hour, timeZone }, new Date(after)).toISOString();
    expect(next('day', null, 6, 'America/New_York', '2026-11-22T10:00:00Z')).toBe('2026-11-22T11:00:00.000Z');
    expect(next('day', null, 6, 'America/New_York', '2026-11-22T11:00:00Z')).toBe('2026-11-23T11:00:00.000Z');
    expect(next('week', 1, 0, 'Asia/Kathmandu', '2026-11-22T12:00:00Z')).toBe('2026-11-22T18:15:00.000Z');
    expect(next('week', 7, 6, 'UTC', '2026-11-22T06:00:00Z')).toBe('2026-11-29T06:00:00.000Z');
    // The clocks go from 2 to 3 on the 14th of March 2027, and from 2 back to 1 on the 7th of November.
    expect(next('day', null, 2, 'America/New_York', '2027-03-14T05:00:00Z')).toBe('2027-03-14T07:00:00.000Z');
    expect(next('day', null, 1, 'America/New_York', '2027-11-07T04:30:00Z')).toBe('2027-11-07T05:00:00.000Z');
    expect(next('day', null, 1, 'America/New_York', '2027-11-07T05:00:00Z')).toBe('2027-11-08T06:00:00.000Z');
    expect(
      exportScheduleInput.safeParse({ request: counts, times: { rhythm: 'day', hour: 6, timeZone: 'UTC' } }).success,
    ).toBe(false);
  });

  it('asks once when it is due, however many workers look, and goes into the folder of its organization alone', async () => {
    const folder = await testFolder();
    const input = exportScheduleInput.parse({
      request: { ...counts, destination: 'folder' },
      times: { rhythm: 'day', hour: 6, timeZone: 'UTC' },
    });
    const made = await scheduleExport({ ...who, input }, { db, now: () => new Date('2026-11-20T12:00:00Z') });
    const now = () => new Date('2026-11-22T09:00:00Z');
    const other = database.another();
    expect((await Promise.all([askScheduled({ db, now }), askScheduled({ db: other.db, now })])).toSorted()).toEqual([
      0, 1,
    ]);
    expect(await listSchedules(mine.organizationId, { db })).toMatchObject([
      { nextAt: new Date('2026-11-23T06:00:00Z') },
    ]);
    const [run] = await listExports(mine.organizationId, { db });
    const [row] = await db.execute<{ id: string }>(
      sql`select id from export_runs where public_id = ${run?.publicId ?? ''}::uuid`,
    );
    await symlink('/tmp', join(folder, 'coalition'));
    expect(await makeExport(Number(row?.id), { ...tools, folder })).toBe('failed');
    expect(await found(run?.publicId ?? '')).toMatchObject({ failure: 'folder_refused' });
    await askScheduled({ db, now: () => new Date('2026-11-23T09:00:00Z') });
    const [second] = await db.execute<{ id: string; public_id: string }>(
      sql`select id, public_id from export_runs order by id desc limit 1`,
    );
    const sound = await testFolder();
    expect(await makeExport(Number(second?.id), { ...tools, folder: sound })).toBe('done');
    expect(await readdir(join(sound, 'coalition'))).toEqual([`counts-${second?.public_id}`]);
    await checkExport(join(sound, 'coalition', `counts-${second?.public_id}`));
    expect(
      await endSchedule(
        { ...who, organizationId: theirs.organizationId, publicId: made.ok ? made.publicId : '' },
        { db },
      ),
    ).toBe(false);
    expect(await endSchedule({ ...who, publicId: made.ok ? made.publicId : '' }, { db })).toBe(true);
    expect(await askScheduled({ db, now: () => new Date('2027-01-01T00:00:00Z') })).toBe(0);
  });

  it('goes into a bucket that checks its signature, and into none that stands in a private network unasked', async () => {
    const objects = new Map<string, Buffer>();
    const secret = 'a secret of the test';
    const hmac = (with_: Buffer | string, text: string) => createHmac('sha256', with_).update(text).digest();
    let refuseOnce = true;
    const service = createServer(async (asked, answer) => {
      const body = await buffer(asked);
      const { authorization = '', 'x-amz-date': date = '', 'x-amz-content-sha256': digest = '' } = asked.headers;
      const [, keyId, scope, names = '', signature] =
        /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/.exec(authorization) ??
        [];
      const [day = '', region = '', kind = ''] = scope?.split('/') ?? [];
      const canonical = [
        asked.method,
        asked.url,
        '',
        ...names.split(';').map((name) => `${name}:${asked.headers[name]}`),
        '',
        names,
        digest,
      ].join('\n');
      const signed = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
      const own = hmac(hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), kind), 'aws4_request'), signed).toString(
        'hex',
      );
      const isWhole = createHash('sha256').update(body).digest('hex') === digest;
      if (refuseOnce && isWhole) {
        refuseOnce = false;
        answer.writeHead(503).end();
        return;
      }
      const isRight =
        keyId === 'AKTEST' && own === signature && isWhole && names.includes('host') && asked.method === 'PUT';
      if (isRight) objects.set(asked.url ?? '', body);
      answer.writeHead(isRight ? 200 : 403).end();
    });
    await new Promise<void>((go) => service.listen(0, '127.0.0.1', go));
    afterAll(() => service.close());
    const { port } = service.address() as AddressInfo;
    const bucket = {
      endpoint: `http://127.0.0.1:${port}`,
      name: 'exports',
      region: 'us-east-1',
      keyId: 'AKTEST',
      secret,
      allowsPrivate: true,
    };
    const ask = async () => (await asked({ ...counts, destination: 'bucket' })).id;
    const first = await ask();
    await expect(makeExport(first, { ...tools, bucket })).rejects.toThrow('503');
    expect(await makeExport(first, { ...tools, bucket })).toBe('done');
    const names = [...objects.keys()];
    expect(names).toHaveLength(3);
    expect(names.at(-1)).toMatch(/^\/exports\/coalition\/counts-[0-9a-f-]{36}\/manifest\.note$/);
    const fetched = await testFolder();
    await mkdir(join(fetched, 'x'));
    for (const [path, bytes] of objects) await writeFile(join(fetched, 'x', path.split('/').at(-1) ?? ''), bytes);
    await checkExport(join(fetched, 'x'));
    for (const wrong of [
      { secret: 'another' },
      { allowsPrivate: false },
      { allowsPrivate: false, endpoint: `http://localhost:${port}` },
      { allowsPrivate: false, endpoint: 'http://[::ffff:10.0.0.1]' },
    ])
      expect(await makeExport(await ask(), { ...tools, bucket: { ...bucket, ...wrong } })).toBe('failed');
    expect(objects.size).toBe(3);
    expect(await readFile(join(fetched, 'x', 'manifest.note'), 'utf8')).toContain('untolled.example/exports');
  });
});
