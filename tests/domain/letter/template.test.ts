import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { changeIncidentState } from '#app/domain/incident/editorial.server.ts';
import { draftLetters, findWriting } from '#app/domain/letter/draft.server.ts';
import { loadTemplates } from '#app/domain/letter/load-templates.server.ts';
import {
  addTemplate,
  findTemplateSource,
  listTemplateVersions,
  readStoredTemplates,
  restoreTemplate,
  retireTemplate,
} from '#app/domain/letter/template.server.ts';
import { findLetterHelp } from '#app/domain/letter/template-choice.server.ts';
import { storedKnowledge } from '#app/domain/letter/template-knowledge.server.ts';
import { letters, letterTemplates } from '#db/schema/letter.ts';
import { listShippedTemplates } from '#templates/catalogue.ts';
import { lintLetters } from '#templates/lint.ts';
import { testDatabase } from '#tests/support/database.ts';
import { confirmedWriter } from '#tests/support/writer.ts';
import { now } from './stage.ts';

const database = await testDatabase('template_seeded');
const { db } = database;
const given = { db, now };
const campaign = 'put-it-in-writing';
const shipped = listShippedTemplates();
const by = 'Sample Organizer';

/** The two files of a shipped letter, with words of the English one changed. */
function edited(slug: string, from: string, to: string) {
  return (['en', 'es'] as const).map((locale) => {
    const { source = '' } = shipped.find((one) => one.slug === slug && one.locale === locale) ?? {};
    return { name: `somewhere/${slug}.${locale}.txt`, source: source.replace(from, to) };
  });
}
const current = async (slug: string, locale = 'en') =>
  (await listTemplateVersions({ campaign }, given)).filter((one) => one.slug === slug && one.locale === locale);

async function writing(facts: Parameters<typeof confirmedWriter>[1] = {}, locale: 'en' | 'es' = 'en') {
  const { personId } = await confirmedWriter(db, facts);
  const where = { slug: facts.campaign ?? campaign, personId, locale };
  const found = await findWriting(where, given);
  if (!found.ok) throw new Error(found.reason);
  return { where, options: found.options };
}

