import { describe, expect, test } from 'vitest';
import type { BlankValues } from '#templates/blanks.ts';
import type { Citable, Citables } from '#templates/citing.ts';
import { fill } from '#templates/fill.ts';
import { parseTemplate } from '#templates/parse.ts';

const head = `---
name: A letter to try
addressees: [isp_customer_relations]
locale: en
position: 1
subject: "About {{ isp }}"
blanks:
  isp: { fallback: your company }
  sender_name: required
---
`;
const facts: BlankValues = { isp: 'Comcast', sender_name: 'Ana Ruiz' };
const letter = (body: string, extra = '') =>
  parseTemplate(`${head.replace('blanks:', `${extra}blanks:`)}${body}\n\n{{ sender_name }}\n`, 'a.en.txt');
const entry = (ref: string, kind = 'incident', more: Partial<Citable> = {}): Citable => ({
  kind,
  ref,
  text: `About ${ref}.`,
  caveat: null,
  date: '2026-05-01',
  sources: [`https://${ref}.example/`],
  ...more,
});
const citable = (parts: Partial<Citables>): Citables => ({ facts: [], law: [], record: [], ...parts });

describe('filling a letter', () => {
  test('puts each value into its blank, and says what stands there', () => {
    expect(fill(letter('To {{ isp }}:'), facts)).toEqual({
      subject: 'About Comcast',
      body: 'To Comcast:\n\nAna Ruiz\n',
      values: facts,
      cited: [],
    });
  });

  test('takes the declared fallback for a blank that is not known, and refuses when there is none', () => {
    expect(fill(letter('To {{ isp }}:'), { ...facts, isp: undefined }).subject).toBe('About your company');
    expect(() => fill(letter('Hello.'), { ...facts, sender_name: '  ' })).toThrow(/"sender_name" is required/);
  });

  test('asks in a condition whether a blank is known', () => {
    const asking = parseTemplate(
      `${head.replace('your company', '""')}{% if isp %}I pay {{ isp }}.{% else %}I pay nobody.{% endif %} {{ sender_name }}\n`,
      'a.en.txt',
    );
    expect(fill(asking, facts).body).toBe('I pay Comcast. Ana Ruiz\n');
    expect(fill(asking, { ...facts, isp: null }).body).toBe('I pay nobody. Ana Ruiz\n');
  });

  test('writes a day in the language of the letter, with the filters that are declared', () => {
    const dated = 'In {{ fact_date | month }}, on {{ fact_date | day }}: {{ fact | upcase_first }}';
    const body = `{% evidence %}${dated}{% endevidence %}`;
    const may = citable({ facts: [entry('a', 'incident', { text: 'élan.' })] });
    expect(fill(letter(body), facts, may).body).toContain('In May 2026, on May 1, 2026: Élan. [1]');
    const spanish = parseTemplate(`${head.replace('locale: en', 'locale: es')}${body}{{ sender_name }}`, 'a.es.txt');
    expect(fill(spanish, facts, may).body).toContain('In mayo de 2026, on 1 de mayo de 2026: Élan. [1]');
  });
});

describe('a sentence bound to evidence', () => {
  const body =
    'Before.\n\n{% evidence "incident" %}It is on record: {{ fact }}{% else %}I ask.{% endevidence %}\n\nAfter.';

  test('stands with its source as a footnote, caveat and all', () => {
    const fact = entry('a', 'incident', { caveat: 'One source.', sources: ['https://a.example/', 'b', 'c'] });
    const filled = fill(letter(body), facts, citable({ facts: [fact] }));
    expect(filled.body).toBe(
      'Before.\n\nIt is on record: About a. One source. [1]\n\nAfter.\n\nAna Ruiz\n\n[1] https://a.example/ ; b\n',
    );
    expect(filled.cited).toEqual([fact]);
  });

  test('gives way to what follows else when there is no fact of the kind, or none with a source', () => {
    const other = [entry('a', 'report'), entry('b', 'incident', { sources: [' '] })];
    for (const some of [[], other])
      expect(fill(letter(body), facts, citable({ facts: some })).body).toBe(
        'Before.\n\nI ask.\n\nAfter.\n\nAna Ruiz\n',
      );
  });

  test('disappears without a gap when nothing follows else', () => {
    const bare = body.replace('{% else %}I ask.', '');
    expect(fill(letter(bare), facts).body).toBe('Before.\n\nAfter.\n\nAna Ruiz\n');
  });

  test('takes the best fact that is left: none is told twice, and the order given is the rank', () => {
    const twice =
      '{% evidence %}{{ fact }}{% endevidence %}\n\n{% evidence "incident", "report" %}{{ fact }}{% endevidence %}';
    const some = [entry('best'), entry('speed', 'speed_figure'), entry('report', 'report')];
    const { body: both, cited } = fill(letter(twice), facts, citable({ facts: some }));
    expect(cited.map(({ ref }) => ref)).toEqual(['best', 'report']);
    expect(both).toContain('About best. [1]\n\nAbout report. [2]\n');
    expect(fill(letter(twice), facts, citable({ facts: some.slice(0, 1) })).cited).toHaveLength(1);
  });

  test('does not repeat what the record has said in the same letter', () => {
    const extra = 'record: [seen]\n';
    const after = '{% record "seen" %}It happened.{% endrecord %}\n\n{% evidence %}{{ fact }}{% endevidence %}';
    const { cited } = fill(letter(after, extra), facts, citable({ record: [entry('seen')], facts: [entry('seen')] }));
    expect(cited).toHaveLength(1);
  });
});

describe('a sentence bound to law or record', () => {
  const extra = 'law: [one, two]\nrecord: [past]\n';
  const body =
    '{% law "one", "two" %}No rule says so. {{ mark }} So I ask.{% else %}Please say what holds.{% endlaw %}\n\n' +
    '{% record "past" %}It happened.{% endrecord %}\n\n{% evidence %}{{ fact }}{% endevidence %}';
  const law = [entry('one', 'law', { sources: ['https://1.example/', 'x'] }), entry('two', 'law')];

  test('numbers the footnotes in the order of appearance, one source each where entries share a note', () => {
    const all = citable({ law, record: [entry('past')], facts: [entry('now')] });
    expect(fill(letter(body, extra), facts, all).body).toBe(
      'No rule says so. [1] So I ask.\n\nIt happened. [2]\n\nAbout now. [3]\n\nAna Ruiz\n\n' +
        '[1] https://1.example/ ; https://two.example/\n[2] https://past.example/\n[3] https://now.example/\n',
    );
  });

  test('is kept as it stands in the letter, up to its mark', () => {
    const { cited, body: whole } = fill(letter(body, extra), facts, citable({ law, record: [entry('past')] }));
    expect(cited.map(({ ref, text }) => [ref, text])).toEqual([
      ['one', 'No rule says so.'],
      ['two', 'No rule says so.'],
      ['past', 'It happened.'],
    ]);
    for (const { text } of cited) expect(whole).toContain(text);
  });

  test('gives way as soon as one of its entries no longer stands', () => {
    const { body: text } = fill(letter(body, extra), facts, citable({ law: law.slice(0, 1) }));
    expect(text).toBe('Please say what holds.\n\nAna Ruiz\n');
  });

  test('shares the footnote when the same entry is stated again', () => {
    const again = '{% law "one" %}A.{% endlaw %} {% law "one" %}B.{% endlaw %}';
    expect(fill(letter(again, 'law: [one]\n'), facts, citable({ law })).body).toContain('A. [1] B. [1]');
  });
});
