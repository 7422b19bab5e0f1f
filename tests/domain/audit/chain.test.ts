import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { anchorChain } from '#app/domain/audit/anchor.server.ts';
import { recordDeed } from '#app/domain/audit/audit.server.ts';
import { canonicalJson } from '#app/domain/audit/canonical.ts';
import { chainEvents, findChainHead } from '#app/domain/audit/chain.server.ts';
import { type AuditFault, verifyAudit } from '#app/domain/audit/verify.server.ts';
import { auditCounts } from '#app/domain/count/audit.server.ts';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { keepFigures, readPublicCounts } from '#app/domain/ledger/counts.server.ts';
import { parseLeaf } from '#app/domain/ledger/leaf.ts';
import { signCheckpoints } from '#app/domain/ledger/ledger-key.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { insertCampaign, insertConfirmed } from '../count/signers.ts';
import { ledgerKey } from '../ledger/logs.ts';
import { type Attack, faultsAfter, faultsIn, rehash } from './attacks.ts';

const database = await testDatabase();
const { db } = database;
const start = Date.parse('2026-11-20T12:00:00Z');
const at = (minutes: number) => new Date(start + minutes * 60_000);
const given = (minutes: number) => ({ db, now: () => at(minutes), origin: 'https://untolled.example' });

const deed = (minutes: number, facts: Record<string, unknown> = {}) => ({
  organizationId: null,
  actor: 'organizer:o1',
  action: 'campaign.change',
  subject: 'campaign:labels',
  facts: { minutes, ...facts },
  at: at(minutes),
});

const campaignId = await insertCampaign(db, 'labels');
await insertConfirmed(db, { campaignId, count: 3 });
await runSequencer(given(0));
for (let minutes = 0; minutes < 6; minutes += 1)
  await recordDeed(db, deed(minutes, { before: { z: 1, a: [true, null, 1.5] }, text: 'é\n' }));

describe('canonical JSON', () => {
  it('has one form, whatever the order in which fields were written', () => {
    expect(canonicalJson({ b: [1, 'é', null], a: { y: -0, x: 1e21 }, '€': '"', '\u{1f600}': false })).toBe(
      '{"a":{"x":1e+21,"y":0},"b":[1,"é",null],"€":"\\"","😀":false}',
    );
    expect(() => canonicalJson({ a: Number.NaN })).toThrow('no number');
    expect(() => canonicalJson({ a: undefined })).toThrow('no value');
  });
});

const sound = () => verifyAudit({}, { db });

