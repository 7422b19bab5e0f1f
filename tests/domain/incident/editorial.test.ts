import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { changeIncidentState, listEditorialChanges } from '#app/domain/incident/editorial.server.ts';
import {
  EDITORIAL_STATES,
  EDITORIAL_TRANSITIONS,
  type EditorialState,
  SEED_EDITOR,
  statesAfter,
} from '#app/domain/incident/editorial.ts';
import { addIncident, editIncident } from '#app/domain/incident/entry.server.ts';
import { findHeldEntry } from '#app/domain/incident/held.server.ts';
import { findIncident } from '#app/domain/incident/incident.server.ts';
import { editorialChanges, editorialTransitions } from '#db/schema/editorial.ts';
import { incidents } from '#db/schema/incident.ts';
import { readFacts } from '#db/seed/facts.ts';
import { seed } from '#db/seed/load.ts';
import type { IncidentFields } from '#db/seed/shapes.ts';
import { testDatabase } from '#tests/support/database.ts';
import { seededTemplate } from '#tests/support/seeded.ts';

const database = await testDatabase(await seededTemplate());
const { db } = database;
const now = () => new Date('2030-01-01T00:00:00Z');
const given = { db, now };
const signed = { reason: 'A sample reason.', by: 'Sample Editor' };
const facts = await readFacts();

const sample: IncidentFields = {
  id: 'sample-entry-2025',
  date: '2025-03-01',
  datePrecision: 'month',
  isps: [{ nameThen: 'Comcast', slug: 'comcast' }],
  type: 'disclosure',
  segment: 'last_mile',
  title: 'A sample entry',
  summary: 'Something that a test made up.',
  tags: [],
  sources: ['https://example.com/sample'],
  confidence: 'sourced',
};

async function rowOf(slug: string) {
  const [row] = await db.select().from(incidents).where(eq(incidents.slug, slug));
  if (!row) throw new Error(`no ${slug}`);
  return row;
}

const historyOf = async (slug: string) => listEditorialChanges({ incidentId: (await rowOf(slug)).id }, given);

/** The name of the constraint that refused a statement. */
function causeOf({ cause }: Error): string | undefined {
  return cause instanceof Error && 'constraint_name' in cause ? String(cause.constraint_name) : undefined;
}

