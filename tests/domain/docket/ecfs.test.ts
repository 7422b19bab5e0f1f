import { createServer } from 'node:net';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { readFilingAnswer, retryAfterMs } from '#app/domain/docket/answer.ts';
import {
  addressGaps,
  ecfsFiling,
  isSameFiling,
  maxSearchReach,
  proceedingName,
  searchDays,
  searchPageSize,
} from '#app/domain/docket/docket.ts';
import { createEcfs } from '#app/domain/docket/ecfs.server.ts';
import type { LetterSource } from '#app/domain/letter/source.ts';
import { ecfsFake } from '#tests/support/ecfs.ts';

const fake = await ecfsFake();
afterAll(() => fake.close());
beforeEach(() => {
  fake.turns.length = 0;
  fake.searchTurns.length = 0;
  fake.requests.length = 0;
  fake.filings.length = 0;
  fake.lagMs = 0;
});

const ecfs = createEcfs({ url: fake.url, key: fake.key });
/** One that soon loses patience, for answers that never come. */
const hasty = createEcfs({ url: fake.url, key: fake.key, timeoutMs: 300 });
const proceeding = { idProceeding: '2202', name: '22-2', description: 'Empowering Broadband Consumers' };
const letter: LetterSource = {
  fromName: 'Ana Núñez',
  replyTo: 'ana@mail.example',
  postal: { line1: '12 Main St', line2: null, city: 'Oakland', state: 'CA', zip: '94607', zipExtension: '1234' },
  to: 'Federal Communications Commission',
  ways: [],
  docket: { number: 'CG 22-2', title: 'Empowering Broadband Consumers' },
  about: 'Comcast',
  subject: 'Keep the labels',
  body: 'They tell me what I pay for. 🙂\n\nAna\n',
};
function filingOf(source: LetterSource = letter) {
  const filing = ecfsFiling(source, proceeding);
  if (!filing) throw new Error('the letter cannot be filed');
  return filing;
}

describe('what is posted', () => {
  test('is the letter as it was previewed, in the fields of the docket system, with nothing added', async () => {
    expect(await ecfs.file(filingOf())).toMatchObject({ outcome: 'accepted', confirmation: fake.filings[0]?.id });
    expect(JSON.parse(fake.requests[0]?.body ?? '')).toEqual({
      documents: [],
      proceedings: [{ name: '22-2', id_proceeding: '2202', description: 'Empowering Broadband Consumers' }],
      filers: [{ name: 'Ana Núñez' }],
      authors: [],
      bureaus: [],
      lawfirms: [],
      addressentity: { address_line_1: '12 Main St', city: 'Oakland', state: 'CA', zip_code: '94607-1234' },
      internationaladdressentity: { addresstext: '' },
      contact_email: 'ana@mail.example',
      text_data: 'Keep the labels\n\nThey tell me what I pay for. 🙂\n\nAna\n',
      express_comment: 1,
    });
  });

  test('carries the key in one header and nowhere else, whatever is asked', async () => {
    await ecfs.file(filingOf());
    await ecfs.findProceeding('22-2');
    await ecfs.search({ proceeding: '22-2', filer: 'Ana Núñez', from: '2026-01-01', to: '2026-12-31', offset: 0 });
    expect(fake.requests.map(({ key }) => key)).toEqual([fake.key, fake.key, fake.key]);
    expect(JSON.stringify(fake.requests.map(({ path, body }) => path + body))).not.toContain(fake.key);
  });

  test('is nothing while the letter lacks a name or a part of the address', () => {
    expect(ecfsFiling({ ...letter, fromName: null }, proceeding)).toBeNull();
    expect(ecfsFiling({ ...letter, postal: null }, proceeding)).toBeNull();
    const noCity = letter.postal && { ...letter.postal, city: null };
    expect(ecfsFiling({ ...letter, postal: noCity }, proceeding)).toBeNull();
    expect(addressGaps(noCity)).toEqual(['city']);
  });

  test('goes to the proceeding by its bare number', () => {
    expect(['CG 22-2', '22-2', ' WC  17-108 '].map(proceedingName)).toEqual(['22-2', '22-2', '17-108']);
  });
});

