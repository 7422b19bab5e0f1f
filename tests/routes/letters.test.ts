import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { notSeen } from '#app/domain/isp/identify.ts';
import { noSigns } from '#app/domain/signature/form.server.ts';
import { writerCookie } from '#app/http/writer-session.server.ts';
import * as letters from '#app/routes/letters/choose.tsx';
import * as edit from '#app/routes/letters/edit.tsx';
import * as preview from '#app/routes/letters/preview.tsx';
import * as print from '#app/routes/letters/print.tsx';
import * as status from '#app/routes/letters/status.tsx';
import * as words from '#app/routes/letters/words.tsx';
import * as measure from '#app/routes/measure.tsx';
import { measurementRuns } from '#db/schema/measurement.ts';
import { testDatabase } from '#tests/support/database.ts';
import { confirmedWriter } from '#tests/support/writer.ts';

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
const slug = 'put-it-in-writing';

function request(path: string, cookie: string | null, form?: [string, string][]) {
  return new Request(`http://localhost:3000${path}`, {
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    headers: cookie ? { cookie } : {},
  });
}

type Answer = Response | { data: unknown; init: ResponseInit | null };
type Route = (args: { request: Request; params: Record<string, string>; context: typeof context }) => Promise<unknown>;

/** Calls a loader or action; a thrown response is an answer too. `words`: everything that the page would be given. */
async function ask(
  route: Route,
  path: string,
  params: Record<string, string>,
  cookie: string | null,
  form?: [string, string][],
) {
  const answer = (await route({ request: request(path, cookie, form), params, context }).catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  })) as Answer;
  if (answer instanceof Response) return { status: answer.status, to: answer.headers.get('Location'), words: '' };
  return { status: answer.init?.status ?? 200, to: null, words: JSON.stringify(answer.data) };
}

async function writer() {
  const { personId } = await confirmedWriter(db);
  return { personId, cookie: (await writerCookie(personId)).split(';')[0] ?? '' };
}

async function targets(): Promise<[string, string][]> {
  const rows = await db.execute<{ id: number }>(
    sql`select t.id from campaign_targets t join campaigns c on c.id = t.campaign_id where c.slug = ${slug}
      and t.kind in ('attorney_general', 'isp_customer_relations') order by t.position`,
  );
  return rows.map(({ id }) => ['target', String(id)]);
}

async function drafted(params: Record<string, string> = {}) {
  const { cookie, personId } = await writer();
  const chosen = await ask(letters.action, '/', { slug, ...params }, cookie, await targets());
  const publicId = /letters\/([0-9a-f-]{36})\/edit$/.exec(chosen.to ?? '')?.[1] ?? '';
  return { cookie, personId, publicId, chosen };
}
const body = `${'My films stop every evening at eight. '.repeat(3)}\n`;

