import { expect, test } from 'vitest';
import { type FormFacts, judge, RULES, windowLimits } from '#app/domain/judgement/judgement.ts';
import { INVALIDATION_REASONS } from '#app/domain/judgement/review.ts';

const none = { minute: 1, hour: 1, bareMinute: 0, bareHour: 0 };
const honest: FormFacts = {
  isTrapped: false,
  proof: 'valid',
  proofUsedBefore: 0,
  openMs: 20_000,
  network: none,
  isp: none,
  domain: none,
  campaign: none,
  disposableList: null,
  ispStatedId: 1,
  ispSeenId: 1,
  state: 'CA',
  ispStates: null,
  isSetAside: false,
};
const count = (forms: number, bare: number) => ({ minute: forms, hour: forms, bareMinute: bare, bareHour: bare });
const found = (over: Partial<FormFacts>) => {
  const { isSuspicious, judgements } = judge(7, { ...honest, ...over });
  return {
    isSuspicious,
    rules: judgements
      .filter(({ rule }) => rule !== 'weighing')
      .map(({ rule, verdict, points }) => [rule, verdict, points]),
  };
};

test('an honest form is clear, and one judgement says so', () => {
  expect(judge(7, honest)).toEqual({
    isSuspicious: false,
    judgements: [{ rule: 'weighing', version: 1, verdict: 'clear', points: 0, facts: { rules: [] } }],
    holdMs: 0,
  });
});

test.each<[string, Partial<FormFacts>, [string, string, number], boolean]>([
  ['a filled trap', { isTrapped: true }, ['honeypot', 'suspicious', 2], true],
  ['no proof', { proof: 'none' }, ['proof', 'noted', 1], false],
  ['a proof that is too old', { proof: 'expired' }, ['proof', 'noted', 1], false],
  ['a proof that does not hold', { proof: 'invalid' }, ['proof', 'suspicious', 2], true],
  ['a proof used once before, as after "back"', { proofUsedBefore: 1 }, ['proof-reused', 'noted', 1], false],
  ['a proof used twice before', { proofUsedBefore: 2 }, ['proof-reused', 'suspicious', 2], true],
  ['no stamp', { openMs: null }, ['time-trap', 'noted', 0], false],
  ['a form filled in within a second', { openMs: 799 }, ['time-trap', 'suspicious', 2], true],
  ['a form filled in within two seconds', { openMs: 1_999 }, ['time-trap', 'noted', 1], false],
  ['a throw-away mailbox', { disposableList: 'a list of a day' }, ['disposable-domain', 'noted', 1], false],
  ['another ISP seen than stated', { ispSeenId: 2 }, ['isp-differs', 'noted', 0], false],
  ['an ISP that does not serve the state', { ispStates: ['AK'] }, ['isp-elsewhere', 'noted', 1], false],
  ['an address that an organizer set aside', { isSetAside: true }, ['set-aside', 'suspicious', 2], true],
  ['a flood from one network', { network: count(1_201, 0) }, ['network-burst', 'suspicious', 2], true],
])('%s is judged as the list says', (_, over, judgement, isSuspicious) => {
  const result = found(over);
  expect(result.rules[0]).toEqual(judgement);
  expect(result.isSuspicious).toBe(isSuspicious);
});

test('two notes set a form aside, and burst and sustained of one network are one note', () => {
  expect(found({ proof: 'none', disposableList: 'a list' }).isSuspicious).toBe(true);
  expect(found({ proofUsedBefore: 1, openMs: 1_500 }).isSuspicious).toBe(true);
  const both = judge(7, { ...honest, network: { ...count(11, 11), hour: 41, bareHour: 41 }, proof: 'none' });
  expect(both.judgements.at(-1)).toMatchObject({ rule: 'weighing', points: 2, verdict: 'suspicious' });
});

test("a rally of an ISP's subscribers passes with proof, however large; without proof it counts by its share", () => {
  const rally = count(50_000, 500);
  expect(found({ isp: rally, campaign: rally }).isSuspicious).toBe(false);
  expect(found({ isp: rally, campaign: rally, proof: 'none' }).isSuspicious).toBe(false);
  expect(found({ isp: count(50_000, 6_000), proof: 'none' }).isSuspicious).toBe(true);
});

test('a carrier or a university behind one network passes with proof where forms without proof are set aside', () => {
  const campus = { network: count(1_000, 5), domain: count(550, 5) };
  expect(found(campus).isSuspicious).toBe(false);
  expect(found({ ...campus, proof: 'none' }).isSuspicious).toBe(false);
  expect(found({ network: count(1_000, windowLimits.network.bare.minute.noted + 1), proof: 'none' }).isSuspicious).toBe(
    true,
  );
});

test('under pressure the mail of a form without proof waits five to ten minutes; in a crowd with proof, and when it is quiet, none waits', () => {
  const waits = [1, 2, 3, 4].map((id) => judge(id, { ...honest, proof: 'none', campaign: count(61, 61) }).holdMs);
  for (const wait of waits) expect(wait >= 300_000 && wait < 600_000).toBe(true);
  expect(new Set(waits).size).toBe(4);
  expect(judge(1, { ...honest, proof: 'none', campaign: count(60, 60) }).holdMs).toBe(0);
  expect(judge(1, { ...honest, proof: 'none', campaign: count(10_000, 200) }).holdMs).toBe(0);
  expect(judge(1, { ...honest, campaign: count(5_000, 5_000) }).holdMs).toBe(0);
});

test('rules and reasons are named as the ledger and the published list take them', () => {
  for (const { name } of [...RULES, ...INVALIDATION_REASONS]) expect(name).toMatch(/^[a-z0-9-]{1,40}$/);
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
});
