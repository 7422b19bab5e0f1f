import { describe, expect, test } from 'vitest';
import { ADDRESSEE_KINDS } from '#app/domain/campaign/campaign.ts';
import { decisionOn } from '#app/domain/target/jurisdiction.ts';
import { stateCodes } from './states.ts';

const here = { state: 'OH', ispSlug: 'comcast' };

describe('The rules of jurisdiction', () => {
  test('decide on every kind of addressee for everybody, also for whoever named neither state nor ISP', () => {
    for (const kind of ADDRESSEE_KINDS)
      for (const state of [null, 'PR', ...stateCodes])
        for (const ispSlug of [null, 'comcast', 'charter', 'cox'])
          expect(decisionOn(kind, { state, ispSlug }).reasons.length).toBeGreaterThan(0);
  });

  test('put the attorney general first where a law on providers is his to enforce, and only there', () => {
    const first = stateCodes.filter((state) => decisionOn('attorney_general', { ...here, state }).place === 'first');
    expect(first).toEqual(['CA', 'WA']);
    expect(decisionOn('attorney_general', { ...here, state: 'WA' }).reasons[0]?.[0]?.code).toBe('own_law');
  });

  test('offer a utility commission only in the merger case of the sender’s own ISP', () => {
    const offered = stateCodes.flatMap((state) =>
      ['comcast', 'charter', 'cox', null]
        .filter((ispSlug) => decisionOn('utility_commission', { state, ispSlug }).isOffered)
        .map((isp) => `${state} ${isp}`),
    );
    expect(offered).toEqual(['CA charter', 'CA cox']);
    expect(decisionOn('utility_commission', { ...here, state: 'WV' }).reasons[0]?.[0]?.code).toBe('says_so_itself');
    expect(decisionOn('utility_commission', here).reasons[0]?.[0]?.code).toBe('little_power');
  });

  test('tick beforehand whom the campaign is about, never what is meant for one’s own experience', () => {
    const ticked = ADDRESSEE_KINDS.filter((kind) => decisionOn(kind, here).isSuggested);
    expect(ticked).toEqual(['fcc_docket', 'attorney_general', 'isp_customer_relations']);
  });
});