describe('an organizer’s letter', () => {
  const slug = 'promise-your-subscriber';

  test('is a new version that is offered at once; the one before is kept, and releases change neither', async () => {
    const files = edited(slug, 'in a drawer', 'in a box');
    expect(await addTemplate({ campaign, files, by }, given)).toEqual({
      ok: true,
      slug,
      versions: [{ locale: 'en', version: 2 }],
    });
    expect(await current(slug)).toMatchObject([{ version: 2, origin: 'edited', createdBy: by }]);
    const loaded = await loadTemplates({ db, now });
    expect(loaded).toEqual({ added: 0, retired: 0, held: 0 });
    const later = shipped.map((one) =>
      one.slug === slug && one.locale === 'en' ? { ...one, source: one.source.replace('Thank you', 'Thanks') } : one,
    );
    expect(await loadTemplates({ db, now, shipped: later })).toEqual({ added: 0, retired: 0, held: 1 });
    expect(await loadTemplates({ db, now, shipped: later.filter((one) => one.slug !== slug) })).toMatchObject({
      held: 0,
    });
    expect(await current(slug)).toMatchObject([{ version: 2, origin: 'edited' }]);
    expect(await findTemplateSource({ campaign, slug, locale: 'en' }, given)).toContain('in a box');
    expect(await findTemplateSource({ campaign, slug, locale: 'en', version: 3 }, given)).toContain('Thanks');
    expect(await addTemplate({ campaign, files, by }, given)).toEqual({ ok: false, reason: 'same_text' });
    expect(await restoreTemplate({ campaign, slug }, given)).toEqual({ ok: true });
    expect(await current(slug)).toMatchObject([{ version: 3, origin: 'shipped' }]);
    expect(await loadTemplates({ db, now })).toMatchObject({ added: 0, held: 0 });
    expect(await current(slug)).toMatchObject([{ version: 1 }]);
  });

  test('that is taken back stays so after the next release, in both languages', async () => {
    expect(await retireTemplate({ campaign, slug, by }, given)).toEqual({ ok: true });
    await loadTemplates({ db, now });
    expect([...(await current(slug)), ...(await current(slug, 'es'))]).toEqual([]);
    expect(await retireTemplate({ campaign, slug, by }, given)).toEqual({ ok: false, reason: 'nothing_current' });
    await restoreTemplate({ campaign, slug }, given);
    expect(await current(slug)).toHaveLength(1);
  });

  test('is refused with every fault that it would have among the others, and nothing is stored', async () => {
    const before = await listTemplateVersions({ isWhole: true }, given);
    const add = async (files: { name: string; source: string }[], to = campaign) => {
      const result = await addTemplate({ campaign: to, files, by }, given);
      return result.ok ? [] : result.reason === 'faults' ? result.faults.map(({ message }) => message) : result.reason;
    };
    expect(await add(edited(slug, 'in a drawer', '{in a drawer|in a box}'))).toEqual([
      expect.stringContaining(`${campaign}/${slug}.en.txt:17: "{" looks like a choice`),
      expect.stringContaining('"|"'),
      expect.stringContaining('"}"'),
    ]);
    const apart = [...edited(slug, 'position: 30', 'position: 31').slice(0, 1), ...edited(slug, '', '').slice(1)];
    expect(await add(apart)).toEqual([expect.stringContaining('"position" differs from the English letter')]);
    const copy = edited(slug, 'position: 30', 'position: 33').map(({ name, source }) => ({
      name: name.replace(slug, 'quite-another'),
      source,
    }));
    expect(await add(copy)).toEqual(
      ['en', 'es'].map((locale) =>
        expect.stringMatching(new RegExp(`quite-another\\.${locale}.*\\d+% of it is "${slug}"`)),
      ),
    );
    // A copy whose name comes first in the alphabet makes the letter that stands the one to blame; it is refused all the same.
    expect(
      await add(copy.map(({ name, source }) => ({ name: name.replace('quite-another', 'a-copy'), source }))),
    ).toHaveLength(2);
    expect(await add(edited(slug, 'in a drawer', 'in a box'), 'nowhere')).toBe('campaign_unknown');
    expect(await listTemplateVersions({ isWhole: true }, given)).toEqual(before);
  });

  test('added by two at the same moment stands once', async () => {
    const files = edited(slug, 'in a drawer', 'in a chest');
    const results = await Promise.all(
      [database.another(), database.another()].map((other) =>
        addTemplate({ campaign, files, by }, { db: other.db, now }),
      ),
    );
    expect(results.map((result) => (result.ok ? 'ok' : result.reason)).sort()).toEqual(['ok', 'same_text']);
    await restoreTemplate({ campaign, slug }, given);
  });
});

describe('the database', () => {
  test('keeps each version as it is: neither its text nor its row goes', async () => {
    const [row] = await db.select().from(letterTemplates).limit(1);
    const one = eq(letterTemplates.id, row?.id ?? 0);
    const kept = { cause: expect.objectContaining({ constraint_name: 'letter_templates_version_kept' }) };
    await expect(db.update(letterTemplates).set({ source: 'x' }).where(one)).rejects.toMatchObject(kept);
    await expect(db.update(letterTemplates).set({ version: 9 }).where(one)).rejects.toMatchObject(kept);
    await expect(db.delete(letterTemplates).where(one)).rejects.toMatchObject(kept);
    await db.update(letterTemplates).set({ retiredAt: now() }).where(one);
    await db.update(letterTemplates).set({ retiredAt: null }).where(one);
  });

  test('holds one current version of a letter in a language', async () => {
    const [row] = await db.select().from(letterTemplates).limit(1);
    if (!row) throw new Error('no letter is stored');
    const { id: _, ...values } = row;
    const twin = { ...values, version: 99, sourceSha256: 'another' };
    await expect(db.insert(letterTemplates).values(twin)).rejects.toMatchObject({
      cause: expect.objectContaining({ constraint_name: 'letter_templates_one_current' }),
    });
  });

  test('has no letter with a fault', async () => {
    const { letters: stored, faults } = await readStoredTemplates(given);
    expect(stored).toHaveLength(shipped.length);
    expect([...faults, ...lintLetters(stored, await storedKnowledge(given))].map(({ message }) => message)).toEqual([]);
  });
});