describe('an answer to a filing', () => {
  test.each([
    ['that never comes', 'silent', 'unknown', null, 1],
    ['whose connection ends after the filing was taken', 'lost', 'unknown', null, 1],
    ['that is cut off', 'cut', 'unknown', null, 1],
    ['that is a page instead', 'garbled', 'unknown', 200, 1],
    ['of a gateway that may have passed it on', 'gateway', 'unknown', 502, 1],
    ['whose connection ends before anything was taken, which nobody can see', 'drop', 'unknown', null, 0],
  ] as const)('%s leaves it unknown', async (_, turn, outcome, code, taken) => {
    fake.turns.push(turn);
    expect(await (turn === 'silent' ? hasty : ecfs).file(filingOf())).toMatchObject({ outcome, code });
    expect([fake.filings.length, fake.requests.length]).toEqual([taken, 1]);
  });

  test('that is slow but comes is a success', async () => {
    fake.turns.push({ slow: 100 });
    expect(await ecfs.file(filingOf())).toMatchObject({ outcome: 'accepted' });
  });

  test('with status 200 and a plain text is a refusal, permanent or for now by what it says', async () => {
    const said = async (body: string) => {
      fake.turns.push({ status: 200, body });
      const { outcome } = await ecfs.file(filingOf());
      return outcome;
    };
    expect(await said('Parameters incorrectly formatted')).toBe('permanent_failure');
    expect(await said('{"message":"filers.name is required"}')).toBe('permanent_failure');
    expect(await said('Over rate limit, please try again later')).toBe('temporary_failure');
    expect(await said('Service temporarily unavailable')).toBe('temporary_failure');
    expect(await said('{"error":{"code":"API_KEY_MISSING"}}')).toBe('temporary_failure');
    expect(await said('')).toBe('unknown');
    expect(await said('{"confirm":""}')).toBe('unknown');
    expect(await said('An error occurred')).toBe('unknown');
    expect(fake.filings).toEqual([]);
    const { text_data: _, ...wordless } = filingOf();
    expect(await ecfs.file({ ...wordless, text_data: '' })).toMatchObject({
      outcome: 'permanent_failure',
      response: '200 Missing required field',
    });
  });

  test('with a status is temporary, permanent or about our key, and Retry-After says for how long', async () => {
    const now = () => new Date('2026-11-22T12:00:00Z');
    const answer = (status: number, retryAfter: string | null = null) =>
      readFilingAnswer({ status, retryAfter, body: 'no' }, now());
    expect(answer(429, '90')).toMatchObject({ outcome: 'temporary_failure', holdMs: 90_000 });
    expect(answer(503, 'Sun, 22 Nov 2026 12:10:00 GMT')).toMatchObject({
      outcome: 'temporary_failure',
      holdMs: 600_000,
    });
    expect(answer(429)).toMatchObject({ outcome: 'temporary_failure', holdMs: 60_000 });
    expect(answer(403)).toMatchObject({ outcome: 'temporary_failure', holdMs: 3_600_000 });
    expect(answer(301)).toMatchObject({ outcome: 'temporary_failure', holdMs: 3_600_000 });
    expect([400, 404, 413, 422].map((status) => answer(status).outcome)).toEqual(Array(4).fill('permanent_failure'));
    expect([500, 502, 504].map((status) => answer(status).outcome)).toEqual(Array(3).fill('unknown'));
    expect(retryAfterMs('soon', now())).toBeNull();
    expect(retryAfterMs('-5', now())).toBeNull();
    expect(retryAfterMs('999999999', now())).toBe(86_400_000);
    expect(retryAfterMs('Sat, 21 Nov 2026 12:00:00 GMT', now())).toBe(1_000);
  });

  test('that no server gives is temporary: not a byte was written', async () => {
    const closed = createServer();
    await new Promise<void>((ready) => closed.listen(0, '127.0.0.1', ready));
    const address = closed.address();
    await new Promise<void>((done) => closed.close(() => done()));
    const port = typeof address === 'object' && address ? address.port : 0;
    const nowhere = createEcfs({ url: `http://127.0.0.1:${port}/ecfs`, key: 'k' });
    expect(await nowhere.file(filingOf())).toMatchObject({ outcome: 'temporary_failure', code: null });
  });

  test('never quotes the key', async () => {
    const stranger = createEcfs({ url: fake.url, key: 'another-key' });
    const answer = await stranger.file(filingOf());
    expect(answer).toMatchObject({ outcome: 'temporary_failure', code: 403, holdMs: 3_600_000 });
    expect(JSON.stringify(answer)).not.toContain('another-key');
  });
});

