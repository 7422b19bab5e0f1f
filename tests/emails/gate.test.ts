import { expect, test } from 'vitest';
import { openGate, type Urgency, urgencyOf } from '#emails/gate.ts';

function crowd(places: number) {
  const gate = openGate(places);
  const entered: string[] = [];
  const leaves = new Map<string, () => void>();
  const ask = (name: string, urgency: Urgency) =>
    void gate.enter(urgency).then((leave) => {
      entered.push(name);
      leaves.set(name, leave);
    });
  const settle = () => new Promise((done) => setImmediate(done));
  return { entered, ask, settle, leave: (name: string) => leaves.get(name)?.() };
}

test('confirmations leave before receipts, receipts before letters, each in the order of asking', async () => {
  const { entered, ask, settle, leave } = crowd(2);
  ask('letter 1', 'bulk');
  await settle();
  for (const name of ['letter 2', 'letter 3']) ask(name, 'bulk');
  ask('receipt 1', 'receipt');
  ask('confirmation 1', 'awaited');
  ask('confirmation 2', 'awaited');
  ask('confirmation 3', 'awaited');
  await settle();
  expect(entered).toEqual(['letter 1', 'confirmation 1']);
  leave('letter 1');
  await settle();
  leave('confirmation 1');
  await settle();
  expect(entered.slice(2)).toEqual(['confirmation 2', 'confirmation 3']);
  leave('confirmation 2');
  leave('confirmation 3');
  await settle();
  expect(entered.slice(4)).toEqual(['receipt 1']);
  leave('receipt 1');
  leave('receipt 1');
  await settle();
  expect(entered.slice(5)).toEqual(['letter 2']);
});

test('any number of slow letters leaves a place for a confirmation', async () => {
  const { entered, ask, settle } = crowd(6);
  for (let i = 0; i < 50; i += 1) ask(`letter ${i}`, 'bulk');
  await settle();
  expect(entered).toHaveLength(5);
  ask('confirmation', 'awaited');
  await settle();
  expect(entered.at(-1)).toBe('confirmation');
});

test('letters can wait, links and codes cannot', () => {
  expect(['confirmation', 'my-page', 'signature-receipt', 'letter-receipt', 'letter'].map(urgencyOf)).toEqual([
    'awaited',
    'awaited',
    'receipt',
    'receipt',
    'bulk',
  ]);
});
