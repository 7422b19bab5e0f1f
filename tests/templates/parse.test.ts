import { describe, expect, test } from 'vitest';
import { ADDRESSEE_KINDS } from '#app/domain/campaign/campaign.ts';
import { EVIDENCE_KINDS } from '#app/domain/isp/evidence.ts';
import { maxBodyChars, maxSubjectChars } from '#app/domain/letter/letter.ts';
import { FACT_KINDS, LETTER_ADDRESSEES } from '#templates/blanks.ts';
import { MAX_LETTER_CHARS, MAX_LETTER_SUBJECT_CHARS } from '#templates/front-matter.ts';
import { parseTemplate, readTemplate } from '#templates/parse.ts';
import { TemplateError } from '#templates/template.ts';

const head = `---
name: A letter to try
addressees: [isp_customer_relations]
locale: en
position: 1
subject: "About {{ isp }}"
blanks:
  isp: { fallback: "" }
  sender_name: required
---
`;
const body = `To {{ isp }}:

Thank you.

{{ sender_name }}
`;

function faultOf(source: string): TemplateError {
  try {
    parseTemplate(source, 'templates/c/a.en.txt');
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('the template was accepted');
}
const withField = (field: string, text = body) => head.replace('blanks:', `${field}\nblanks:`) + text;

test('the letter that the faults are made from has none', () => {
  expect(readTemplate(head + body, 'a.en.txt').faults).toEqual([]);
});

test('a fault says where it is, what is wrong and what to do', () => {
  const fault = faultOf(`${head}${body}Yours, {{ sender_nmae }}\n`);
  expect([fault.file, fault.line]).toEqual(['templates/c/a.en.txt', 16]);
  expect(fault.message).toBe(
    'templates/c/a.en.txt:16: the blank "sender_nmae" is not declared. Declare it under "blanks" in the front matter; ' +
      'known are sender_name, sender_zip, sender_state, isp, addressee',
  );
});

test('all faults of a file are found at once', () => {
  const { faults } = readTemplate(`${head}${body}{{ nobody }}\n{a|b}\n[1]\n`, 'a.en.txt');
  expect(faults.map(({ line }) => line).sort()).toEqual([16, 17, 17, 17, 18]);
});

// Each rule that a letter is read by, with a letter that breaks it: the line of the fault, and words of it.
const broken: Record<string, [source: string, line: number, words: string]> = {
  'no front matter': [body, 1, 'front matter is missing'],
  'broken YAML': [head.replace('"About {{ isp }}"', '"About {{ isp }}') + body, 6, ''],
  'an unknown field': [withField('colour: red'), 7, 'field "colour": unknown. Known fields are name, addressees'],
  'a field of the wrong kind': [head.replace('position: 1', 'position: first') + body, 5, 'field "position"'],
  'an unknown addressee': [head.replace('isp_customer_relations', 'everyone') + body, 3, 'Addressees are fcc_docket'],
  'an unknown blank': [head.replace('  isp:', '  town:') + body, 8, 'field "blanks'],
  'an unknown filter field': [withField('onlyIf: { sender: { age: [9] } }'), 7, 'A filter asks for'],
  'a filter that asks nothing': [withField('notIf: {}'), 7, 'asks for nothing'],
  'a state in small letters': [withField('onlyIf: { sender: { state: [ca] } }'), 7, 'two capital letters'],
  'a day that is none': [withField('validUntil: 2026-02-30'), 7, 'Write the day as YYYY-MM-DD'],
  'an end before the beginning': [
    withField('validUntil: 2026-01-01\nvalidFrom: 2026-02-01'),
    7,
    'ends before it begins',
  ],
  'a docket for nobody': [withField('docket: CG 22-2'), 7, 'no addressee is one'],
  'a letter to a docket without its number': [
    head.replace('isp_customer_relations', 'fcc_docket') + body,
    3,
    'docket: CG 22-2',
  ],
  'a limit that leaves no room': [withField('limits: { characters: 10 }'), 7, 'Give characters'],
  'an exclusion for everybody': [
    '---\nname: Nobody\nexclusion: true\naddressees: [ftc]\nlocale: en\nposition: 1\n---\nNothing here.\n',
    3,
    'fits everybody',
  ],
  'a blank that is never used': [head + body.replace('{{ sender_name }}', ''), 9, '"sender_name" is never used'],
  'a property of a blank': [`${head}${body}{{ isp.constructor }}\n`, 16, '"isp.constructor" is not declared'],
  'a blank that not every sender has, without a fallback': [
    head.replace('isp: { fallback: "" }', 'isp: required') + body,
    8,
    'has no fallback',
  ],
  'an unclosed blank': [`${head}${body}{{ isp \n`, 16, ''],
  'a tag that includes': [`${head}{% include "x" %}${body}`, 11, 'tag "include" not found'],
  'a tag that repeats': [`${head}{% for a in (1..9) %}{{ isp }}{% endfor %}${body}`, 11, 'tag "for" not found'],
  'a tag that takes turns': [`${head}{% cycle "a", "b" %}${body}`, 11, 'tag "cycle" not found. Only blanks'],
  'a tag that chooses': [`${head}{% case isp %}{% when "A" %}x{% endcase %}${body}`, 11, 'tag "case" not found'],
  'a filter that draws lots': [`${head}${body}{{ isp | sample }}\n`, 16, 'undefined filter: sample'],
  'a filter that cuts': [`${head}${body}{{ isp | upcase }}\n`, 16, 'the filters month, day and upcase_first'],
  'alternatives in braces': [`${head}${body}I {ask|beg} you.\n`, 16, '"{" looks like a choice'],
  'alternatives in brackets': [`${head}${body}I [[ask]] you.\n`, 16, '"[[" looks like a choice'],
  'alternatives in a fallback': [
    head.replace('fallback: ""', 'fallback: "{my|our} ISP"') + body,
    8,
    'choice between texts',
  ],
  'alternatives in the subject': [head.replace('"About', '"{About|On}') + body, 6, 'choice between texts'],
  'a condition on a name': [`${head}{% if sender_name %}x{% endif %}${body}`, 11, 'varies the words without a reason'],
  'a condition on a value': [`${head}{% if isp == "Comcast" %}x{% endif %}${body}`, 11, 'varies the words'],
  'a condition that is never false': [
    `${head.replace('""', '"my ISP"')}{% if isp %}x{% endif %}${body}`,
    11,
    'whose fallback is ""',
  ],
  'a chain of conditions': [`${head}{% if isp %}x{% elsif isp %}y{% endif %}${body}`, 11, '"elsif" chooses'],
  'an output that is no blank': [`${head}${body}{{ "text" }}\n`, 16, 'is no blank'],
  'a footnote by hand': [`${head}${body}So it is. [1]\n`, 16, 'made by hand'],
  'evidence of an unknown kind': [
    `${head}{% evidence "rumour" %}{{ fact }}{% endevidence %}${body}`,
    11,
    'no kind of evidence',
  ],
  'evidence without its fact': [`${head}{% evidence %}So it is.{% endevidence %}${body}`, 11, 'Use {{ fact }} once'],
  'a fact outside its block': [`${head}{{ fact }}${body}`, 11, 'stands outside its block'],
  'a fact after else': [
    `${head}{% evidence %}{{ fact }}{% else %}{{ fact_date }}{% endevidence %}${body}`,
    11,
    'stands after else',
  ],
  'evidence inside evidence': [
    `${head}{% evidence %}{{ fact }}{% evidence %}{{ fact }}{% endevidence %}{% endevidence %}${body}`,
    11,
    'holds another bound block',
  ],
  'evidence in the subject': [
    head.replace('About', '{% evidence %}{{ fact }}{% endevidence %}') + body,
    6,
    'no footnote',
  ],
  'evidence that is not closed': [`${head}{% evidence %}{{ fact }}${body}`, 11, 'is not closed'],
  'names without quotation marks': [`${head}{% law sixth-2025 %}x{% endlaw %}${body}`, 11, 'in quotation marks'],
  'law without a name': [`${head}{% law %}x{% endlaw %}${body}`, 11, 'names no entry'],
  'law that is not declared': [`${head}{% law "one" %}x{% endlaw %}${body}`, 11, 'Name it under "law"'],
  'law that is declared and not stated': [withField('law: [one]'), 7, 'no sentence is bound to it'],
  'record that is declared and not stated': [withField('record: [one]'), 7, 'no sentence is bound to it'],
  'a mark twice': [
    withField('law: [one]', `{% law "one" %}{{ mark }} x {{ mark }}{% endlaw %}${body}`),
    12,
    'mark twice',
  ],
  'no text': [head.replace('  sender_name: required\n', ''), 10, 'there is no text'],
  'a text that is too long': [`${head}${body}${'long '.repeat(2_001)}`, 1, 'longer than 10000 characters'],
};

describe('a template that cannot be used is refused', () => {
  test.each(Object.entries(broken))('for %s', (_what, [source, line, words]) => {
    const fault = faultOf(source);
    expect(fault.message).toContain(words);
    expect(fault.line).toBe(line);
    expect(fault.remedy.length).toBeGreaterThan(5);
  });
});

test('the lists and limits that the room of templates keeps are those of the domain', () => {
  expect([...LETTER_ADDRESSEES]).toEqual([...ADDRESSEE_KINDS]);
  expect([...FACT_KINDS, 'law']).toEqual([...EVIDENCE_KINDS]);
  expect([MAX_LETTER_CHARS, MAX_LETTER_SUBJECT_CHARS]).toEqual([maxBodyChars, maxSubjectChars]);
});