describe('a search', () => {
  const search = { proceeding: '22-2', filer: 'Ana Núñez', from: '2026-01-01', to: '2027-12-31' };

  test('finds the filing again by name and exact text, whatever became of its line ends, and no other', async () => {
    fake.turns.push('lost');
    await ecfs.file(filingOf());
    await ecfs.file(filingOf({ ...letter, body: 'Another text of the same person.\n' }));
    const page = await ecfs.search({ ...search, offset: 0 });
    const same = page.ok ? page.value.filings.filter((one) => isSameFiling(one, filingOf())) : [];
    expect(same.map(({ confirmation }) => confirmation)).toEqual([fake.filings[0]?.id]);
    const [found] = same;
    if (!found) throw new Error('not found');
    expect(isSameFiling({ ...found, zip: '10001' }, filingOf())).toBe(false);
    expect(isSameFiling({ ...found, filer: 'Ana Nunez' }, filingOf())).toBe(false);
    expect(isSameFiling({ ...found, text: `${found.text}x` }, filingOf())).toBe(false);
  });

  test('goes on page by page to 10,000 and says when more lies beyond', async () => {
    const posted = { ...filingOf() };
    for (let n = 0; n < maxSearchReach + 1; n += 1)
      fake.filings.push({ id: String(n), posted: { ...posted }, takenAtMs: Date.parse('2026-11-22') });
    const last = await ecfs.search({ ...search, offset: maxSearchReach - searchPageSize });
    expect(last).toMatchObject({ ok: true, value: { next: 'beyond' } });
    const first = await ecfs.search({ ...search, offset: 0 });
    expect(first).toMatchObject({ ok: true, value: { next: searchPageSize } });
  });

  test('that is refused with status 200 and a text is no empty result', async () => {
    const beyond = await ecfs.search({ ...search, offset: maxSearchReach });
    expect(beyond).toMatchObject({ ok: false, response: '200 Parameters incorrectly formatted' });
    fake.searchTurns.push('silent', { status: 503, body: 'later', headers: { 'Retry-After': '7' } });
    expect(await hasty.search({ ...search, offset: 0 })).toMatchObject({ ok: false, holdMs: null });
    expect(await ecfs.search({ ...search, offset: 0 })).toMatchObject({ ok: false, holdMs: 7_000 });
  });

  test('for a proceeding finds exactly that one', async () => {
    expect(await ecfs.findProceeding('22-2')).toMatchObject({ ok: true, value: { idProceeding: '2202' } });
    expect(await ecfs.findProceeding('22-22')).toEqual({ ok: true, value: null });
  });

  test('is made on whole days around the posting', () => {
    expect(searchDays(new Date('2026-11-22T01:00:00Z'), new Date('2026-11-24T23:00:00Z'))).toEqual({
      from: '2026-11-21',
      to: '2026-11-25',
    });
  });
});
