import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createSignBatch } from '#app/domain/signature/batch.server.ts';
import { takeUpForm } from '#app/domain/signature/take-up.server.ts';
import * as campaign from '#app/routes/campaign.tsx';
import * as thanks from '#app/routes/thanks.tsx';
import { challengeId, layOut } from '#tests/domain/signature/setting.ts';
import { testDatabase } from '#tests/support/database.ts';
import { likelihoods } from '#tests/support/sameness.ts';
import { addressOf, formOf, layOutSigners, type SignerKind, signerKinds } from '#tests/support/signers.ts';
import { listening, smallBuild } from './site-fixture.ts';

const database = await testDatabase();
const { db } = database;
await layOut(db);
await layOutSigners(db, 'no-tolls');
// The one door by which routes reach a database; see app/db.server.ts.
Object.assign(globalThis, { [Symbol.for('untolled.connection')]: database });
let atDesk = 0;
const batch = createSignBatch({ open: () => database, renew: () => {}, onFault: (fault) => expect(fault).toBeNull() });
const site = await listening({
  signing: {
    ...batch,
    get waiting() {
      return batch.waiting;
    },
    take(input, done) {
      atDesk += 1;
      batch.take(input, done);
    },
  },
  build: smallBuild({
    campaign: { path: ':lang?/campaigns/:slug', loader: campaign.loader, action: campaign.action },
    thanks: { path: ':lang?/campaigns/:slug/thanks', loader: thanks.loader, action: thanks.action },
  }),
});

/** Where forms are answered: by the fast way in, and by the page, to which a query leads. */
const ways = {
  desk: '/campaigns/no-tolls',
  page: '/campaigns/no-tolls?by=page',
  'Spanish desk': '/es/campaigns/no-tolls',
  'Spanish page': '/es/campaigns/no-tolls?by=page',
};

/** All bytes of an answer as they crossed the wire, with the claim and what numbers every request made alike. */
async function bytesOf(path: string, fields: Record<string, string>): Promise<{ masked: string; claim: string }> {
  const body = new URLSearchParams(fields).toString();
  const head = `POST ${path} HTTP/1.1\r\nHost: site.example\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n`;
  const type = `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`;
  const raw = await site.raw(head + type + body, 5000);
  const claim = /claim=([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])/.exec(`${path} ${raw}`)?.[1] ?? '';
  const masked = raw
    .replaceAll(claim, '…')
    .replace(/(?<=\r\nX-Request-Id: )\S+/i, '…')
    .replace(/(?<=\r\nDate: ).{29}/, '…');
  return { masked, claim };
}

/** Who got which answer. */
class Answers extends Map<string, SignerKind[]> {
  note(answer: string, kind: SignerKind) {
    this.set(answer, [...(this.get(answer) ?? []), kind]);
  }
  get groups() {
    return [...this.values()];
  }
}

test('whoever signs gets the same bytes on the wire, whichever way the form is answered', async () => {
  const byLanguage = { en: new Answers(), es: new Answers() };
  for (const [way, path] of Object.entries(ways)) {
    const answers = path.startsWith('/es') ? byLanguage.es : byLanguage.en;
    atDesk = 0;
    for (const kind of signerKinds) {
      const { masked, claim } = await bytesOf(path, formOf(kind));
      expect([way, kind, masked.slice(0, 12), claim.length]).toEqual([way, kind, 'HTTP/1.1 303', 43]);
      answers.note(masked, kind);
    }
    expect([way, atDesk]).toEqual([way, way.includes('desk') ? signerKinds.length : 0]);
  }
  for (const answers of Object.values(byLanguage)) expect(answers.groups).toEqual([[...signerKinds, ...signerKinds]]);
});

test('the page of thanks and the entry of the code say the same to whoever signed, before and after the form is taken up', async () => {
  const pages = new Answers();
  const tries = new Answers();
  for (const kind of signerKinds) {
    const { claim } = await bytesOf(ways.desk, formOf(kind));
    const path = `/campaigns/no-tolls/thanks?claim=${claim}`;
    const shown = async () => {
      const answer = await site.ask(path);
      expect([kind, answer.status]).toEqual([kind, 200]);
      return `${[...answer.headers.keys()]} ${(await answer.text()).replaceAll(claim, '…')}`;
    };
    const before = await shown();
    await takeUpForm(await challengeId(db, claim), { db });
    pages.note(`${before}\n${await shown()}`, kind);
    const said: string[] = [];
    for (const code of ['12345', '000000', '000 001', '000002', '000003', '000004', '000005'])
      said.push((await bytesOf(path, { code })).masked);
    const statuses = said.map((one) => one.slice(9, 12));
    expect([kind, statuses]).toEqual([kind, ['422', ...Array(5).fill(statuses[1]), statuses[6]]]);
    expect([kind, said[6] === said[5]]).toEqual([kind, false]);
    tries.note(said.join('\n'), kind);
  }
  expect(pages.groups).toEqual([signerKinds]);
  expect(tries.groups).toEqual([signerKinds]);
});

const ALPHA = 0.001;
const { port } = site;

async function toldApart(kinds: readonly SignerKind[], path: string, rounds: number): Promise<SignerKind[]> {
  const found = await likelihoods(kinds, { port, path }, rounds);
  return [...found].flatMap(([kind, likelihood]) => (likelihood < ALPHA ? [kind] : []));
}

/** By chance one comparison in a thousand tells two kinds apart, and one in a million does so twice. `npm run bench -- sameness` asks more often. */
async function toldApartTwice(path: string, rounds: number): Promise<SignerKind[]> {
  const suspects = await toldApart(signerKinds, path, rounds);
  if (suspects.length === 0) return [];
  const again = await toldApart(['new', ...suspects], path, rounds);
  return suspects.filter((kind) => again.includes(kind));
}

test('the time of an answer does not tell who signed', async () => {
  await likelihoods(signerKinds, { port, path: ways.desk }, 5);
  expect(await toldApartTwice(ways.desk, 40)).toEqual([]);
  expect(await toldApartTwice(ways.page, 20)).toEqual([]);
});

test('three milliseconds more for one kind would be seen', async () => {
  await db.execute(sql`create function dawdle() returns trigger language plpgsql as
    $$ begin perform pg_sleep(0.003); return new; end $$`);
  await db.execute(
    sql.raw(`create trigger dawdle before insert on signature_challenges for each row
      when (new.canonical_address = '${addressOf('confirmed')}') execute function dawdle()`),
  );
  // A busy machine hides them longer.
  let seen: SignerKind[] = [];
  for (let rounds = 50; rounds <= 400 && seen.length === 0; rounds *= 2)
    seen = await toldApart(['new', 'pending', 'confirmed'], ways.desk, rounds);
  expect(seen).toEqual(['confirmed']);
});
