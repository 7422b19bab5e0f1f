import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { fieldsOf, readFields } from '#app/domain/segment/fields.ts';
import { archiveSegment, findSegment, listSegments, saveSegment } from '#app/domain/segment/saved.server.ts';
import { countSegment, eachOfSegment, previewSegment } from '#app/domain/segment/segment.server.ts';
import { type SegmentQuery, segmentQuery } from '#app/domain/segment/segment.ts';
import { leaveByLink } from '#app/domain/subscriber/leave.server.ts';
import { subscribeConfirmed } from '#app/domain/subscriber/subscribe.server.ts';
import { memberToken } from '#app/domain/subscriber/token.server.ts';
import { layOut, secret } from '#tests/domain/subscriber/setting.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase();
const given = { db, now: () => new Date('2026-11-22T12:00:00Z'), secret };
const { first, second, comcast, cox, consent, campaign } = await layOut(db);
const count = (query: SegmentQuery, organization = first) => countSegment(query, organization, given);

let made = 0;
/** A member who has proved the mailbox. */
async function member(over: Partial<Parameters<typeof subscribeConfirmed>[0]> = {}) {
  made += 1;
  const address = over.address ?? `member${made}@mail.example`;
  const result = await subscribeConfirmed(
    {
      organizationId: first,
      personId: null,
      canonicalAddress: address,
      address,
      ispId: comcast,
      state: 'CA',
      locale: 'en',
      source: 'page',
      consentTextId: consent,
      where: '/alerts',
      ...over,
    },
    given,
  );
  return result.subscriptionId ?? 0;
}

describe('a segment', () => {
  test('holds those to whom every condition applies, and only its own organization', async () => {
    const ids = {
      ada: await member({ address: 'ada@seg.example', state: 'CA' }),
      ben: await member({ address: 'ben@seg.example', state: 'OR', locale: 'es' }),
      cy: await member({ address: 'cy@seg.example', ispId: cox, state: 'CA', source: 'sign' }),
      dee: await member({ address: 'dee@seg.example', ispId: null, state: null }),
    };
    await member({ address: 'eve@seg.example', organizationId: second });
    const gone = await member({ address: 'fay@seg.example' });
    await leaveByLink(memberToken({ subscriptionId: gone, broadcastId: 1 }, secret), given);
    const person = Number(
      (
        await db.execute<{ id: string }>(sql`
      insert into people (canonical_address, address, locale) values ('ada@seg.example', 'ada@seg.example', 'en') returning id`)
      )[0]?.id,
    );
    await db.execute(sql`
      insert into signatures (campaign_id, canonical_address, address, name, zip, locale, status, person_id, confirmed_at, confirmed_by) values
        (${campaign}, 'ada@seg.example', 'ada@seg.example', 'Ada', '94103', 'en', 'confirmed', ${person}, now(), 'button'),
        (${campaign}, 'ben@seg.example', 'ben@seg.example', 'Ben', '97201', 'en', 'pending', null, null, null)`);
    const who = async (query: SegmentQuery, organization = first) => {
      const found: number[] = [];
      for await (const batch of eachOfSegment(segmentQuery.parse(query), organization, { ...given, batch: 2 }))
        found.push(...batch.map(({ id }) => id));
      expect(await count(query, organization)).toBe(found.length);
      return found;
    };
    const signed = (did: boolean) => [{ deed: 'signed' as const, campaign: 'no-tolls', did }];
    expect(await who({})).toEqual([ids.ada, ids.ben, ids.cy, ids.dee]);
    expect(await who({ isps: ['comcast'] })).toEqual([ids.ada, ids.ben]);
    expect(await who({ isps: ['cox', 'unknown'] })).toEqual([ids.cy, ids.dee]);
    expect(await who({ isps: ['comcast', 'cox'], states: ['CA'] })).toEqual([ids.ada, ids.cy]);
    expect(await who({ locale: 'es' })).toEqual([ids.ben]);
    expect(await who({ sources: ['sign'] })).toEqual([ids.cy]);
    expect(await who({ deeds: signed(true) })).toEqual([ids.ada]);
    expect(await who({ deeds: signed(false), isps: ['comcast'] })).toEqual([ids.ben]);
    expect(await who({ deeds: [{ deed: 'wrote', campaign: 'no-tolls', did: false }], states: ['OR'] })).toEqual([
      ids.ben,
    ]);
    expect(await who({ since: '2026-11-22', until: '2026-11-22' })).toHaveLength(4);
    expect(await who({ until: '2026-11-21' })).toEqual([]);
    expect(await who({ deeds: signed(false) }, second)).toEqual([]);
    expect(await who({ deeds: signed(true) }, second)).toEqual([]);
    expect(await previewSegment({ isps: ['comcast'] }, first, given)).toMatchObject([
      { address: 'b•••@s•••.example' },
      { address: 'a•••@s•••.example', isp: 'Comcast (Xfinity)' },
    ]);
    expect(segmentQuery.safeParse({ since: '2026-02-01', until: '2026-01-01' }).success).toBe(false);
    expect(segmentQuery.safeParse({ anything: 1 }).success).toBe(false);
  });

  test('is kept under a name that no other has, in its own organization, and comes back from its address', async () => {
    const query: SegmentQuery = {
      isps: ['comcast', 'unknown'],
      states: ['CA'],
      locale: 'es',
      deeds: [
        { deed: 'signed', campaign: 'no-tolls', did: true },
        { deed: 'wrote', campaign: 'no-tolls', did: false },
      ],
      since: '2026-01-01',
      until: '2026-02-01',
      sources: ['import'],
      lists: [3],
    };
    expect(readFields(fieldsOf(query))).toEqual({ ok: true, query });
    expect(readFields(new URLSearchParams('isp=%3Cb%3E&locale=es&list=x'))).toEqual({
      ok: false,
      query: { locale: 'es' },
      faults: ['isps', 'lists'],
    });
    const save = (over: object) =>
      saveSegment({ organizationId: first, actor: 'organizer:1', id: null, name: 'West', query, ...over }, given);
    const made = await save({});
    if (!made.ok) throw new Error(made.reason);
    expect(await save({})).toEqual({ ok: false, reason: 'name_taken' });
    expect(await save({ name: ' ' })).toEqual({ ok: false, reason: 'name_missing' });
    expect(await save({ organizationId: second })).toMatchObject({ ok: true });
    expect(await save({ organizationId: second, id: made.id, name: 'Theirs' })).toEqual({
      ok: false,
      reason: 'unknown',
    });
    expect(await findSegment({ organizationId: first, id: made.id }, given)).toMatchObject({ name: 'West', query });
    expect(await findSegment({ organizationId: second, id: made.id }, given)).toBeNull();
    expect(await archiveSegment({ organizationId: second, actor: 'x', id: made.id }, given)).toBe(false);
    expect(await archiveSegment({ organizationId: first, actor: 'x', id: made.id }, given)).toBe(true);
    expect(await listSegments(first, given)).toEqual([]);
    expect(await save({})).toMatchObject({ ok: true });
  });
});
