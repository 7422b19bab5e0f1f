import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { messagesIn } from '#app/messages/messages.ts';
import { listShippedTemplates } from '#templates/catalogue.ts';

const locales = ['en', 'es'] as const;

describe.each(locales)('what the site claims in its own words (%s)', (locale) => {
  const words = messagesIn(locale);

  it('names as paid only the deals that the record holds as paid', () => {
    const clause = words.pages.about.whatText[0]?.split(/[;.]/).find((part) => /paid|pagad|pagó/.test(part));
    expect(clause).toMatch(/Comcast/);
    expect(clause).not.toMatch(/AT&T|Time Warner/);
  });

  it('asks in the past tense about payment, which only old reports show', () => {
    expect(words.criteria.questions.paid_interconnection).toMatch(/^(Charged|Cobró) /);
    expect(words.criteria.questions.paid_interconnection).toContain('Netflix');
  });

  it('does not speak of a toll where no payment is on record', () => {
    expect(words.front.ledeDeal).not.toMatch(/toll|peaje/);
    expect(words.front.storyDeal('X', 'a', '1', 'b', '2')).not.toMatch(/paid|pagó/);
  });

  it('does not say that it searched for a position when it only holds none', () => {
    expect(words.shell.positionNotFound).not.toMatch(/found|encontró/);
  });

  it('counts one as one', () => {
    for (const plural of [words.front.signed, words.pages.campaigns.signed, words.campaign.peopleSigned]) {
      expect(plural(1)).not.toBe(plural(2));
    }
  });
});

it.each(['incidents', 'legal-timeline'])('a letter has one way to write a day: statements of %s', async (file) => {
  const { entries } = JSON.parse(await readFile(`db/seed/${file}.json`, 'utf8')) as {
    entries: { statement?: { en: string } }[];
  };
  const days = entries.flatMap(({ statement }) => statement?.en.match(/\d{1,2} [A-Z][a-z]{2,} \d{4}/g) ?? []);
  expect(entries.length).toBeGreaterThan(20);
  expect(days).toEqual([]);
});

it.each(locales)('does not say whose mail server took a letter, which a relay hides (%s)', (locale) => {
  const { states } = messagesIn(locale).letter;
  for (const words of [states.sent, states.failed]) expect(words).not.toMatch(/receiving|que la recibe/);
});

it('says in Spanish to whom a letter can go without “a el”', () => {
  const { campaign } = messagesIn('es');
  for (const target of Object.values(campaign.targets)) expect(`${campaign.to} ${target}`).not.toMatch(/\ba el\b/);
});

it('names in letters as paid only the deals that the record holds as paid', () => {
  const sentences = listShippedTemplates().flatMap(({ source }) =>
    source.replace(/\{%.*?%\}/g, '').split(/(?<=[.?!])\s/),
  );
  const paid = sentences.filter((sentence) => /Netflix (?:agreed to pay|aceptó pagar)/.test(sentence));
  expect(paid).toHaveLength(2);
  for (const sentence of paid) {
    expect(sentence).toMatch(/reports|prensa/);
    expect(sentence).not.toMatch(/AT&T|Time Warner/);
  }
});
