import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { listCampaigns } from '#app/domain/campaign/campaign.server.ts';
import { changeContactState } from '#app/domain/contact/check.server.ts';
import { listContacts } from '#app/domain/contact/contact.server.ts';
import { ispIdOf, listIsps } from '#app/domain/isp/isp.server.ts';
import { chosenTargets } from '#app/domain/target/target.server.ts';
import type { TargetOption } from '#app/domain/target/target.ts';
import type { Db } from '#db/client.ts';
import { contacts, regulators } from '#db/schema/index.ts';
import { readFacts } from '#db/seed/facts.ts';
import { seed } from '#db/seed/load.ts';
import { testDatabase } from '#tests/support/database.ts';
import { stateCodes } from './states.ts';

const { db } = await testDatabase('template_seeded');
const now = () => new Date('2026-11-22T12:00:00Z');
const given = { db, now };
const campaigns = await listCampaigns('en', given);
const campaignId = (slug: string) => campaigns.find((campaign) => campaign.slug === slug)?.id ?? 0;
const writing = campaignId('put-it-in-writing');
const labels = campaignId('keep-the-labels-whole');

async function optionsOf(state: string | null, isp: string | null, campaign = writing, inside: Db = db) {
  const ispStatedId = isp === null ? null : await ispIdOf(isp, given);
  return chosenTargets({ state, ispStatedId }, campaign, { db: inside, now });
}

const short = (options: TargetOption[]) =>
  options.map((option) =>
    option.ok
      ? `${option.targetKind} ${option.channels.map(({ channel }) => channel).join('+')}`
      : `${option.targetKind}: ${option.reason}`,
  );

/** Runs what would change the database, and undoes it. */
async function undone(deed: (tx: Db) => Promise<void>): Promise<void> {
  await db
    .transaction(async (tx) => {
      await deed(tx);
      throw new Error('undo');
    })
    .catch((error: Error) => {
      if (error.message !== 'undo') throw error;
    });
}