describe('a person is offered', () => {
  test('the letters that fit, in order, and the first unless they choose', async () => {
    const { where, options } = await writing({ state: 'NY' });
    const office = options.find(({ targetKind }) => targetKind === 'attorney_general');
    expect(office?.templates.map(({ slug }) => slug)).toEqual([
      'ask-for-a-written-promise',
      'look-where-networks-meet',
    ]);
    const targets = [office?.targetId ?? 0];
    const drafted = await draftLetters({ ...where, choice: { targets, templates: {} } }, given);
    const [row] = await db
      .select({ slug: letterTemplates.slug, version: letterTemplates.version, templateId: letters.templateId })
      .from(letters)
      .innerJoin(letterTemplates, eq(letterTemplates.id, letters.templateId))
      .where(eq(letters.publicId, drafted.ok ? (drafted.publicIds[0] ?? '') : ''));
    expect(row).toMatchObject({ slug: 'ask-for-a-written-promise', version: 1 });
    expect(await findLetterHelp(db, row?.templateId ?? 0)).toEqual({
      prompts: [],
      limits: { characters: 8_000, bytes: null },
    });
  });

  test('a letter for the merger of their own ISP before their own commission, and otherwise the reason why there is none', async () => {
    const commission = async (facts: Parameters<typeof confirmedWriter>[1], locale: 'en' | 'es' = 'en') => {
      const { options } = await writing(facts, locale);
      const found = options.find(({ targetKind }) => targetKind === 'utility_commission');
      return [found?.templates.map(({ slug }) => slug), found?.exclusion];
    };
    expect(await commission({ state: 'CA', isp: 'charter' })).toEqual([['tie-it-to-the-merger'], null]);
    expect(await commission({ state: 'CA', isp: 'comcast' })).toEqual([
      [],
      expect.stringMatching(/^Most state commissions have no or little power/),
    ]);
    expect(await commission({ state: 'OH', isp: 'charter' }, 'es')).toEqual([
      [],
      expect.stringMatching(/^La mayoría de las comisiones estatales/),
    ]);
  });

  test('nothing that has not begun or is over, and the letters that follow it instead', async () => {
    const slug = 'ask-for-a-written-promise';
    const files = edited(slug, 'blanks:', 'validUntil: 2026-11-22\nblanks:').map((file) => ({
      ...file,
      source: file.source.includes('validUntil')
        ? file.source
        : file.source.replace('blanks:', 'validUntil: 2026-11-22\nblanks:'),
    }));
    expect(await addTemplate({ campaign, files, by }, given)).toMatchObject({ ok: true });
    const { personId } = await confirmedWriter(db, {});
    const on = async (day: string) => {
      const at = { db, now: () => new Date(`${day}T12:00:00Z`) };
      const found = await findWriting({ slug: campaign, personId, locale: 'en' }, at);
      const office = found.ok ? found.options.find(({ targetKind }) => targetKind === 'attorney_general') : undefined;
      return office?.templates[0]?.slug;
    };
    expect([await on('2026-11-22'), await on('2026-11-23')]).toEqual([slug, 'look-where-networks-meet']);
    await restoreTemplate({ campaign, slug }, given);
  });

  test('what the record no longer holds as verified is no longer said', async () => {
    const changed = await changeIncidentState(
      { slug: 'nyag-charter-2017', to: 'disputed', reason: 'A sample reason.', by: 'Sample Editor' },
      given,
    );
    expect(changed).toMatchObject({ ok: true });
    const { where, options } = await writing({ isp: 'comcast' });
    const office = options.find(({ targetKind }) => targetKind === 'attorney_general');
    const choice = {
      targets: [office?.targetId ?? 0],
      templates: { [office?.targetId ?? 0]: 'look-where-networks-meet' },
    };
    const drafted = await draftLetters({ ...where, choice }, given);
    const [row] = await db
      .select()
      .from(letters)
      .where(
        and(eq(letters.personId, where.personId), eq(letters.publicId, drafted.ok ? (drafted.publicIds[0] ?? '') : '')),
      );
    expect(row?.evidence.map(({ ref }) => ref)).toEqual([
      'netflix-comcast-deal-2014',
      'netflix-verizon-deal-2014',
      'sixth-2025',
      'sb822-2018',
      'comcast-caps-end-2025',
    ]);
    expect(row?.body).not.toContain('174.2');
    expect(row?.body.match(/^\[\d\] /gm)).toEqual(['[1] ', '[2] ', '[3] ', '[4] ']);
    expect(row?.body).toBe(row?.templateBody);
    for (const { text } of row?.evidence ?? []) expect(row?.body).toContain(text);
  });
});
