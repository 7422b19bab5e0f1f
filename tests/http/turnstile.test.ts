import { expect, test } from 'vitest';
import { createTurnstile } from '#app/http/turnstile.ts';

function opened(most = 2) {
  const clock = { ms: 0 };
  const turnstile = createTurnstile({ most: () => most, nowMs: () => clock.ms });
  return { turnstile, clock };
}

test('no more are inside than there is room for, and those of a higher rank go first', async () => {
  const { turnstile } = opened();
  const first = await turnstile.enter('form');
  const second = await turnstile.enter('form');
  const order: string[] = [];
  const wait = (rank: 'confirmation' | 'form' | 'page', name: string) =>
    turnstile.enter(rank).then((leave) => {
      order.push(name);
      return leave;
    });
  const later = [wait('page', 'page'), wait('form', 'form'), wait('confirmation', 'confirmation')];
  await Promise.resolve();
  expect([turnstile.inside, turnstile.waiting, order]).toEqual([2, 3, []]);
  first?.();
  expect(await later[2]).toBeTypeOf('function');
  second?.();
  (await later[1])?.();
  await later[0];
  expect(order).toEqual(['confirmation', 'form', 'page']);
  expect(turnstile.inside).toBe(2);
});

test('who would wait too long, by how long the last ones stayed, is told so at once', async () => {
  const { turnstile, clock } = opened(1);
  for (let round = 0; round < 100; round += 1) {
    const leave = await turnstile.enter('page');
    clock.ms += 800;
    leave?.();
  }
  const inside = await turnstile.enter('form');
  const waits = turnstile.enter('form');
  expect(await turnstile.enter('form')).toBeNull();
  expect(await turnstile.enter('page')).toBeNull();
  const confirms = turnstile.enter('confirmation');
  inside?.();
  (await confirms)?.();
  expect(await waits).toBeTypeOf('function');
});

test('nobody waits behind those who are stuck, and all goes on when they come out', async () => {
  const { turnstile, clock } = opened(1);
  const stuck = await turnstile.enter('form');
  clock.ms += 5000;
  expect(await turnstile.enter('confirmation')).toBeNull();
  stuck?.();
  stuck?.();
  expect(turnstile.inside).toBe(0);
});
