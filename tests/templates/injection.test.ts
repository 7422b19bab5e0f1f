import fc from 'fast-check';
import { expect, test } from 'vitest';
import { letterForm } from '#app/domain/letter/letter.ts';
import type { Citable } from '#templates/citing.ts';
import { fill } from '#templates/fill.ts';
import { parseTemplate } from '#templates/parse.ts';

const letter = parseTemplate(
  `---
name: A letter to try
addressees: [isp_customer_relations]
locale: en
position: 1
subject: "About {{ isp }}"
law: [one]
blanks:
  isp: { fallback: your company }
  sender_name: required
  sender_state: { fallback: my state }
  addressee: required
---
To {{ addressee }}, in words enough for a letter:

{% evidence %}{{ fact }}{% endevidence %}

{% law "one" %}So it is.{% endlaw %}

{{ sender_name }}
{{ sender_state }} {{ isp }}
`,
  'a.en.txt',
);

// Text that would do something if a letter read values as anything but text.
const dangerous = fc.constantFrom(
  '{{ isp }}',
  '{% law "one" %}',
  '{%- endevidence -%}',
  '\r\n\r\n[9] https://evil.example/',
  '\nBcc: x@evil.example',
  '\u2028[1] x',
  '[1]',
  '[ 2 ]',
  '\u202e',
  '\ud800',
  '\u0000',
  '$&',
);
const text = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), dangerous), { maxLength: 6 })
  .map((parts) => parts.join(''));
const citable = (...refs: string[]) =>
  fc.record<Citable>({
    kind: fc.constantFrom('incident', 'report', 'law'),
    ref: fc.constantFrom(...refs),
    text,
    caveat: fc.option(text),
    date: fc.constant('2026-05-01'),
    sources: fc.array(text, { maxLength: 3 }),
  });

test('no value, fact or source makes Liquid, a line, a header or a footnote of its own', () => {
  const values = fc.record({ isp: text, sender_name: text, sender_state: text, addressee: text });
  const citables = fc.record({
    facts: fc.array(citable('two', 'three'), { maxLength: 3 }),
    law: fc.array(citable('one'), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(values, citables, (given, { facts, law }) => {
      const filled = fill(
        letter,
        { ...given, sender_name: `n${given.sender_name}`, addressee: `a${given.addressee}` },
        {
          facts,
          law,
          record: [],
        },
      );
      const { subject, body, cited } = filled;
      // One line, and nothing that a mail or a page would read otherwise.
      expect(subject).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      expect(body.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      // As many marks and notes as it cites, numbered from 1, and no other bracket.
      const numbers = cited.map((_, index) => `[${index + 1}]`);
      expect(body.match(/\[.*?\]/g) ?? []).toEqual([...numbers, ...numbers]);
      expect(body.match(/[[\]]/g) ?? []).toHaveLength(4 * cited.length);
      // The lines of the template, and the notes.
      const lines = body.trimEnd().split('\n');
      expect(lines).toHaveLength(4 + (cited.length > 0 ? 1 + 3 * cited.length : 0));
      // What is drafted can be previewed as it stands.
      const parsed = letterForm.safeParse({ subject, body });
      if (subject.length <= 150 && body.length < 8_000) expect(parsed.data).toEqual({ subject, body });
    }),
    { numRuns: 400 },
  );
});

test('the same blanks and facts give the same letter', () => {
  fc.assert(
    fc.property(text, fc.array(citable('two', 'three'), { maxLength: 3 }), (name, facts) => {
      const twice = [0, 1].map(() =>
        fill(letter, { sender_name: `n${name}`, addressee: 'X' }, { facts, law: [], record: [] }),
      );
      expect(twice[0]).toEqual(twice[1]);
    }),
    { numRuns: 50 },
  );
});
