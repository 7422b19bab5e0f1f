import { describe, expect, test } from 'vitest';
import {
  addFinding,
  compareIsps,
  listCriteria,
  listFindings,
  withdrawFinding,
} from '#app/domain/incident/criteria.server.ts';
import { ispIdOf } from '#app/domain/isp/isp.server.ts';
import { criterionFindings } from '#db/schema/editorial.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const now = () => new Date('2026-11-22T12:00:00Z');
const given = { db, now };
const ispOf = async (slug: string) => ({ id: (await ispIdOf(slug, given)) ?? 0, slug });

/** What is answered about the disclosure of an ISP: answer, line, incident, whether it is old. */
async function disclosureOf(slug: string) {
  const answers = await listCriteria(await ispOf(slug), given);
  const parts = answers.find(({ criterion }) => criterion === 'disclosure_found')?.parts ?? [];
  return parts.map(({ answer, line, basis }) => [answer, line, basis.slug, basis.isOld]);
}

describe('A finding of an editor', () => {
  const input = {
    isp: 'sonic',
    criterion: 'disclosure_found',
    line: null,
    answer: 'yes',
    foundOn: '2026-11-01',
    note: 'A made-up page of a test discloses how traffic is managed.',
    sources: ['https://example.org/policy'],
    confidence: 'sourced',
    enteredBy: 'A test',
  } as const;
  const sources = [...input.sources];

  test('answers its question at once, and no longer when it is withdrawn', async () => {
    const added = await addFinding({ ...input, sources }, given);
    if (!added.ok) throw new Error(added.reason);
    expect(await disclosureOf('sonic')).toEqual([['yes', null, null, false]]);
    expect((await compareIsps(given)).compared.map(({ slug }) => slug)).toContain('sonic');
    expect(await withdrawFinding(added.id, given)).toEqual({ ok: true });
    expect(await disclosureOf('sonic')).toEqual([]);
    expect(await withdrawFinding(added.id, given)).toEqual({ ok: false, reason: 'finding_unknown' });
    expect((await compareIsps(given)).compared.map(({ slug }) => slug)).not.toContain('sonic');
  });

  test('is refused for an unknown ISP and for a day to come', async () => {
    expect(await addFinding({ ...input, sources, isp: 'nope' }, given)).toEqual({ ok: false, reason: 'isp_unknown' });
    expect(await addFinding({ ...input, sources, foundOn: '2026-11-23' }, given)).toEqual({
      ok: false,
      reason: 'day_to_come',
    });
  });

  test('from memory is stored and never read', async () => {
    const { id } = await ispOf('midco');
    const { isp: _, ...columns } = input;
    await db.insert(criterionFindings).values({ ...columns, sources, ispId: id, confidence: 'memory' });
    expect(await listFindings(id, given)).toEqual([]);
    expect(await disclosureOf('midco')).toEqual([]);
  });
});