describe('The addressees of a sender', () => {
  test('are chosen by state and ISP, each with the ways that exist and a reason', async () => {
    const options = await optionsOf('CA', 'comcast');
    expect(short(options)).toEqual([
      'attorney_general email+web_form+paper',
      'isp_customer_relations email',
      'isp_headquarters email+paper',
      'fcc_complaint web_form',
      'ftc web_form',
      'utility_commission: no_power',
    ]);
    expect(options.map(({ why }) => why.map(({ code }) => code).join())).toEqual([
      'own_law,no_federal_rule',
      'isp_can_promise',
      'isp_can_promise',
      'answered_in_writing,disclosure_left',
      'public_promises',
      'little_power',
    ]);
    expect(options[0]?.why[0]).toMatchObject({ name: 'SB 822 (Civil Code § 3100 ff.)', since: '2021', isRead: true });
  });

  test('stand in the campaign’s order, the attorney general before all where the state has its own law', async () => {
    await undone(async (tx) => {
      await tx.execute(
        sql`update campaign_targets set position = 100 where campaign_id = ${writing} and kind = 'attorney_general'`,
      );
      const first = async (state: string) => (await optionsOf(state, 'comcast', writing, tx))[0]?.targetKind;
      expect(await first('WA')).toBe('attorney_general');
      expect(await first('CA')).toBe('attorney_general');
      expect(await first('OH')).toBe('isp_customer_relations');
    });
  });

  test('of Washington name no law that is known only from memory, but what a source says of the state', async () => {
    const [general] = await optionsOf('WA', 'comcast');
    expect(general?.why[0]).toMatchObject({
      code: 'own_rules',
      date: '2019-10-01',
      datePrecision: 'as_of',
      state: 'WA',
    });
    expect(JSON.stringify(general)).not.toMatch(/19\.385|2282/);
  });

  test('of a docket say which windows have closed, by the day of the docket’s own zone, and are one filing by paper or set', async () => {
    const [docket] = await optionsOf('TX', 'att', labels);
    expect(short([docket] as TargetOption[])).toEqual(['fcc_docket docket+paper']);
    expect(docket?.docket).toMatchObject({ number: 'CG 22-2', open: null });
    expect(docket?.docket?.windows.map(({ closesOn }) => closesOn)).toEqual(['2026-01-02', '2026-02-02']);
    // 02:00 UTC on the third is still the second in Washington.
    const lastHour = () => new Date('2026-01-03T02:00:00Z');
    const [then] = await chosenTargets({ state: 'TX', ispStatedId: null }, labels, { db, now: lastHour });
    expect(then?.docket?.open).toMatchObject({ kind: 'comments' });
  });

  test('say plainly when none applies: no state, no ISP, a territory, an office known only from memory', async () => {
    expect(short(await optionsOf(null, null))).toEqual([
      'ftc web_form',
      'attorney_general: no_state',
      'isp_customer_relations: isp_unknown',
      'isp_headquarters: isp_unknown',
      'fcc_complaint: isp_unknown',
      'utility_commission: no_state',
    ]);
    expect(short(await optionsOf('PR', 'comcast'))).toContain('attorney_general: no_office');
    const inMerger = await optionsOf('CA', 'charter');
    expect(short(inMerger)).toContain('utility_commission: no_office');
    expect(inMerger.find(({ targetKind }) => targetKind === 'utility_commission')?.why[0]?.code).toBe('merger_review');
    await undone(async (tx) => {
      await tx
        .update(regulators)
        .set({ confidence: 'sourced', source: 'its own page' })
        .where(eq(regulators.slug, 'puc-ca'));
      expect(short(await optionsOf('CA', 'charter', writing, tx))).toContain('utility_commission email+paper');
    });
  });

  test('take the head office among the suggested where customer relations cannot be reached', async () => {
    const suggested = (options: TargetOption[]) =>
      options.flatMap((option) => (option.ok && option.isSuggested ? [option.targetKind] : []));
    expect(suggested(await optionsOf('CA', 'comcast'))).toEqual(['attorney_general', 'isp_customer_relations']);
    await undone(async (tx) => {
      await tx.delete(contacts).where(eq(contacts.isDemonstration, true));
      expect(suggested(await optionsOf('CA', 'comcast', writing, tx))).toEqual([
        'attorney_general',
        'isp_headquarters',
      ]);
      expect(short(await optionsOf('CA', 'comcast', writing, tx))).toContain('ftc: no_channel');
      expect(short(await optionsOf('CA', 'cox', writing, tx))).toContain('isp_headquarters: no_channel');
    });
  });

  test('are reached only inside the dates of a contact, and not at all where it bounced', async () => {
    const ways = async (tx: Db) => short(await optionsOf('CA', 'comcast', writing, tx))[0];
    const mailbox = eq(contacts.value, 'ag-ca@demonstration.example');
    await undone(async (tx) => {
      await tx.update(contacts).set({ validFrom: '2026-11-23' }).where(mailbox);
      expect(await ways(tx)).toBe('attorney_general web_form+paper');
      await tx.update(contacts).set({ validFrom: '2026-11-22', validUntil: '2026-11-22' }).where(mailbox);
      expect(await ways(tx)).toBe('attorney_general email+web_form+paper');
      await tx.update(contacts).set({ validFrom: null, validUntil: '2026-11-21' }).where(mailbox);
      expect(await ways(tx)).toBe('attorney_general web_form+paper');
      const form = (await tx.select().from(contacts).where(sql`value like 'https://oag.ca.gov/contact%'`))[0];
      await changeContactState({ contactId: form?.id ?? 0, to: 'bounced', by: 'a writer' }, { db: tx, now });
      expect(await ways(tx)).toBe('attorney_general paper');
    });
  });
});

