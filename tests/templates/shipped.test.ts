import { describe, expect, test } from 'vitest';
import { LAW_TODAY } from '#app/domain/isp/evidence.server.ts';
import { listCitables } from '#app/domain/letter/citables.server.ts';
import { letterForm } from '#app/domain/letter/letter.ts';
import { lengthFaults } from '#app/domain/letter/limits.ts';
import { stateName } from '#app/domain/letter/state-names.ts';
import { seedKnowledge, storedKnowledge } from '#app/domain/letter/template-knowledge.server.ts';
import { isps } from '#db/schema/isp.ts';
import { regulators } from '#db/schema/regulator.ts';
import { listShippedTemplates } from '#templates/catalogue.ts';
import { fill } from '#templates/fill.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const now = () => new Date('2026-11-22T12:00:00Z');
const shipped = listShippedTemplates();
const letters = shipped.filter(({ template }) => !template.isExclusion);
const named = letters.map((t) => [`${t.campaign}/${t.slug}.${t.locale}`, t] as const);
const carriers = await db.select({ id: isps.id, name: isps.name }).from(isps);
const stateCodes = (await db.select({ state: regulators.state }).from(regulators)).flatMap(({ state }) => state ?? []);
const seeded = await seedKnowledge(now);
const record = [...new Set(shipped.flatMap(({ template }) => template.record))];
const citablesOf = (ispId: number | null, locale: 'en' | 'es') => listCitables({ ispId, locale, record }, { db, now });
const english = await Promise.all(carriers.map(async (isp) => ({ isp, citables: await citablesOf(isp.id, 'en') })));
const silent = english.filter(({ citables }) => citables.facts.length === 0).slice(0, 1);
const told = english.filter(({ citables }) => citables.facts.length > 0);
const spanish = await Promise.all(
  [...silent, ...told].map(async ({ isp }) => ({ isp, citables: await citablesOf(isp.id, 'es') })),
);
const nobody = { en: await citablesOf(null, 'en'), es: await citablesOf(null, 'es') };

test('what letters are held against is the same from the files as from a database that was seeded with them', async () => {
  const stored = await storedKnowledge({ db, now });
  const sorted = (known: typeof stored) => ({
    ...known,
    isps: known.isps.toSorted(),
    recordEntries: known.recordEntries.toSorted(),
    campaigns: [...known.campaigns].map(([slug, { kinds, docket }]) => [slug, kinds.toSorted(), docket]).toSorted(),
    longest: [known.longest.en.blanks, known.longest.es.blanks, known.longest.en.addressee],
  });
  expect(sorted(stored)).toEqual(sorted(seeded));
});

describe('the letters that are shipped', () => {
  test.each(named)('%s fills for every ISP, within the limits of its channels', (_name, { template, locale }) => {
    const { blanks, addressee } = seeded.longest[locale];
    const [kind = 'ftc'] = template.addressees;
    expect([told.length > 0, silent.length]).toEqual([true, 1]);
    for (const { isp, citables } of locale === 'en' ? english : spanish) {
      const values = { ...blanks, isp: isp.name, addressee: addressee[kind] };
      const { subject, body, cited } = fill(template, values, citables);
      expect(`${subject}${body}`).not.toMatch(/[{}%]|undefined|null|\[object/);
      expect(body).not.toMatch(/\n{3,}|^\n|[^\S\n]\n/);
      expect(letterForm.parse({ subject, body })).toEqual({ subject, body });
      expect(lengthFaults(body, ['email', 'docket', 'paper'], null)).toEqual([]);
      expect(cited.filter((cite) => cite.kind !== 'law' && citables.facts.includes(cite)).length).toBe(
        citables.facts.length > 0 ? 1 : 0,
      );
    }
  });

  test.each(named)('%s states law and record that stand and are sourced', (_name, { template, locale }) => {
    const { law, record: entries } = nobody[locale];
    expect(template.law.length).toBeGreaterThan(0);
    for (const slug of template.law) {
      expect(LAW_TODAY).toContain(slug);
      expect(law.find(({ ref }) => ref === slug)?.sources[0]).toMatch(/^https?:/);
    }
    for (const slug of template.record)
      expect(entries.find(({ ref }) => ref === slug)?.sources.length).toBeGreaterThan(0);
  });

  test.each(named)(
    '%s reads on without ISP, state, fact, law and record, in 80 to 320 words',
    (_name, { template }) => {
      const values = { sender_name: 'Ana Ruiz', sender_zip: '94110', addressee: 'X' };
      const { subject, body } = fill(template, values);
      expect(`${subject}${body}`).not.toMatch(/[{}]|\[1\]/);
      const entry = (ref: string) => ({ kind: '', ref, text: ref, caveat: null, date: '2026-01-01', sources: ['s'] });
      const whole = fill(template, values, {
        facts: [],
        law: template.law.map(entry),
        record: template.record.map(entry),
      });
      expect(body.split(/\s+/).length).toBeGreaterThanOrEqual(80);
      expect(whole.body.split(/\s+/).length).toBeLessThanOrEqual(320);
    },
  );

  test('to web forms leave room for what the person saw, and ask for it', () => {
    const forms = letters.filter(({ template }) =>
      template.addressees.some((kind) => kind === 'fcc_complaint' || kind === 'ftc'),
    );
    expect(forms).toHaveLength(4);
    for (const { template } of forms) {
      expect(template.prompts.length).toBeGreaterThan(0);
      expect(template.limits.characters).toBeLessThanOrEqual(5_000);
    }
  });

  test('find a name in both languages for every state that has an office', () => {
    for (const code of stateCodes) {
      expect(stateName(code, 'en'), code).not.toBeNull();
      expect(stateName(code, 'es'), code).not.toBeNull();
    }
  });
});
