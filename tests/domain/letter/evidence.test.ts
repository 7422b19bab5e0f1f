import { expect, test } from 'vitest';
import { listEvidence } from '#app/domain/isp/evidence.server.ts';
import { isFitForLetter } from '#app/domain/isp/evidence.ts';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import { draftLetters, findWriting } from '#app/domain/letter/draft.server.ts';
import { discardLetter } from '#app/domain/letter/edit.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { confirmedWriter } from '#tests/support/writer.ts';
import { getLetter, now } from './stage.ts';

const { db } = await testDatabase('template_seeded');
const given = { db, now };

/** An ISP of the catalogue about which the record holds no current fact on how it treats traffic. */
async function ispWithoutCurrentFact(): Promise<string> {
  for (const { id, slug } of await listIsps(given)) {
    const facts = await listEvidence({ ispId: id, locale: 'en' }, given);
    if (!facts.some(isFitForLetter)) return slug;
  }
  throw new Error('every ISP has a current fact');
}

test.each(['put-it-in-writing', 'keep-the-labels-whole'])(
  'A letter of %s to any addressee holds a current, sourced fact even when none is held about the ISP',
  async (campaign) => {
    const silent = await ispWithoutCurrentFact();
    const { personId } = await confirmedWriter(db, { campaign, isp: silent });
    for (const locale of ['en', 'es'] as const) {
      const where = { slug: campaign, personId, locale };
      const writing = await findWriting(where, given);
      const options = writing.ok ? writing.options.filter(({ ok }) => ok) : [];
      expect(options.length).toBeGreaterThanOrEqual(2);
      const result = await draftLetters(
        { ...where, choice: { targets: options.map(({ targetId }) => targetId), templates: {} } },
        given,
      );
      if (!result.ok) throw new Error(result.reason);
      for (const publicId of result.publicIds) {
        const letter = await getLetter(db, publicId, personId);
        expect(letter.locale).toBe(locale);
        expect(letter.evidence.filter(({ kind }) => kind !== 'record').map(({ kind }) => kind)).toContain('law');
        expect(letter.evidence.filter(({ kind }) => kind !== 'record' && kind !== 'law')).toEqual([]);
        for (const { text } of letter.evidence) expect(letter.body).toContain(text);
        expect(letter.body).toMatch(/[.,] \[1\]/);
        expect(letter.body).toContain(`\n[1] ${letter.evidence[0]?.sources[0]}`);
        await discardLetter({ publicId, personId }, given);
      }
    }
  },
);