describe('The life of an entry', () => {
  test('has the same allowed changes in code and in the database', async () => {
    const rows = await db.select().from(editorialTransitions);
    const pairs = rows.map(({ fromState, toState }) => `${fromState} ${toState}`);
    expect(pairs.toSorted()).toEqual(EDITORIAL_TRANSITIONS.map((pair) => pair.join(' ')).toSorted());
    expect(statesAfter('withdrawn')).toEqual(['needs_information']);
    expect(EDITORIAL_STATES.some((from) => statesAfter(from).includes('new'))).toBe(false);
  });

  test('is kept by the database for every pair of states', async () => {
    const { id } = await rowOf('att-ftc-2019');
    for (const from of EDITORIAL_STATES) {
      for (const to of EDITORIAL_STATES.filter((state) => state !== from)) {
        const outcome = await db
          .transaction(async (tx) => {
            await tx.execute(sql`set local session_replication_role = replica`);
            await tx.update(incidents).set({ editorialState: from }).where(eq(incidents.id, id));
            await tx.execute(sql`set local session_replication_role = origin`);
            await tx.update(incidents).set({ editorialState: to }).where(eq(incidents.id, id));
            throw new Error('undo');
          })
          .catch((error: Error) => causeOf(error) ?? error.message);
        expect(`${from} ${to} ${outcome}`).toBe(
          `${from} ${to} ${statesAfter(from).includes(to) ? 'undo' : 'incidents_editorial_transition'}`,
        );
      }
    }
  });

  test('cannot change without a line of its history, which nobody can rewrite', async () => {
    const silent = db.update(incidents).set({ editorialState: 'disputed' }).where(eq(incidents.slug, 'att-ftc-2019'));
    expect(
      causeOf(
        await silent.then(
          () => new Error('it could'),
          (error) => error,
        ),
      ),
    ).toBe('incidents_editorial_history');
    expect((await rowOf('att-ftc-2019')).editorialState).toBe('verified');
    const rewritten = db.update(editorialChanges).set({ reason: 'other' });
    expect(
      causeOf(
        await rewritten.then(
          () => new Error('it could'),
          (error) => error,
        ),
      ),
    ).toBe('editorial_changes_append_only');
    const second = db.execute(sql`insert into editorial_changes (incident_id, to_state, reason, changed_by)
      select id, 'verified', 'again', 'seed' from incidents where slug = 'att-ftc-2019'`);
    expect(
      causeOf(
        await second.then(
          () => new Error('it could'),
          (error) => error,
        ),
      ),
    ).toBe('editorial_changes_first_of_incident');
  });

  test('goes on with reason, editor and time, and the change shows in what feeds order by', async () => {
    const before = await rowOf('cox-gainesville-2020');
    expect(await changeIncidentState({ slug: before.slug, to: 'disputed', ...signed }, given)).toEqual({
      ok: true,
      from: 'verified',
      to: 'disputed',
    });
    const [first, second] = await historyOf(before.slug);
    expect(first).toMatchObject({ from: null, to: 'verified', by: null });
    expect(second).toEqual({ from: 'verified', to: 'disputed', ...signed, at: now().toISOString() });
    const after = await rowOf(before.slug);
    expect(after.updatedAt).toEqual(now());
    await changeIncidentState({ slug: before.slug, to: 'verified', ...signed }, { db, now: () => new Date(0) });
    expect((await rowOf(before.slug)).updatedAt > after.updatedAt).toBe(true);
  });

  test('refuses what is not allowed, the unknown and the unsigned', async () => {
    const slug = 'comcast-12tb-2020';
    expect(await changeIncidentState({ slug, to: 'new', ...signed }, given)).toEqual({
      ok: false,
      reason: 'not_allowed',
      from: 'verified',
      allowed: ['needs_information', 'disputed', 'withdrawn'],
    });
    expect(await changeIncidentState({ slug, to: 'verified', ...signed }, given)).toMatchObject({
      reason: 'same_state',
    });
    expect(await changeIncidentState({ slug: 'no-such', to: 'new', ...signed }, given)).toMatchObject({
      reason: 'unknown_entry',
    });
    await expect(changeIncidentState({ slug, to: 'disputed', ...signed, reason: ' ' }, given)).rejects.toThrow('empty');
    await expect(changeIncidentState({ slug, to: 'disputed', ...signed, by: 'Seed' }, given)).rejects.toThrow(
      SEED_EDITOR,
    );
    expect(await historyOf(slug)).toHaveLength(1);
  });

  test('hears one of two editors who decide at once, and tells the other', async () => {
    const slug = 'comcast-level3-2010';
    for (let round = 0; round < 8; round += 1) {
      const { editorialState: from } = await rowOf(slug);
      const length = (await historyOf(slug)).length;
      const [a, b] = [database.another({ max: 1 }).db, database.another({ max: 1 }).db];
      const aims: [EditorialState, EditorialState] =
        from === 'disputed'
          ? ['verified', 'needs_information']
          : ['disputed', from === 'verified' ? 'needs_information' : 'verified'];
      const lock = await holdRow(slug);
      const both = [
        changeIncidentState({ slug, to: aims[0], ...signed }, { db: a, now }),
        changeIncidentState({ slug, to: aims[1], ...signed }, { db: b, now }),
      ];
      await lock.untilTwoWait();
      await lock.release();
      const outcomes = await Promise.all(both);
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      const winner = outcomes[0]?.ok ? aims[0] : aims[1];
      expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'changed_meanwhile', from: winner });
      expect((await rowOf(slug)).editorialState).toBe(winner);
      expect(await historyOf(slug)).toHaveLength(length + 1);
    }
  });
});

