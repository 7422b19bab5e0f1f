import { describe, expect, test } from 'vitest';
import { type BlankValues, fill, parseTemplate, TemplateError } from '#templates/fill.ts';

const head = `---
name: A letter to try
addressees: [isp_customer_relations]
locale: en
position: 1
subject: "About {{ isp }}"
blanks:
  isp: { fallback: your company }
  sender_name: required
  evidence: { fallback: "" }
  evidence_source: { fallback: "" }
---
`;
const body = `To {{ isp }}:

{{ evidence }}

Thank you.

{{ sender_name }}

{{ evidence_source }}
`;
const facts: BlankValues = {
  isp: 'Comcast',
  sender_name: 'Ana Ruiz',
  evidence: 'In May 2026 it was so. [1]',
  evidence_source: '[1] https://example.org/',
};
const letter = parseTemplate(head + body, 'a.en.txt');

function faultOf(source: string): TemplateError {
  try {
    parseTemplate(source, 'templates/c/a.en.txt');
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('the template was accepted');
}

describe('filling a letter', () => {
  test('puts each value into its blank', () => {
    expect(fill(letter, facts)).toEqual({
      subject: 'About Comcast',
      body: 'To Comcast:\n\nIn May 2026 it was so. [1]\n\nThank you.\n\nAna Ruiz\n\n[1] https://example.org/\n',
    });
  });

  test('drops the evidence with its footnote when the fact is missing, and leaves no gap', () => {
    const without = fill(letter, { ...facts, evidence: null, evidence_source: null });
    expect(without.body).toBe('To Comcast:\n\nThank you.\n\nAna Ruiz\n');
  });

  test('drops evidence that has no source', () => {
    expect(fill(letter, { ...facts, evidence_source: '' }).body).not.toContain('May 2026');
  });

  test('marks the law that it states, or drops the mark with its footnote and leaves no gap', () => {
    const stating = parseTemplate(
      head
        .replace('blanks:', 'law: [sixth-2025]\nblanks:\n  law_mark: { fallback: "" }\n  law_source: { fallback: "" }')
        .concat(
          'The rule is gone. {{ law_mark }} So I ask.\n\n{{ evidence }}\n\n{{ law_source }}\n{{ evidence_source }}\n',
        )
        .concat('{{ sender_name }}\n'),
      'a.en.txt',
    );
    expect(stating.law).toEqual(['sixth-2025']);
    const law = { law_mark: '[1]', law_source: '[1] https://law.example/' };
    const cited = fill(stating, { ...facts, ...law, evidence: 'So. [2]', evidence_source: '[2] b' }).body;
    expect(cited).toBe('The rule is gone. [1] So I ask.\n\nSo. [2]\n\n[1] https://law.example/\n[2] b\nAna Ruiz\n');
    const dropped = fill(stating, { ...facts, law_mark: '[1]', evidence: '' }).body;
    expect(dropped).toBe('The rule is gone. So I ask.\n\nAna Ruiz\n');
  });

  test('takes the declared fallback for a blank that is not known, and refuses when there is none', () => {
    expect(fill(letter, { ...facts, isp: undefined }).subject).toBe('About your company');
    expect(() => fill(letter, { ...facts, sender_name: '  ' })).toThrow(/"sender_name" is required/);
  });

  test('treats values as text: neither Liquid nor a line break inside one does anything', () => {
    const filled = fill(letter, {
      ...facts,
      isp: 'A\r\nBcc: x@evil.example',
      sender_name: '{{ evidence }}{% if isp %}',
    });
    expect(filled.subject).toBe('About A Bcc: x@evil.example');
    expect(filled.body).toContain('{{ evidence }}{% if isp %}');
  });

  test('is the same letter for the same blanks', () => {
    expect(fill(letter, facts)).toEqual(fill(letter, facts));
  });
});

describe('a template that cannot be used says where and what to do', () => {
  test('for a blank that is not declared', () => {
    const fault = faultOf(`${head}${body}Yours, {{ sender_nmae }}\n`);
    expect(fault.line).toBe(22);
    expect(fault.message).toBe(
      'templates/c/a.en.txt:22: the blank "sender_nmae" is not declared. Declare it under "blanks" in the front matter; ' +
        'known are sender_name, sender_zip, sender_state, isp, addressee, law_mark, law_source, evidence, evidence_source',
    );
  });

  test('for a property of a declared blank', () => {
    expect(faultOf(`${head}${body}{{ isp.constructor }}\n`).message).toContain('"isp.constructor" is not declared');
  });

  test('for a blank that is declared but never used', () => {
    const fault = faultOf(head + body.replace('{{ sender_name }}', ''));
    expect([fault.line, fault.message]).toEqual([9, expect.stringContaining('"sender_name" is never used')]);
  });

  test('for evidence without its source', () => {
    const source = (head + body)
      .replace('  evidence_source: { fallback: "" }\n', '')
      .replace('{{ evidence_source }}', '');
    expect(faultOf(source).message).toContain('evidence stands without its source');
  });

  test('for a law without mark and source, and for a mark without a law', () => {
    const named = head.replace('blanks:', 'law: [sixth-2025]\nblanks:');
    expect([faultOf(named + body).line, faultOf(named + body).message]).toEqual([
      7,
      expect.stringContaining('the law stands without its source'),
    ]);
    const marked = head.replace('blanks:', 'blanks:\n  law_mark: { fallback: "" }');
    expect(faultOf(`${marked}${body}{{ law_mark }}\n`).message).toContain('the law stands without its source');
  });

  test.each([
    '{% include "x" %}',
    '{% render "x" %}',
    '{% for a in (1..9) %}{{ isp }}{% endfor %}',
    '{% assign a = isp %}',
  ])('for the tag in %s', (tag) => {
    const fault = faultOf(`${head}To {{ isp }}:\n${tag}\n${body}`);
    expect([fault.line, fault.remedy]).toEqual([14, expect.stringContaining('if and unless')]);
  });

  test('for a filter', () => {
    expect(faultOf(`${head}${body}{{ isp | upcase }}\n`).message).toMatch(/a\.en\.txt:22: .*upcase/);
  });

  test('for an unclosed blank', () => {
    expect(faultOf(`${head}${body}{{ isp \n`).line).toBe(22);
  });

  test('for a field of the front matter', () => {
    const fault = faultOf(head.replace('position: 1', 'position: first') + body);
    expect([fault.line, fault.message]).toEqual([5, expect.stringContaining('field "position"')]);
    expect(faultOf(head.replace('addressees: [isp_customer_relations]', 'addressees: [everyone]') + body).line).toBe(3);
    expect(faultOf(head.replace('  isp:', '  town:') + body).message).toContain('field "blanks');
  });

  test('for broken YAML and for no front matter at all', () => {
    expect(faultOf(head.replace('"About {{ isp }}"', '"About {{ isp }}') + body).line).toBeGreaterThan(1);
    expect(faultOf(body).message).toContain('front matter is missing');
  });
});
