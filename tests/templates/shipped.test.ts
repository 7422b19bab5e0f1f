import { describe, expect, test } from 'vitest';
import { LAW_TODAY, listEvidence } from '#app/domain/isp/evidence.server.ts';
import { letterForm, maxBodyChars, maxSubjectChars } from '#app/domain/letter/letter.ts';
import { stateName } from '#app/domain/letter/state-names.ts';
import { officeName } from '#app/domain/target/target.ts';
import { isps } from '#db/schema/isp.ts';
import { regulators } from '#db/schema/regulator.ts';
import { listShippedTemplates } from '#templates/catalogue.ts';
import { fill } from '#templates/fill.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const now = () => new Date('2026-11-22T12:00:00Z');
const shipped = listShippedTemplates();
const carriers = await db.select({ id: isps.id, name: isps.name }).from(isps);
const offices = await db.select().from(regulators);
const longestName = `${'Wolfeschlegelsteinhausenbergerdorff '.repeat(3)}`.slice(0, 100).trim();
const longest = (texts: readonly string[]) => texts.reduce((a, b) => (b.length > a.length ? b : a), '');
const stateCodes = offices.flatMap(({ state }) => (state ? [state] : []));

describe('the letters that are shipped', () => {
  test('are at least three for each campaign, each in both languages', () => {
    const slugs = (campaign: string, locale: string) =>
      shipped.filter((t) => t.campaign === campaign && t.locale === locale).map((t) => t.slug);
    for (const campaign of ['put-it-in-writing', 'keep-the-labels-whole']) {
      expect(slugs(campaign, 'en').length).toBeGreaterThanOrEqual(3);
      expect(slugs(campaign, 'es')).toEqual(slugs(campaign, 'en'));
    }
  });

  test.each(shipped.map((t) => [`${t.campaign}/${t.slug}.${t.locale}`, t] as const))(
    '%s fills for every ISP, with the longest of everything else, within the limits',
    async (_name, { template, locale }) => {
      const [first] = template.addressees;
      const kind = first === 'attorney_general' ? first : first?.startsWith('isp_') ? null : 'federal';
      const names = offices
        .filter((o) => o.kind === kind)
        .map((o) => officeName(o.name, o.kind === 'federal' ? null : o.stateName));
      for (const isp of carriers) {
        const evidence = await listEvidence({ ispId: isp.id, locale }, { db, now });
        const fact = longest(evidence.filter(({ kind }) => kind !== 'law').map(({ text }) => text));
        const { subject, body } = fill(template, {
          sender_name: longestName,
          sender_zip: '99950',
          sender_state: longest(stateCodes.map((code) => stateName(code, locale) ?? '')),
          isp: isp.name,
          addressee: kind === null ? isp.name : longest(names),
          law_mark: '[1]',
          law_source: `[1] ${'https://example.org/a-long-path '.repeat(10)}`,
          evidence: fact ? `${fact} [2]` : null,
          evidence_source: fact ? `[2] ${'https://example.org/a-long-path '.repeat(10)}` : null,
        });
        expect(subject.length).toBeLessThanOrEqual(maxSubjectChars);
        expect(body.length).toBeLessThan(maxBodyChars / 2);
        expect(`${subject}${body}`).not.toMatch(/[{}%]|undefined|null|\[object/);
        expect(body).not.toMatch(/\n{3,}|^\n|[^\S\n]\n/);
        expect(body.match(/\[1\]/g)).toHaveLength(2);
        expect(body.includes('[2]')).toBe(fact !== '');
        expect(letterForm.parse({ subject, body })).toEqual({ subject, body });
      }
    },
  );

  test.each(shipped.map((t) => [`${t.campaign}/${t.slug}.${t.locale}`, t] as const))(
    '%s states law that is current and sourced, and none that is not in the timeline',
    async (_name, { template, locale }) => {
      const evidence = await listEvidence({ ispId: null, locale }, { db, now });
      expect(template.law.length).toBeGreaterThan(0);
      for (const slug of template.law) {
        expect(LAW_TODAY).toContain(slug);
        expect(evidence.find(({ ref }) => ref === slug)).toMatchObject({ kind: 'law', isCurrent: true });
        expect(evidence.find(({ ref }) => ref === slug)?.sources[0]).toMatch(/^https?:/);
      }
    },
  );

  test.each(shipped.map((t) => [`${t.campaign}/${t.slug}.${t.locale}`, t] as const))(
    '%s reads on without ISP, state and fact, in 150 to 300 words',
    (_name, { template }) => {
      const { subject, body } = fill(template, { sender_name: 'Ana Ruiz', sender_zip: '94110', addressee: 'X' });
      expect(`${subject}${body}`).not.toMatch(/[{}]|\[1\]/);
      const words = body.split(/\s+/).length;
      expect(words).toBeGreaterThanOrEqual(150);
      expect(words).toBeLessThanOrEqual(300);
    },
  );

  test('find a name in both languages for every state that has an office', () => {
    for (const code of stateCodes) {
      expect(stateName(code, 'en'), code).not.toBeNull();
      expect(stateName(code, 'es'), code).not.toBeNull();
    }
  });
});
