import { expect, test } from 'vitest';
import { pictureName } from '#app/http/pictures/picture-answer.ts';
import { PictureStore } from '#app/http/pictures/picture-store.ts';

const type = 'image/png';
const shown = (picture: Awaited<ReturnType<PictureStore['get']>>) => (picture === 'busy' ? null : picture);
const drawn = (bytes: number) => async () => Buffer.alloc(bytes);

test('a picture is drawn once for all who ask while it is young, and again when it is old', async () => {
  let at = 0;
  let draws = 0;
  const store = new PictureStore({ bytes: 1000, ageMs: 100, waiting: 20 }, () => at);
  const draw = async () => {
    draws += 1;
    return Buffer.from(`drawing ${draws}`);
  };
  const all = await Promise.all([store.get('a', type, draw), store.get('a', type, draw), store.get('a', type, draw)]);
  expect([draws, new Set(all.map((picture) => shown(picture)?.etag)).size]).toEqual([1, 1]);
  at = 99;
  await store.get('a', type, draw);
  expect(draws).toBe(1);
  at = 100;
  expect(shown(await store.get('a', type, draw))?.bytes.toString()).toBe('drawing 2');
});

test('one picture is drawn at a time', async () => {
  const store = new PictureStore({ bytes: 1000, ageMs: 100, waiting: 20 });
  let underWay = 0;
  let most = 0;
  const draw = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((done) => setTimeout(done, 2));
    underWay -= 1;
    return Buffer.alloc(1);
  };
  await Promise.all(Array.from({ length: 12 }, (_, at) => store.get(`${at}`, type, draw)));
  expect(most).toBe(1);
});

test('a flood of different pictures is told that all are busy, and what waits is drawn', async () => {
  const store = new PictureStore({ bytes: 1000, ageMs: 100, waiting: 3 });
  const all = await Promise.all(Array.from({ length: 9 }, (_, at) => store.get(`${at}`, type, drawn(1))));
  expect(all.map((picture) => picture === 'busy')).toEqual([false, false, false, true, true, true, true, true, true]);
  expect(shown(await store.get('9', type, drawn(1)))?.bytes.length).toBe(1);
});

test('the least lately used leave when the bytes are full', async () => {
  const store = new PictureStore({ bytes: 100, ageMs: 1000, waiting: 20 }, () => 0);
  for (const key of ['a', 'b']) await store.get(key, type, drawn(40));
  await store.get('a', type, drawn(40));
  await store.get('c', type, drawn(40));
  expect(store.bytes).toBe(80);
  const drew: string[] = [];
  for (const key of ['a', 'c', 'b'])
    await store.get(key, type, async () => {
      drew.push(key);
      return Buffer.alloc(1);
    });
  expect(drew).toEqual(['b']);
});

test('what cannot be drawn is not remembered and holds up nobody', async () => {
  const store = new PictureStore({ bytes: 100, ageMs: 1000, waiting: 20 });
  const fault = store.get('a', type, async () => {
    throw new Error('no font');
  });
  const after = store.get('b', type, drawn(1));
  await expect(fault).rejects.toThrow('no font');
  expect(shown(await after)?.bytes.length).toBe(1);
  expect(await store.get('a', type, async () => null)).toBeNull();
  expect(shown(await store.get('a', type, drawn(2)))?.bytes.length).toBe(2);
});

test('a file name is a slug and one of three endings', () => {
  expect(pictureName('comcast-deal.svg')).toEqual({ name: 'comcast-deal', ending: 'svg' });
  for (const file of [undefined, '', 'a.gif', '../a.png', 'A.png', '.png', `${'a'.repeat(101)}.png`, 'a.png.csv'])
    expect(pictureName(file)).toBeNull();
});
