import { describe, expect, it } from 'vitest';
import type { Incident } from '#app/domain/incident/incident.ts';
import { type SpeedIndexEntry, speedIndexLines } from '#app/domain/speed-index/speed-index.ts';
import { findDeal } from '#app/ui/charts/deal.ts';
import { monthIndex, monthOf } from '#app/ui/charts/months.ts';
import { showDeal } from '#app/ui/charts/story.ts';

function entries(indexName: string, from: string, values: number[]): SpeedIndexEntry[] {
  return values.map((mbps, index) => ({
    month: monthOf(monthIndex(from) + index),
    mbps,
    list: 'major',
    indexName,
    ispId: 1,
    rank: null,
    rankCounts: null,
    source: 'test',
    rankSource: null,
    confidence: 'sourced',
    note: null,
  }));
}

function deal(more: Partial<Incident> = {}): Incident {
  return {
    slug: 'netflix-comcast-deal-2014',
    occurredOn: '2014-02-23',
    datePrecision: 'day',
    dateNote: null,
    type: 'interconnection',
    segment: 'interconnection',
    title: 'Netflix agrees to pay Comcast',
    summary: '',
    ispPosition: null,
    outcome: null,
    figures: null,
    tags: ['paid-interconnection'],
    sources: ['test'],
    confidence: 'sourced',
    isps: [{ nameThen: 'Comcast', slug: 'comcast', name: 'Comcast' }],
    statement: null,
    ...more,
  };
}

const comcast = entries('Comcast', '2013-11', [1.82, 1.63, 1.51, 1.68, 2.5, 2.77]);

describe('the story of a deal', () => {
  it('sets the slowest month before it against the first fast month after it', () => {
    const found = findDeal([deal()], speedIndexLines(comcast));
    expect(found?.before).toEqual({ month: '2014-01', mbps: 1.51 });
    expect(found?.after).toEqual({ month: '2014-03', mbps: 2.5 });
    const shown = found && showDeal(found, [], 'en');
    expect(shown?.headline).toBe(
      'In January 2014 streams on Comcast ran at 1.51 Mbps. Netflix paid. By March they ran at 2.50.',
    );
  });

  it('does not say that Netflix paid when no editor tagged a payment', () => {
    const found = findDeal([deal({ tags: [] })], speedIndexLines(comcast));
    const shown = found && showDeal(found, [], 'en');
    expect(shown?.headline).toContain('A deal with Netflix took effect.');
    expect(shown?.headline).not.toContain('paid');
    expect(shown?.isPaid).toBe(false);
  });

  it('says that the line fell on after a paid deal before it rose', () => {
    const fios = entries('Verizon FiOS', '2014-02', [1.76, 1.91, 1.99, 1.9, 1.58, 1.61, 2.41, 3.17]);
    const paid = deal({
      slug: 'netflix-verizon-deal-2014',
      occurredOn: '2014-04-01',
      datePrecision: 'month',
      isps: [{ nameThen: 'Verizon', slug: 'verizon', name: 'Verizon' }],
    });
    const found = findDeal([paid], speedIndexLines(fios));
    expect(found?.fell).toEqual({ month: '2014-06', mbps: 1.58 });
    expect(found && showDeal(found, [], 'en').headline).toBe(
      'In February 2014 streams on Verizon FiOS ran at 1.76 Mbps. Netflix agreed to pay. In June they ran at 1.58, in August at 2.41.',
    );
  });

  it.each([
    [['deal-made-public'], 'Netflix deal with Comcast made public'],
    [['deal-connected'], 'Netflix connects to Comcast directly'],
    [[], 'Netflix and Comcast: a deal on record'],
  ])('writes beside the line what happened on that day and no more: %s', (tags, words) => {
    const found = findDeal([deal({ tags })], speedIndexLines(comcast));
    const drawn = found && showDeal(found, [], 'en').chart.drawings.wide;
    expect(drawn?.events[0]?.words.map(({ text }) => text).join(' ')).toBe(words);
  });

  it('is not told when no line rose by a quarter', () => {
    const flat = entries('Comcast', '2013-11', [1.82, 1.63, 1.6, 1.68, 1.9, 1.95]);
    expect(findDeal([deal()], speedIndexLines(flat))).toBeNull();
  });

  it('is not told with the line of another company', () => {
    const other = entries('Bright House', '2013-11', [1.82, 1.63, 1.51, 1.68, 2.5, 2.77]);
    expect(findDeal([deal()], speedIndexLines(other))).toBeNull();
  });

  it('is not told from an incident that is no deal', () => {
    expect(findDeal([deal({ slug: 'hastings-internet-tolls-2014' })], speedIndexLines(comcast))).toBeNull();
  });
});
