import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { comparisonOf } from '#app/domain/measurement/comparison.ts';
import { type ComparisonOrder, compareStreams } from '#app/domain/measurement/comparison-run.ts';
import { segmentSourceOf } from '#app/domain/measurement/segment-source.ts';

const servers: (() => void)[] = [];
afterEach(() => {
  for (const close of servers.splice(0)) close();
});

/** A server that sends segments in parts of 4 KB, one a `pauseMs`; `answer` may take a request over. */
async function segmentServer(
  pauseMs: number,
  answer: (count: number) => 'as asked' | 'refused' | 'short' | 'dropped' | 'silent' = () => 'as asked',
) {
  const asked: number[] = [];
  let underWay = 0;
  let most = 0;
  const server = createServer(async (request, response) => {
    const range = /^bytes=0-(\d+)$/.exec(request.headers.range ?? '')?.[1];
    const bytes = range ? Number(range) + 1 : Number(new URL(request.url ?? '', 'http://x').searchParams.get('bytes'));
    asked.push(bytes);
    const how = answer(asked.length);
    if (how === 'silent') return;
    if (how === 'dropped') return request.socket.destroy();
    if (how === 'refused') return response.writeHead(503).end();
    underWay += 1;
    most = Math.max(most, underWay);
    response.writeHead(range ? 206 : 200);
    for (let left = how === 'short' ? bytes - 1 : bytes; left > 0; left -= 4096) {
      response.write(Buffer.alloc(Math.min(left, 4096)));
      await new Promise((sent) => setTimeout(sent, pauseMs));
    }
    underWay -= 1;
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  servers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, asked, most: () => most };
}

const limits = { pairs: 10, segmentMs: 40, minBytes: 16 * 1024, maxBytes: 64 * 1024, segmentTimeoutMs: 1500 };

function order(stream: string, control: string, more: Partial<ComparisonOrder> = {}): ComparisonOrder {
  const [ours, theirs] = [segmentSourceOf(stream, 'stream'), segmentSourceOf(control, 'control')];
  if ('fault' in ours || 'fault' in theirs) throw new Error('no source');
  return { stream: ours, control: theirs, seed: 'a test', limits, ...more };
}

describe('compareStreams', () => {
  it('fetches equal bytes from both sides, one at a time, and gives the raw pairs that its result comes from', async () => {
    const [stream, control] = [await segmentServer(8), await segmentServer(2)];
    const told: string[] = [];
    const outcome = await compareStreams(
      order(stream.origin, control.origin, {
        onProgress: ({ stage, done, of }) => told.push(`${stage} ${done}/${of}`),
      }),
    );
    if (!outcome.ok) throw new Error(outcome.reason);
    expect(outcome.comparison.verdict).toBe('streaming_slower');
    expect(comparisonOf(outcome.pairs)).toEqual(outcome.comparison);
    expect(stream.asked).toEqual(control.asked);
    expect(outcome.receivedBytes).toBe([...stream.asked, ...control.asked].reduce((a, b) => a + b, 0));
    expect([stream.most(), control.most()]).toEqual([1, 1]);
    expect(outcome.pairs.filter(({ first }) => first === 'stream')).toHaveLength(5);
    expect(told.at(0)).toBe('preparing 0/10');
    expect(told.at(-1)).toBe('comparing 10/10');
  });

  it('asks for the first bytes of a real file where a side is one', async () => {
    const [stream, control] = [await segmentServer(2), await segmentServer(2)];
    const outcome = await compareStreams(order(`${stream.origin}/video/1.m4s`, control.origin));
    expect(outcome).toMatchObject({ ok: true });
    expect(stream.asked).toEqual(control.asked);
  });

  it('names the side that cannot be had, and how', async () => {
    const well = await segmentServer(1);
    const gone = await compareStreams(order(well.origin, 'http://127.0.0.1:1'));
    expect(gone).toEqual({ ok: false, reason: 'unreachable', side: 'control', fault: 'network' });
    const kinds = { refused: 'status', short: 'length', dropped: 'network', silent: 'timeout' } as const;
    for (const [how, fault] of Object.entries(kinds)) {
      const ill = await segmentServer(1, () => how as keyof typeof kinds);
      const outcome = await compareStreams(
        order(ill.origin, well.origin, { limits: { ...limits, segmentTimeoutMs: 200 } }),
      );
      expect(outcome, how).toEqual({ ok: false, reason: 'unreachable', side: 'stream', fault });
    }
  });

  it('makes up for a segment that was lost, says how many, and gives up on a side that keeps losing them', async () => {
    const well = await segmentServer(2);
    const sometimes = await segmentServer(2, (count) => (count === 6 || count === 9 ? 'dropped' : 'as asked'));
    const outcome = await compareStreams(order(sometimes.origin, well.origin));
    expect(outcome).toMatchObject({ ok: true, comparison: { pairs: 10, lost: 2 } });
    const often = await segmentServer(2, (count) => (count > 5 ? 'refused' : 'as asked'));
    expect(await compareStreams(order(often.origin, well.origin))).toMatchObject({ side: 'stream', fault: 'status' });
  });

  it('stops at once when told to, in the middle of a segment', async () => {
    const [stream, control] = [await segmentServer(200), await segmentServer(200)];
    const stop = new AbortController();
    const begunAt = performance.now();
    setTimeout(() => stop.abort(), 300);
    const outcome = await compareStreams(
      order(stream.origin, control.origin, { signal: stop.signal, limits: { ...limits, segmentTimeoutMs: 10_000 } }),
    );
    expect(outcome).toEqual({ ok: false, reason: 'aborted' });
    expect(performance.now() - begunAt).toBeLessThan(2000);
    expect(await compareStreams(order(stream.origin, control.origin, { signal: stop.signal }))).toMatchObject({
      reason: 'aborted',
    });
  });

  it('ends in its time on a line that is too slow, without an answer', async () => {
    const [stream, control] = [await segmentServer(30), await segmentServer(30)];
    const begunAt = performance.now();
    const slow = { ...limits, timeLimitMs: 900 };
    const outcome = await compareStreams(order(stream.origin, control.origin, { limits: slow }));
    expect(outcome).toEqual({ ok: false, reason: 'too_few_pairs' });
    expect(performance.now() - begunAt).toBeLessThan(4000);
  });
});
