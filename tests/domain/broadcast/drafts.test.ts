import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { createDraft, saveDraft } from '#app/domain/broadcast/draft.server.ts';
import { draftNewCauses } from '#app/domain/broadcast/drafts.server.ts';
import { findBroadcast, listBroadcasts } from '#app/domain/broadcast/find.server.ts';
import { changeBroadcast, scheduleBroadcast } from '#app/domain/broadcast/leave.server.ts';
import { queueDueBroadcasts } from '#app/domain/broadcast/queue.server.ts';
import { saveSettings } from '#app/domain/broadcast/settings.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { actor, members, organization } from './stage.ts';

const { db, another } = await testDatabase();
const origin = 'https://petition.example';
const at = new Date('2026-11-20T12:00:00Z');
const now = () => at;
let org = 0;
let stranger = 0;
const allOn = { indexFall: true, indexFallPercent: 5, incident: true, slowdown: true, slowdownPoints: 5, actor };

beforeAll(async () => {
  org = await organization(db);
  stranger = await organization(db, 'strangers');
  await members(db, org, 20);
  await db.execute(
    sql`insert into segments (organization_id, name, query, created_by) values (${stranger}, 'Theirs', '{}', 'x')`,
  );
});

const drafts = async (id: number) => (await listBroadcasts(id, { db })).filter(({ cause }) => cause !== null);