describe('the pages of letters', () => {
  test('lead a writer from the choice to a sent letter, in Spanish too', async () => {
    for (const lang of [{}, { lang: 'es' }] as Record<string, string>[]) {
      const prefix = lang.lang ? '/es' : '';
      const { cookie, publicId, chosen } = await drafted(lang);
      expect([chosen.status, chosen.to]).toEqual([303, `${prefix}/letters/${publicId}/edit`]);
      const params = { publicId, ...lang };
      const shown = await ask(edit.action, '/', params, cookie, [
        ['intent', 'preview'],
        ['subject', 'A promise'],
        ['body', body],
      ]);
      expect([shown.status, shown.to]).toEqual([303, `${prefix}/letters/${publicId}/preview`]);
      const page = await ask(preview.loader, '/', params, cookie);
      const view = JSON.parse(page.words) as {
        letter: { seen: string; body: string; consent: { id: number } };
      };
      expect(view.letter.body).toBe(`${body.trim()}\n`);
      const act: [string, string][] = [
        ['seen', view.letter.seen],
        ['consent', String(view.letter.consent.id)],
      ];
      for (const _ of ['once', 'twice']) {
        const done = await ask(preview.action, '/', params, cookie, act);
        expect([done.status, done.to]).toEqual([303, `${prefix}/letters/${publicId}`]);
      }
      expect((await ask(status.loader, '/', params, cookie)).words).toContain('"status":"sent"');
      expect((await ask(status.loader, '/', params, cookie)).words).toContain('"addresseeName":"Comcast"}');
      expect((await ask(edit.loader, '/', params, cookie)).to).toBe(`${prefix}/letters/${publicId}`);
    }
  });

  test('tell a stranger nothing: an unknown letter, another’s and no session are one answer', async () => {
    const { publicId } = await drafted();
    const other = await writer();
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const loader of [status.loader, edit.loader, words.loader, preview.loader, print.loader]) {
      const answers = await Promise.all([
        ask(loader, '/', { publicId }, null),
        ask(loader, '/', { publicId }, other.cookie),
        ask(loader, '/', { publicId: unknown }, other.cookie),
        ask(loader, '/', { publicId: "x'--" }, other.cookie),
        ask(loader, '/', { publicId }, 'writer=eyJwZXJzb25JZCI6MX0%3D.forged'),
      ]);
      for (const answer of answers) expect(answer).toEqual({ ...answers[0], status: 404 });
      expect(answers[0]?.words).not.toContain('Ruiz');
    }
    for (const [action, intent] of [
      [edit.action, 'next'],
      [words.action, 'preview'],
      [preview.action, 'send'],
      [status.action, 'withdraw'],
    ] as const) {
      const form: [string, string][] = [
        ['subject', 's'],
        ['body', body],
        ['intent', intent],
        ['seen', '0'.repeat(64)],
        ['consent', '1'],
      ];
      expect((await ask(action, '/', { publicId }, other.cookie, form)).status).toBe(404);
    }
  });

  test('offer the line test of this browser, put it in with one click, and take one that is pasted', async () => {
    const { cookie, publicId } = await drafted();
    const params = { publicId };
    const [sessionId, other, networkKey] = [randomUUID(), randomUUID(), randomBytes(16)];
    const runs = [sessionId, other].flatMap((id, at) => [
      { sessionId: id, direction: 'download' as const, bytes: 125_000_000 * (at + 1) },
      { sessionId: id, direction: 'upload' as const, bytes: 12_500_000 },
    ]);
    await db
      .insert(measurementRuns)
      .values(runs.map((run) => ({ ...run, elapsedUs: 10_000_000, minRttUs: 12_000, networkKey })));
    const handIn = async (session: string) => {
      const at = new Date();
      const form: [string, string][] = [
        ['session', session],
        ['server', 'own'],
        ['localDate', at.toISOString().slice(0, 10)],
        ['localHour', String(at.getUTCHours())],
      ];
      const seen = { ...context, networkKey: () => networkKey };
      const answer = await measure.action({ request: request('/measure', null, form), params: {}, context: seen });
      if (!(answer instanceof Response)) throw new Error('the test was not taken in');
      const id = answer.headers.get('Location')?.split('/').at(-1) ?? '';
      return { id, measured: answer.headers.get('Set-Cookie')?.split(';')[0] ?? '' };
    };
    const { id, measured } = await handIn(sessionId);
    const pasted = await handIn(other);
    type Words = { view: { letter: { body: string }; tests: { key: string; text: string; isThere: boolean }[] } };
    const page = async (with_ = `${cookie}; ${measured}`) =>
      (JSON.parse((await ask(words.loader, '/', params, with_)).words) as Words).view;
    const before = await page();
    expect(before.tests).toMatchObject([
      { key: id, text: expect.stringMatching(/100 Mbps down, 10 Mbps up, a round trip of 12 ms/), isThere: false },
    ]);
    expect((await page(cookie)).tests).toEqual([]);
    expect((await page(`${cookie}; ${measured}x`)).tests).toEqual([]);
    const post = (form: [string, string][]) => ask(words.action, '/', params, cookie, form);
    expect((await post([['intent', `test:${id}`]])).to).toBe(`/letters/${publicId}/words?done=1`);
    const after = await page();
    expect(after.tests[0]?.isThere).toBe(true);
    expect(after.letter.body).toContain(before.tests[0]?.text);
    expect(after.letter.body).toContain(`/measurements/${id}\n`);
    expect((await post([['intent', `test:${id}`]])).status).toBe(409);
    const address = `http://localhost:3000/es/measurements/${pasted.id.toUpperCase()}?x=1`;
    const both: [string, string][] = [
      ['intent', 'pasted'],
      ['pasted', address],
      ['tried', 'My film froze.'],
    ];
    const kept = await post(both);
    expect([kept.status, kept.words]).toEqual([200, expect.stringContaining('"tried":"My film froze."')]);
    expect((await page()).letter.body).toContain(`/measurements/${pasted.id}\n`);
    const wrong = await post([...both.slice(2), ['intent', 'pasted'], ['pasted', 'https://elsewhere.example/1']]);
    expect([wrong.status, wrong.words]).toEqual([422, expect.stringContaining('https://elsewhere.example/1')]);
    expect((await post([['intent', 'preview']])).to).toBe(`/letters/${publicId}/preview`);
    expect((await ask(preview.loader, '/', params, cookie)).words).toContain(`/measurements/${id}`);
  });

  test('ask whoever has not confirmed to sign first', async () => {
    const answer = await ask(letters.loader, '/', { slug }, null);
    expect([answer.status, answer.words.includes('not_confirmed')]).toEqual([403, true]);
    expect((await ask(letters.action, '/', { slug }, null, await targets())).status).toBe(403);
    expect((await ask(letters.loader, '/', { slug: 'nowhere' }, null)).status).toBe(404);
  });

  test('keep what was typed when the text has a fault', async () => {
    const { cookie, publicId } = await drafted();
    const answer = await ask(edit.action, '/', { publicId }, cookie, [
      ['intent', 'preview'],
      ['subject', ''],
      ['body', 'too short'],
    ]);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.words)).toMatchObject({
      body: 'too short',
      faults: { subject: 'subject_missing', body: 'body_short' },
    });
  });

  test('refuse to send what was not shown, and say why', async () => {
    const { cookie, publicId } = await drafted();
    const act: [string, string][] = [
      ['seen', '0'.repeat(64)],
      ['consent', '1'],
    ];
    const early = await ask(preview.action, '/', { publicId }, cookie, act);
    expect([early.status, early.words]).toEqual([409, expect.stringContaining('not_previewed')]);
    const back = (await ask(preview.loader, '/', { publicId }, cookie)).to;
    expect(back).toBe(`/letters/${publicId}/edit?unread`);
    expect((await ask(edit.loader, back ?? '', { publicId }, cookie)).words).toContain('"isUnread":true');
    expect((await ask(preview.action, '/', { publicId }, cookie, [])).status).toBe(422);
    expect((await ask(letters.action, '/', { slug }, cookie, [])).status).toBe(422);
  });

  test('change nothing when they are only looked at', async () => {
    const { cookie, publicId } = await drafted();
    const fingerprint = async () =>
      (await db.execute(sql`select md5(string_agg(l::text, '' order by id)) as digest, count(*) from letters l`))[0];
    const before = await fingerprint();
    for (const loader of [status.loader, edit.loader, words.loader, preview.loader, print.loader])
      await ask(loader, '/', { publicId }, cookie);
    await ask(letters.loader, '/', { slug }, cookie);
    expect(await fingerprint()).toEqual(before);
  });

  test('are kept by no cache and found by no search engine', () => {
    for (const route of [letters, edit, words, preview, print, status]) {
      expect(route.headers()).toMatchObject({ 'Cache-Control': 'no-store' });
      const meta = route.meta({ params: {} } as Parameters<typeof route.meta>[0]);
      expect(meta).toContainEqual({ name: 'robots', content: 'noindex' });
    }
  });
});