/** The contacts that no letter may reach, by id. */
async function unusable(): Promise<Set<number>> {
  const rows = await db.execute<{ id: string }>(
    sql`select c.id from contacts c left join regulators r on r.id = c.regulator_id
        where c.confidence = 'memory' or r.confidence = 'memory' or c.state in ('bounced', 'retired')`,
  );
  return new Set(rows.map(({ id }) => Number(id)));
}

/** What an option shows without saying where or when it was read, and what it must not use at all. */
function faultsOf(option: TargetOption, forbidden: ReadonlySet<number>, demonstration: boolean): string[] {
  const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text);
  const { why, docket, office, name, targetKind } = option;
  const ways = option.ok ? option.channels : [];
  return [
    why.length === 0 && 'no reason',
    why.some(({ sources, date }) => sources.length === 0 || !sources.every(Boolean) || !isDay(date)) &&
      'a reason without source or day',
    docket?.windows.some(({ source, closesOn }) => !source || !isDay(closesOn)) && 'a window without source or day',
    name !== null &&
      !targetKind.startsWith('isp_') &&
      !(office?.source && isDay(office.readOn)) &&
      'an office without source or day',
    option.ok && ways.length === 0 && 'open without a way',
    ways.some(({ contact }) => forbidden.has(contact.id)) && 'a contact that no letter may reach',
    ways.some(({ contact }) => !contact.source || !isDay(contact.readOn)) && 'a contact without source or day',
    ways.some(({ channel, contact }) => channel === 'email' && contact.state !== 'verified') && 'an unverified mailbox',
    !demonstration && ways.some(({ contact }) => contact.isDemonstration) && 'a demonstration outside of one',
    ways.some(({ contact: { addresseeKinds } }) => addresseeKinds && !addresseeKinds.includes(targetKind)) &&
      'a contact of another addressee',
  ].filter((fault) => typeof fault === 'string');
}

describe('Whatever a sender’s state and ISP', () => {
  test.each([true, false])(
    'nothing from memory can be used, and all that is shown has a source and a day (demonstration: %s)',
    { timeout: 60_000 },
    async (demonstration) => {
      await seed({ db, demonstration, facts: await readFacts() });
      // With a source, so that nothing but the mark holds them back.
      await db.update(contacts).set({ source: 'heard somewhere' }).where(eq(contacts.confidence, 'memory'));
      const forbidden = await unusable();
      expect(forbidden.size).toBeGreaterThan(100);
      const shown = new Set<string>();
      const faults = new Set<string>();
      const isps = [...(await listIsps(given)).map(({ slug }) => slug), null];
      const states = [...stateCodes, 'PR', null].filter(
        (state, index) => demonstration || state === 'CA' || index % 3 === 0,
      );
      // Each state with two ISPs, so that every ISP of the catalogue comes up; California with those of its merger case.
      for (const [index, state] of states.entries())
        for (const isp of state === 'CA'
          ? ['charter', 'cox']
          : [isps[(2 * index) % isps.length] ?? null, isps[(2 * index + 1) % isps.length] ?? null])
          for (const option of [...(await optionsOf(state, isp)), ...(await optionsOf(state, isp, labels))]) {
            for (const fault of faultsOf(option, forbidden, demonstration))
              faults.add(`${state} ${isp} ${option.targetKind}: ${fault}`);
            if (option.ok) shown.add(option.targetKind);
          }
      expect([...faults]).toEqual([]);
      expect(shown.size).toBe(demonstration ? 6 : 4);
    },
  );

  test('no list of contacts holds one from memory, whoever its owner is', async () => {
    const forbidden = await unusable();
    const owners = await db.execute<{ isp: number | null; regulator: number | null }>(
      sql`select distinct isp_id as isp, regulator_id as regulator from contacts where confidence = 'memory'`,
    );
    expect(owners.length).toBeGreaterThan(50);
    for (const { isp, regulator } of owners) {
      const listed = await listContacts(isp === null ? { regulatorId: regulator ?? 0 } : { ispId: isp }, given);
      for (const { id, state } of listed) expect(forbidden.has(id) && state !== 'bounced').toBe(false);
    }
  });
});
