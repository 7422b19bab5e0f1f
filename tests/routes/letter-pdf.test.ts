import pino from 'pino';
import { expect, test } from 'vitest';
import { notSeen } from '#app/domain/isp/identify.ts';
import { sendLetter } from '#app/domain/letter/send.server.ts';
import { noSigns } from '#app/domain/signature/form.server.ts';
import { writerCookie } from '#app/http/writer-session.server.ts';
import * as one from '#app/routes/letters/letter-pdf.ts';
import * as print from '#app/routes/letters/print.tsx';
import type { PrintView } from '#app/routes/letters/print.view.server.ts';
import * as all from '#app/routes/letters/waiting-pdf.ts';
import { now, previewed } from '#tests/domain/letter/stage.ts';
import { testDatabase } from '#tests/support/database.ts';
import { oneLine, readPdf, wordsOf } from '#tests/support/pdf.ts';

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

/** A letter to the head office, which is reached by post. */
async function sent() {
  const stage = await previewed(db, {}, { kind: 'isp_headquarters' });
  const result = await sendLetter(stage.act, { db, now });
  if (!result.ok) throw new Error(result.reason);
  return stage;
}

const cookieOf = async (personId: number) => (await writerCookie(personId)).split(';')[0] ?? '';

function request(path: string, cookie: string | null, form?: Record<string, string>) {
  return new Request(`http://localhost:3000${path}`, {
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    headers: cookie ? { cookie } : {},
  });
}

async function pdfOf(publicId: string, cookie: string | null, query = '') {
  return one.loader({
    request: request(`/letters/${publicId}/letter.pdf${query}`, cookie),
    params: { publicId },
    context,
  });
}

async function pageOf(publicId: string, cookie: string) {
  const answer = await print.loader({ request: request('/', cookie), params: { publicId }, context });
  return JSON.parse(JSON.stringify(answer.data)) as { view: PrintView };
}

async function post(publicId: string, cookie: string | null, form: Record<string, string>) {
  const answer = await print.action({ request: request('/', cookie, form), params: { publicId }, context });
  return 'init' in answer ? (answer.init?.status ?? 200) : answer.status;
}

test('a writer’s own letter comes as a PDF of the previewed words, on the sheet asked for, kept by no cache', async () => {
  const { publicId, personId, letter } = await sent();
  const cookie = await cookieOf(personId);
  const answer = await pdfOf(publicId, cookie);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'cache-control': 'private, no-store',
    'content-disposition': 'inline; filename="letter-comcast.pdf"',
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(answer.headers.get('Content-Length')).toBe(String(bytes.length));
  const { pages } = await readPdf(bytes);
  const words = wordsOf(pages.flatMap(({ texts }) => texts));
  for (const paragraph of letter.body.split('\n\n').slice(0, 2))
    expect(words).toContain(oneLine(paragraph).slice(0, 60));
  expect(words).toContain('1701 John F. Kennedy Boulevard');
  expect(Math.round(pages[0]?.width ?? 0)).toBe(216);
  const again = Buffer.from(await (await pdfOf(publicId, cookie)).arrayBuffer());
  expect(again.equals(bytes)).toBe(true);
  const a4 = await readPdf(Buffer.from(await (await pdfOf(publicId, cookie, '?paper=a4')).arrayBuffer()));
  expect(Math.round(a4.pages[0]?.width ?? 0)).toBe(210);
  expect((await pdfOf(publicId, cookie, '?paper=../x')).status).toBe(200);
});

test('nobody else gets it, and a letter that was not sent has none', async () => {
  const { publicId } = await sent();
  const draft = await previewed(db);
  const cookie = await cookieOf(draft.personId);
  for (const [id, who] of [
    [publicId, null],
    [publicId, cookie],
    [publicId, 'writer=eyJwZXJzb25JZCI6MX0%3D.forged'],
    [draft.publicId, cookie],
    ["x'--", cookie],
  ] as const) {
    const answer = await pdfOf(id, who);
    expect([answer.status, await answer.text(), answer.headers.get('Cache-Control')]).toEqual([404, '', 'no-store']);
  }
  expect(
    (await all.loader({ request: request('/', null), params: { slug: 'put-it-in-writing' }, context })).status,
  ).toBe(404);
});

test('a person prints all letters that wait at once, and what is posted is no longer among them', async () => {
  const { publicId, personId } = await sent();
  const cookie = await cookieOf(personId);
  const file = () =>
    all.loader({ request: request('/?paper=a4', cookie), params: { slug: 'put-it-in-writing', lang: 'es' }, context });
  const { pages } = await readPdf(Buffer.from(await (await file()).arrayBuffer()));
  expect(wordsOf(pages[0]?.texts ?? [])).toContain('Cartas de este archivo 1 carta en');
  expect((await pageOf(publicId, cookie)).view.waiting).toBe(1);
  expect(await post(publicId, cookie, { intent: 'posted' })).toBe(303);
  expect((await file()).status).toBe(404);
  expect(
    (await pageOf(publicId, cookie)).view.letter.deliveries.find(({ channel }) => channel === 'paper')?.state,
  ).toBe('posted');
  expect(await post(publicId, cookie, { intent: 'unpost' })).toBe(303);
  expect((await file()).status).toBe(200);
});

test('a return address given after sending stands on the paper until it is taken off', async () => {
  const { publicId, personId } = await sent();
  const cookie = await cookieOf(personId);
  const address = {
    intent: 'address',
    line1: '12 Main Street',
    line2: 'Apt. 3',
    city: 'San Francisco',
    state: 'CA',
    zip: '94110-1234',
  };
  expect(await post(publicId, cookie, { ...address, zip: '9' })).toBe(422);
  expect(await post(publicId, cookie, address)).toBe(303);
  const { view } = await pageOf(publicId, cookie);
  expect(view.paper.senderLines).toEqual(['12 Main Street', 'Apt. 3', 'San Francisco, CA 94110-1234']);
  const { pages } = await readPdf(Buffer.from(await (await pdfOf(publicId, cookie)).arrayBuffer()));
  expect(wordsOf(pages[0]?.texts ?? [])).toContain('San Francisco, CA 94110-1234');
  expect(await post(publicId, cookie, { intent: 'clear' })).toBe(303);
  expect((await pageOf(publicId, cookie)).view.paper.senderLines).toEqual([]);
  const other = await cookieOf((await sent()).personId);
  for (const intent of ['address', 'clear', 'posted'])
    expect(await post(publicId, other, { ...address, intent })).toBe(404);
  expect(await post(publicId, null, address)).toBe(404);
});