describe('Entries that editors hand in', () => {
  test('begin as new, which is not public, under an address that is taken once', async () => {
    expect(await addIncident(sample, signed, given)).toEqual({ ok: true, state: 'new' });
    expect(await findIncident(sample.id, given)).toBeNull();
    expect(await addIncident(sample, signed, given)).toEqual({ ok: false, reason: 'slug_taken' });
    const stranger = { ...sample, id: 'sample-other', isps: [{ nameThen: 'X', slug: 'no-such-isp' }] };
    expect(await addIncident(stranger, signed, given)).toEqual({
      ok: false,
      reason: 'unknown_isps',
      slugs: ['no-such-isp'],
    });
    expect((await historyOf(sample.id)).map(({ from, to }) => [from, to])).toEqual([[null, 'new']]);
    expect((await findHeldEntry(sample.id, given))?.fields).toEqual(sample);
  });

  test('change their words with a line of history and keep their state', async () => {
    const before = await rowOf(sample.id);
    expect(await editIncident(sample, signed, given)).toEqual({ ok: false, reason: 'unchanged' });
    const edited = { ...sample, outcome: 'A sample outcome.', isps: [{ nameThen: 'Cox', slug: 'cox' }] };
    expect(await editIncident(edited, signed, given)).toEqual({ ok: true, state: 'new' });
    expect((await findHeldEntry(sample.id, given))?.fields).toEqual(edited);
    expect((await historyOf(sample.id)).at(-1)).toMatchObject({ from: 'new', to: 'new', by: signed.by });
    expect((await rowOf(sample.id)).updatedAt > before.updatedAt).toBe(true);
    expect(await editIncident({ ...sample, id: 'renamed' }, signed, given)).toEqual({
      ok: false,
      reason: 'unknown_entry',
    });
  });
});

describe('The seed', () => {
  test('writes the first line of each entry once', async () => {
    const entered = await db.$count(editorialChanges, eq(editorialChanges.changedBy, SEED_EDITOR));
    expect(entered).toBe(facts.incidents.entries.length);
    await seed({ db, demonstration: true, facts });
    expect(await db.$count(editorialChanges, eq(editorialChanges.changedBy, SEED_EDITOR))).toBe(entered);
  });

  test('brings new words to its own entries, raising their time, and leaves whole what an editor changed', async () => {
    const [own, editors] = ['att-turbo-2024', 'tmobile-bingeon-2016'];
    await changeIncidentState({ slug: editors, to: 'withdrawn', ...signed }, given);
    const before = { own: await rowOf(own), editors: await rowOf(editors) };
    const entries = facts.incidents.entries.map((entry) =>
      entry.id === own || entry.id === editors ? { ...entry, summary: 'New words of the files.' } : entry,
    );
    const report = await seed({ db, demonstration: true, facts: { ...facts, incidents: { entries } } });
    const after = await rowOf(own);
    expect(after.summary).toBe('New words of the files.');
    expect(after.updatedAt > before.own.updatedAt).toBe(true);
    expect(await rowOf(editors)).toEqual(before.editors);
    expect(report.incidents?.kept).toBeGreaterThan(0);
    expect(await historyOf(own)).toHaveLength(1);
  });
});

/** Holds an entry's row, so that changes of it queue up behind; `untilTwoWait` sees them wait. */
async function holdRow(slug: string) {
  const { sql: raw } = database.another({ max: 1 });
  let leave = () => {};
  const asked = new Promise<void>((done) => {
    leave = done;
  });
  let done: Promise<unknown> = Promise.resolve();
  await new Promise<void>((held) => {
    done = raw.begin(async (tx) => {
      await tx`select 1 from incidents where slug = ${slug} for update`;
      held();
      await asked;
    });
  });
  return {
    async untilTwoWait() {
      for (let tries = 0; tries < 200; tries += 1) {
        const [row] = await db.execute<{ waiting: number }>(
          sql`select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        if ((row?.waiting ?? 0) >= 2) return;
        await new Promise((next) => setTimeout(next, 10));
      }
      throw new Error('the two changes never met');
    },
    async release() {
      leave();
      await done;
    },
  };
}