async function month(day: string, mbps: number, importedAt: string | null) {
  await db.execute(sql`
    with i as (insert into speed_index_imports (file_name, sha256, rows_added, imported_by, imported_at)
      select 'f', sha256(${`${day}${mbps}`}::bytea), 1, 'command', ${importedAt}::timestamptz where ${importedAt}::text is not null returning id)
    insert into speed_index_entries (month, list, index_name, isp_id, mbps, source, confidence, import_id)
    values (${day}, 'major', 'Comcast', (select id from isps where slug = 'comcast'), ${mbps}, ${`https://index.example/${day}`}, 'sourced', (select id from i))`);
}

test('a fall by the set step makes one draft, for those who asked, with its figures, days and sources; it waits for an organizer', async () => {
  await month('2026-09-01', 4, null);
  await month('2026-10-01', 3.8, '2026-11-19T10:00:00Z');
  // Before anybody asked for it nothing is drafted, and what was published before is never.
  expect(await draftNewCauses({ db, now, origin })).toBe(0);
  await saveSettings({ ...allOn, organizationId: org }, { db, now: () => new Date('2026-11-19T11:00:00Z') });
  expect(await draftNewCauses({ db, now, origin })).toBe(0);
  await db.execute(sql`delete from speed_index_entries where month = '2026-10-01'`);
  await month('2026-10-01', 3.81, '2026-11-19T12:00:00Z');
  // 4.75% is less than the step.
  expect(await draftNewCauses({ db, now, origin })).toBe(0);
  await db.execute(sql`update speed_index_entries set mbps = 3.8 where month = '2026-10-01'`);
  const pools = [db, another({ max: 1 }).db, another({ max: 1 }).db];
  const made = await Promise.all(pools.map((pool) => draftNewCauses({ db: pool, now, origin })));
  expect(made.reduce((sum, one) => sum + one, 0)).toBe(1);
  expect(await drafts(stranger)).toEqual([]);
  const [line] = await drafts(org);
  expect(line).toMatchObject({ state: 'draft', cause: { kind: 'index_fall', isp: 'Comcast (Xfinity)' } });
  const view = await findBroadcast({ organizationId: org, publicId: line?.publicId ?? '' }, { db, now });
  expect(view).toMatchObject({ query: { isps: ['comcast'] }, topic: 'isp', members: 8, approvedBy: null });
  const en = view?.texts.find(({ locale }) => locale === 'en');
  expect(en?.subject).toBe('Comcast (Xfinity) fell on Netflix’s index: 4.0 to 3.8 Mbps');
  expect(en?.body).toContain('averaged 3.8 Mbps in October 2026');
  expect(en?.body).toContain('In September 2026 it was 4.0 Mbps: 5% less.');
  expect(en?.body).toContain('<https://index.example/2026-09-01>');
  expect(view?.texts.find(({ locale }) => locale === 'es')?.body).toContain('3.8 Mbps en octubre de 2026');

  // Never sent by itself, neither by the worker nor by a statement.
  expect(await queueDueBroadcasts({ db, now })).toEqual([]);
  await expect(
    db.execute(
      sql`update broadcasts set state = 'scheduled', scheduled_at = now(), approved_by = 'system', approved_at = now() where public_id = ${line?.publicId}`,
    ),
  ).rejects.toMatchObject({ cause: { constraint_name: 'broadcasts_approved' } });
  // A draft that was cancelled does not come back.
  await changeBroadcast({ organizationId: org, publicId: line?.publicId ?? '', actor, deed: 'cancel' }, { db, now });
  expect(await draftNewCauses({ db, now, origin })).toBe(0);
});

test('an incident that is verified makes one draft for each ISP that it names; one from memory, and one of long ago, make none', async () => {
  const add = (slug: string, day: string, confidence: string, state: string) =>
    db.execute(sql`
      with e as (insert into incidents (slug, occurred_on, date_precision, type, segment, title, summary, isp_position, sources, confidence, editorial_state)
        values (${slug}, ${day}, 'day', 'throttling', 'last_mile', 'Streams slowed {{x}}', 'It *was* slow.', 'We deny it.', array['https://news.example/a'], ${confidence}, ${state}) returning id),
      n as (insert into incident_isps (incident_id, isp_id, name_then) select e.id, i.id, i.name from e, isps i)
      insert into editorial_changes (incident_id, from_state, to_state, reason, changed_by, changed_at) select id, 'new', 'verified', 'seen', 'editor', '2026-11-20T11:00:00Z' from e`);
  await add('fresh', '2026-11-10', 'sourced', 'verified');
  await add('memory', '2026-11-10', 'memory', 'verified');
  await add('old', '2014-03-01', 'sourced', 'verified');
  await add('withdrawn-since', '2026-11-10', 'sourced', 'withdrawn');
  expect(await draftNewCauses({ db, now, origin })).toBe(2);
  expect(await draftNewCauses({ db, now, origin })).toBe(0);
  const lines = await drafts(org);
  const line = lines.find(({ cause, state }) => state === 'draft' && cause?.isp.startsWith('Comcast'));
  const view = await findBroadcast({ organizationId: org, publicId: line?.publicId ?? '' }, { db, now });
  const en = view?.texts.find(({ locale }) => locale === 'en');
  expect(en?.body).toContain('**Streams slowed x** (November 10, 2026)');
  expect(en?.body).toContain('It \\*was\\* slow\\.');
  expect(en?.body).toContain('> We deny it\\.');
  expect(en?.body).toContain(`<${origin}/incidents/fresh>`);
  // What was drafted can leave as it is: its words hold no blank that cannot be filled.
  const ref = { organizationId: org, publicId: line?.publicId ?? '', actor };
  const left = await scheduleBroadcast({ ...ref, form: { revision: 1, when: '', zone: 'UTC' } }, { db, now });
  expect(left).toMatchObject({ ok: true });
});

test('an evening that gets slower by more than chance makes a draft, and another only when it gets worse again', async () => {
  const keep = (asOf: string, ratio: number, high = ratio + 0.02) =>
    db.execute(sql`
      insert into measurement_figures (isp_id, as_of, figures) select id, ${asOf}, ${JSON.stringify({ evening: { ratio, low: ratio - 0.02, high } })}::text::jsonb from isps where slug = 'comcast'
      on conflict (isp_id) do update set as_of = excluded.as_of, figures = excluded.figures`);
  const lookAt = (day: string) => draftNewCauses({ db, now: () => new Date(`${day}T23:00:00Z`), origin });
  await keep('2026-11-20', 0.8);
  expect(await lookAt('2026-11-20')).toBe(0);
  // Lower by the step, but within chance.
  await keep('2026-11-21', 0.75, 0.82);
  expect(await lookAt('2026-11-21')).toBe(0);
  await keep('2026-11-22', 0.74);
  expect(await lookAt('2026-11-22')).toBe(1);
  await keep('2026-11-23', 0.73);
  expect(await lookAt('2026-11-23')).toBe(0);
  await keep('2026-11-24', 0.68);
  expect(await lookAt('2026-11-24')).toBe(1);
  const [line] = await drafts(org);
  expect(line?.subject).toBe('Comcast (Xfinity) is slower in the evening: 68% of its daytime speed');
});

test('two editors of a draft: the second is told and overwrites nothing; blanks and foreign segments are refused; what has left is kept', async () => {
  const { publicId } = await createDraft({ organizationId: org, actor }, { db, now });
  const ref = { organizationId: org, publicId, actor };
  const form = {
    revision: 1,
    segment: 'all',
    topic: 'campaigns',
    campaign: '',
    subjectEn: 'Hello',
    bodyEn: 'Text',
    subjectEs: '',
    bodyEs: '',
  } as const;
  const save = (over: object) => saveDraft({ ...ref, form: { ...form, ...over } }, { db, now });
  expect(await save({ bodyEn: 'You: {{isp}}, {{nothing}}, {{campaign_link}}, {{' })).toMatchObject({
    ok: false,
    faults: [
      { reason: 'needs_fallback' },
      { reason: 'unknown_blank' },
      { reason: 'needs_campaign' },
      { reason: 'broken' },
    ],
  });
  expect(await save({})).toEqual({ ok: true, revision: 2 });
  expect(await save({ bodyEn: 'Mine' })).toEqual({ ok: false, reason: 'changed_meanwhile' });
  const [theirs] = await db.execute<{ id: number }>(sql`select id from segments where organization_id = ${stranger}`);
  expect(await save({ revision: 2, segment: theirs?.id })).toEqual({ ok: false, reason: 'no_segment' });
  expect(await saveDraft({ ...ref, organizationId: stranger, form: { ...form, revision: 2 } }, { db, now })).toEqual({
    ok: false,
    reason: 'unknown',
  });
  const leave = (over: object) =>
    scheduleBroadcast({ ...ref, form: { revision: 2, when: '', zone: 'America/New_York', ...over } }, { db, now });
  expect(await leave({ revision: 1 })).toEqual({ ok: false, reason: 'changed_meanwhile' });
  expect(await leave({ when: '2026-11-01T09:00' })).toEqual({ ok: false, reason: 'no_time' });
  await db.execute(sql`update organizations set postal_address = null where id = ${org}`);
  expect(await leave({})).toEqual({ ok: false, reason: 'no_address' });
  await db.execute(sql`update organizations set postal_address = '1 Sample Street' where id = ${org}`);
  expect(await leave({ when: '2026-12-01T09:00' })).toEqual({
    ok: true,
    scheduledAt: new Date('2026-12-01T14:00:00Z'),
  });
  expect(await save({ revision: 2 })).toEqual({ ok: false, reason: 'left' });
  await expect(
    db.execute(
      sql`update broadcast_texts set body = 'other' where broadcast_id = (select id from broadcasts where public_id = ${publicId})`,
    ),
  ).rejects.toMatchObject({
    cause: { constraint_name: 'broadcast_texts_kept' },
  });
  await expect(
    db.execute(
      sql`update broadcasts set state = 'sent', started_at = now(), finished_at = now() where public_id = ${publicId}`,
    ),
  ).rejects.toMatchObject({
    cause: { constraint_name: 'broadcasts_transition' },
  });
  expect(await changeBroadcast({ ...ref, deed: 'unschedule' }, { db, now })).toEqual({ ok: true });
  expect(await save({ revision: 3 })).toEqual({ ok: true, revision: 4 });
});