describe('the chain', () => {
  it('takes what waits in order, and one that commits late after those with higher numbers', async () => {
    const late = database.another({ max: 1 });
    await late.sql.begin(async (tx) => {
      await tx`insert into audit_events (at, actor, action, subject) values (${at(6).toISOString()}, 'system', 'late', 'x')`;
      await recordDeed(db, deed(7));
      expect(await chainEvents(given(8), 4)).toBe(4);
      expect(await chainEvents(given(8))).toBe(3);
      expect(await chainEvents(given(8))).toBe(0);
    });
    expect(await chainEvents(given(9))).toBe(1);
    const rows = await db.execute<{ action: string; event_id: string }>(
      sql`select event_id, action from audit_chain join audit_events on id = event_id order by sequence`,
    );
    expect(rows.map(({ event_id }) => Number(event_id))).toEqual([1, 2, 3, 4, 5, 6, 8, 7]);
    expect(rows.at(-1)?.action).toBe('late');
    expect(await sound()).toMatchObject({ faults: [], chained: 8, waiting: 0, anchors: 0 });
  });

  it('is added to by one process at a time, and whoever writes events waits for nobody', async () => {
    const other = database.another({ max: 1 });
    await recordDeed(db, deed(10));
    await other.sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(6140140)`;
      expect(await chainEvents(given(10))).toBeNull();
      await recordDeed(db, deed(11));
    });
    await Promise.all(
      Array.from({ length: 4 }, () => chainEvents({ ...given(11), db: database.another({ max: 1 }).db })),
    );
    await chainEvents(given(11));
    expect(await sound()).toMatchObject({ faults: [], chained: 10, waiting: 0 });
  });

  it('is anchored once a day in every open ledger, by a leaf that moves no figure', async () => {
    const before = await auditCounts(campaignId, { db });
    expect(before.isSound).toBe(true);
    expect(await anchorChain(given(12))).toBe(1);
    expect(await anchorChain(given(13))).toBe(0);
    await recordDeed(db, deed(24 * 60));
    await chainEvents(given(24 * 60));
    expect(await anchorChain(given(24 * 60))).toBe(1);
    const entries = await db.execute<{ entry: string }>(
      sql`select entry from count_entries where kind = 'anchor' order by sequence`,
    );
    const head = await findChainHead({ db });
    expect(entries.map(({ entry }) => parseLeaf(entry))).toMatchObject([
      { kind: 'anchor', sequence: 3, day: '2026-11-20' },
      { kind: 'anchor', sequence: 4, day: '2026-11-21', commitment: head?.hash.toString('base64url') },
    ]);
    await signCheckpoints({ key: ledgerKey() }, given(24 * 60));
    await keepFigures({ db });
    expect(await readPublicCounts('labels', { db })).toMatchObject({
      size: 5,
      counted: 3,
      signed: 3,
      corrected: 0,
      byIsp: {},
    });
    expect(await auditCounts(campaignId, { db })).toMatchObject({ isSound: true, differences: [] });
    expect(await sound()).toMatchObject({ faults: [], chained: 11, anchors: 2, newestAnchor: '2026-11-21' });
  });
});

describe('tampering is found', () => {
  it('in ordinary use the database refuses it', async () => {
    const refusals = [
      [sql`update audit_events set subject = 'x'`, 'audit_events_append_only'],
      [sql`delete from audit_chain`, 'audit_chain_append_only'],
      [sql`truncate audit_chain`, 'audit_chain_not_emptied'],
      [sql`truncate audit_events cascade`, 'not_emptied'],
    ] as const;
    for (const [statement, constraint] of refusals) {
      const refused = await db.execute(statement).then(
        () => null,
        (fault: { cause: { constraint_name: string } }) => fault.cause.constraint_name,
      );
      expect(refused).toContain(constraint);
    }
  });

  it.each<[string, Attack[], AuditFault[]]>([
    [
      'a changed fact',
      [sql`update audit_events set facts = facts || '{"minutes": 99}' where id = 3`],
      [{ kind: 'changed', where: 'link 2, event 3' }],
    ],
    [
      'a changed actor',
      [sql`update audit_events set actor = 'organizer:o2' where id = 8`],
      [{ kind: 'changed', where: 'link 6, event 8' }],
    ],
    [
      'a changed time, by a microsecond',
      [sql`update audit_events set at = at + interval '1 microsecond' where id = 1`],
      [{ kind: 'changed', where: 'link 0, event 1' }],
    ],
    [
      'a changed fact with its hash made anew',
      [sql`update audit_events set subject = 'campaign:other' where id = 3`, (tx) => rehash(tx, 2)],
      [{ kind: 'changed', where: 'link 3, event 4' }],
    ],
    ['a removed event', [sql`delete from audit_events where id = 4`], [{ kind: 'removed', where: 'link 3, event 4' }]],
    [
      'a removed event with its link',
      [sql`delete from audit_chain where event_id = 4`, sql`delete from audit_events where id = 4`],
      [{ kind: 'gap', where: 'link 3' }],
    ],
    [
      'a removed link',
      [sql`delete from audit_chain where event_id = 4`],
      [
        { kind: 'gap', where: 'link 3' },
        { kind: 'unchained', where: 'event 4' },
      ],
    ],
    [
      'an inserted event',
      [sql`insert into audit_events (actor, action, subject) values ('organizer:o1', 'x', 'y')`],
      [{ kind: 'unchained', where: expect.stringMatching(/^event \d+$/) }],
    ],
    [
      'an event that was taken away before it was chained',
      [sql`insert into audit_pending (event_id) values (4000)`],
      [{ kind: 'lost', where: 'event 4000' }],
    ],
    [
      'an event inserted in the middle with its link, the rest moved',
      [
        sql`insert into audit_events (id, at, actor, action, subject) overriding system value values (900, ${at(3).toISOString()}::timestamptz, 'organizer:o9', 'x', 'y')`,
        sql`update audit_chain set sequence = sequence + 1000 where sequence >= 4`,
        sql`update audit_chain set sequence = sequence - 999 where sequence >= 1000`,
        sql`insert into audit_chain (sequence, event_id, hash, chained_at) values (4, 900, sha256('x'), ${at(8).toISOString()}::timestamptz)`,
      ],
      [4, 5, 6, 7, 8, 9, 10, 11].map((place) => ({
        kind: 'changed' as const,
        where: expect.stringContaining(`link ${place},`),
      })),
    ],
    [
      'two events that changed places',
      [
        sql`update audit_chain set event_id = 900 where sequence = 4`,
        sql`update audit_chain set event_id = 5 where sequence = 5`,
        sql`update audit_chain set event_id = 6 where sequence = 4`,
      ],
      [
        { kind: 'changed', where: 'link 4, event 6' },
        { kind: 'changed', where: 'link 5, event 5' },
      ],
    ],
    [
      'a cut tail',
      [sql`delete from audit_chain where sequence >= 9`, sql`delete from audit_events where id >= 10`],
      [
        { kind: 'anchor', where: 'ledger of labels, leaf 3, 2026-11-20' },
        { kind: 'anchor', where: 'ledger of labels, leaf 4, 2026-11-21' },
      ],
    ],
    [
      'a rewritten chain',
      [sql`update audit_events set actor = 'organizer:o2' where id = 11`, (tx) => rehash(tx)],
      [{ kind: 'anchor', where: 'ledger of labels, leaf 4, 2026-11-21' }],
    ],
    [
      'a rewritten chain whose anchors were taken out of the ledger',
      [
        sql`update audit_events set actor = 'organizer:o2' where id = 11`,
        (tx) => rehash(tx),
        sql`delete from count_entries where kind = 'anchor'`,
      ],
      [{ kind: 'ledger', where: 'ledger of labels, leaves hashed' }],
    ],
    [
      'a rewritten chain whose anchor was rewritten in the ledger',
      [
        sql`update audit_events set actor = 'organizer:o2' where id = 11`,
        (tx) => rehash(tx),
        sql`update count_entries set entry = replace(entry, split_part(entry, ' ', 7), (
        select rtrim(translate(encode(hash, 'base64'), '+/', '-_'), '=') from audit_chain order by sequence desc limit 1)) where kind = 'anchor' and sequence = 4`,
      ],
      [{ kind: 'ledger', where: 'ledger of labels, tile 0/0' }],
    ],
  ])('%s', async (_, deeds, expected) => {
    expect(await faultsAfter(db, deeds)).toEqual(expected);
    expect((await sound()).faults).toEqual([]);
  });

  it('an event with an old date that went the ordinary way', async () => {
    await db
      .transaction(async (tx) => {
        await recordDeed(tx, deed(2));
        await chainEvents({ ...given(24 * 60), db: tx });
        expect(await faultsIn(tx)).toEqual([{ kind: 'backdated', where: expect.stringMatching(/^link 11/) }]);
        tx.rollback();
      })
      .catch((fault: Error) => expect(fault.message).toBe('Rollback'));
  });

  it('a chain and ledgers that were rewritten together, by an anchor kept elsewhere', async () => {
    const kept = { hash: 'A'.repeat(43), day: '2026-11-19', where: 'my copy, leaf 2' };
    expect((await verifyAudit({ outside: [kept] }, { db })).faults).toEqual([
      { kind: 'anchor', where: 'my copy, leaf 2, 2026-11-19' },
    ]);
  });
});

describe('what is written down', () => {
  it('holds no mail address, wherever somebody typed one', async () => {
    const facts = {
      reason: 'Asked by Ada <ada.lovelace@mail.example>, and "x+y@sub.mail.example".',
      'key@mail.example': [{ deep: 'ñ@ejemplo.example' }],
      when: at(0),
      rate: 3,
      handle: '@untolled at 10 @ 20',
    };
    await recordDeed(db, { ...deed(24 * 60), subject: 'member:ada@mail.example', facts });
    const [row] = await db.execute(sql`select subject, facts from audit_events order by id desc limit 1`);
    expect(row).toEqual({
      subject: 'member:[address]',
      facts: {
        reason: 'Asked by Ada <[address]>, and "[address]".',
        '[address]': [{ deep: '[address]' }],
        when: at(0).toISOString(),
        rate: 3,
        handle: '@untolled at 10 @ 20',
      },
    });
  });
});
