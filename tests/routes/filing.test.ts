import { sql } from 'drizzle-orm';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { complaintToken } from '#app/domain/complaint/outcome.server.ts';
import { notSeen } from '#app/domain/isp/identify.ts';
import { sendLetter } from '#app/domain/letter/send.server.ts';
import { noSigns } from '#app/domain/signature/form.server.ts';
import { env } from '#app/env.server.ts';
import { writerCookie } from '#app/http/writer-session.server.ts';
import * as complaint from '#app/routes/letters/complaint.tsx';
import * as complaintLink from '#app/routes/letters/complaint-link.tsx';
import * as file from '#app/routes/letters/file.tsx';
import { testDatabase } from '#tests/support/database.ts';
import { now, previewed } from '../domain/letter/stage.ts';

const database = await testDatabase('template_seeded');
const { db } = database;
// The one door by which routes reach a database; see app/db.server.ts.
Object.assign(globalThis, { [Symbol.for('untolled.connection')]: database });

const context = {
  visitor: { seen: notSeen('private'), statedSlug: null },
  networkKey: () => null,
  requestId: 'test',
  log: pino({ level: 'silent' }),
  isDevelopment: false,
  emailPreview: null,
  readSigns: () => noSigns,
  newStamp: () => '',
};
type Route = (args: { request: Request; params: Record<string, string>; context: typeof context }) => Promise<unknown>;

async function ask(route: Route, params: Record<string, string>, cookie: string | null, form?: Record<string, string>) {
  const request = new Request('http://localhost:3000/', {
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    headers: cookie ? { cookie } : {},
  });
  const answer = (await route({ request, params, context })) as Response | { data: unknown; init: ResponseInit | null };
  if (answer instanceof Response) return { status: answer.status, to: answer.headers.get('Location'), words: '' };
  return { status: answer.init?.status ?? 200, to: null, words: JSON.stringify(answer.data) };
}

async function sentComplaint() {
  const stage = await previewed(db, {}, { kind: 'fcc_complaint' });
  await sendLetter(stage.act, { db, now });
  const [row] = await db.execute<{ public_id: string }>(sql`
    select d.public_id from deliveries d join letters l on l.id = d.letter_id where l.public_id = ${stage.publicId} and d.channel = 'web_form'`);
  const cookie = (await writerCookie(stage.personId)).split(';')[0] ?? '';
  return { publicId: stage.publicId, cookie, deliveryPublicId: row?.public_id ?? '' };
}
const today = () => new Date().toISOString().slice(0, 10);
const done = { intent: 'filed', ticket: ' #7654321 ', day: '' };

describe('the pages of a person’s own filing', () => {
  test('lead from the prepared form to a filed complaint, its outcome and back, in Spanish too', async () => {
    for (const lang of [{}, { lang: 'es' }] as Record<string, string>[]) {
      const prefix = lang.lang ? '/es' : '';
      const { publicId, cookie } = await sentComplaint();
      const params = { publicId, ...lang };
      expect((await ask(file.loader, params, cookie)).words).toContain('"state":"prepared"');
      const noted = await ask(file.action, params, cookie, { ...done, day: today() });
      expect([noted.status, noted.to]).toEqual([303, `${prefix}/letters/${publicId}/file`]);
      expect((await ask(file.loader, params, cookie)).words).toContain('"number":"7654321"');
      const back = await ask(file.action, params, cookie, { intent: 'take_back' });
      expect([back.status, (await ask(file.loader, params, cookie)).words.includes('"state":"prepared"')]).toEqual([
        303,
        true,
      ]);
      await ask(file.action, params, cookie, { ...done, day: today() });
      const said = await ask(complaint.action, params, cookie, { outcome: 'answered' });
      expect([said.status, said.to]).toEqual([303, `${prefix}/letters/${publicId}/complaint`]);
      expect((await ask(complaint.loader, params, cookie)).words).toContain('"outcome":"answered"');
      expect((await ask(file.action, params, cookie, { intent: 'take_back' })).status).toBe(409);
    }
  });

  test('keep what was typed and name the field that is at fault', async () => {
    const { publicId, cookie } = await sentComplaint();
    const answer = await ask(file.action, { publicId }, cookie, { intent: 'filed', ticket: '<7>', day: today() });
    expect([answer.status, JSON.parse(answer.words)]).toMatchObject([
      422,
      { field: 'ticket', ticket: '<7>', day: today() },
    ]);
    expect(JSON.parse((await ask(file.action, { publicId }, cookie, { intent: 'filed' })).words)).toMatchObject({
      field: 'day',
    });
    expect((await ask(file.action, { publicId }, cookie, { intent: 'filed', ticket: '', day: today() })).status).toBe(
      303,
    );
    expect((await ask(complaint.action, { publicId }, cookie, { outcome: 'bought' })).status).toBe(422);
  });

  test('tell a stranger nothing, and change nothing for one', async () => {
    const [mine, other] = [await sentComplaint(), await sentComplaint()];
    await ask(file.action, { publicId: mine.publicId }, mine.cookie, { ...done, day: today() });
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const loader of [file.loader, complaint.loader]) {
      const answers = [
        await ask(loader, { publicId: mine.publicId }, null),
        await ask(loader, { publicId: mine.publicId }, other.cookie),
        await ask(loader, { publicId: unknown }, other.cookie),
      ];
      for (const answer of answers) expect(answer).toEqual({ ...answers[0], status: 404 });
    }
    for (const [action, form] of [
      [file.action, { intent: 'take_back' }],
      [complaint.action, { outcome: 'resolved' }],
    ] as const)
      expect((await ask(action, { publicId: mine.publicId }, other.cookie, form)).status).toBe(404);
    expect((await ask(file.loader, { publicId: mine.publicId }, mine.cookie)).words).toContain('"outcome":null');
  });

  test('take the mailed link for the one question, without a session, and change nothing when it is opened', async () => {
    const { publicId, cookie, deliveryPublicId } = await sentComplaint();
    await ask(file.action, { publicId }, cookie, { ...done, day: today() });
    const params = { publicId: deliveryPublicId, token: complaintToken(deliveryPublicId, env().secret) };
    const opened = await ask(complaintLink.loader, params, null);
    expect([opened.status, opened.words.includes('Ruiz'), opened.words.includes('7654321')]).toEqual([
      200,
      false,
      false,
    ]);
    expect((await ask(complaint.loader, { publicId }, cookie)).words).toContain('"outcome":null');
    expect(await ask(complaintLink.action, params, null, { outcome: 'no_answer' })).toMatchObject({ status: 303 });
    expect((await ask(complaint.loader, { publicId }, cookie)).words).toContain('"outcome":"no_answer"');
    const forged = { ...params, token: `${params.token.slice(0, -1)}${params.token.endsWith('A') ? 'B' : 'A'}` };
    expect((await ask(complaintLink.loader, forged, null)).status).toBe(404);
    expect((await ask(complaintLink.action, forged, null, { outcome: 'resolved' })).status).toBe(404);
  });

  test('are kept by no cache and found by no search engine', () => {
    for (const route of [file, complaint, complaintLink]) {
      expect(route.headers()).toMatchObject({ 'Cache-Control': 'no-store' });
      const meta = route.meta({ params: {} } as Parameters<typeof route.meta>[0]);
      expect(meta).toContainEqual({ name: 'robots', content: 'noindex' });
    }
  });
});
