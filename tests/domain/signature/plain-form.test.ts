import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPlainForm } from '#app/domain/signature/plain-form.ts';
import { signForm } from '#app/domain/signature/signature.ts';
import { parseFields } from '#app/http/forms.ts';
import { plainFields } from '#app/http/sign-fields.ts';

/** What the schema makes of a body, or null when it finds a fault. */
function bySchema(body: string) {
  const parsed = parseFields(new URLSearchParams(body), signForm);
  return parsed.status === 'success' ? parsed.value : null;
}

function byGlance(body: string) {
  const fields = plainFields(body);
  return fields && readPlainForm(fields);
}

const pieces = (...all: string[]) => fc.array(fc.constantFrom(...all), { maxLength: 5 }).map((some) => some.join(''));
const value = fc.oneof(
  {
    weight: 3,
    arbitrary: pieces(
      'Ada',
      'é',
      'Ł',
      ' ',
      "O'",
      '’',
      '-',
      '.',
      'com',
      'www.',
      '@',
      '×',
      'ſ',
      '\u0301',
      'x'.repeat(49),
    ),
  },
  {
    weight: 3,
    arbitrary: pieces(
      'ada',
      '@',
      'mail',
      '.',
      'example',
      'Mail',
      '-',
      '_',
      '+',
      'xn--',
      '1',
      'com',
      ' ',
      'ü',
      'a'.repeat(63),
    ),
  },
  { weight: 2, arbitrary: pieces('94103', '-1234', '00000', ' ', '205', '88', '１') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('comcast', 'other', 'on', 'off', '', 'x'.repeat(81), 'p'.repeat(301), 's'.repeat(41)),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);
const plain = {
  name: fc.constantFrom('Ada Lovelace', 'José Núñez', "O'Neill-Smith"),
  email: fc.constantFrom('ada@mail.example', 'a.b+c_d-e@sub.mail.example', 'Ada@mail.co'),
  zip: fc.constantFrom('94103', '20001', '99999'),
  isp: fc.constantFrom('comcast', 'other'),
  isNamePublic: fc.constantFrom('on', ''),
  website: fc.constantFrom('', 'http://spam.example'),
  proof: fc.constantFrom('', 'abc.def'),
  stamp: fc.constantFrom('', 'mi1.x_-'),
  partner: fc.constantFrom('', 'news-hour', '-x'),
  variant: fc.constantFrom('', 'b', 'bb'),
  subscribe: fc.constantFrom('', '12', '0', '1234567890'),
  partnerConsent: fc.constantFrom('', '7', 'on'),
  consent: fc.constantFrom('', '3', '1e3', '-1', '9'.repeat(12), 'x'),
};
const names = Object.keys(plain) as (keyof typeof plain)[];
const form = fc.record({ ...plain }, { requiredKeys: [] });

describe('a form read at a glance', () => {
  test('is what the schema makes of it, or is left to the schema', () => {
    const odd = fc.array(fc.tuple(fc.constantFrom(...names, 'other', 'name[0]', '__proto__', 'n%61me'), value), {
      maxLength: 2,
    });
    fc.assert(
      fc.property(form, odd, fc.constantFrom('all', 'spaces', 'none'), (fields, more, coding) => {
        const pairs = [...Object.entries(fields), ...more].toSorted(([a], [b]) => a.localeCompare(b));
        const said = new URLSearchParams(pairs.map(([name, text]) => [name, text ?? ''])).toString();
        const body =
          coding === 'all' ? said : coding === 'spaces' ? said.replaceAll('+', '%20') : said.replaceAll('%', '');
        const glance = byGlance(body);
        if (glance) expect(glance).toEqual(bySchema(body));
      }),
      { numRuns: 5000 },
    );
  });

  test('is read for what people write most', () => {
    for (const name of ['Ada Lovelace', 'José Núñez', "Shaun O'Neill-Smith"]) {
      const body = new URLSearchParams({
        name,
        email: 'ada.l+x@mail.example',
        zip: '94103',
        isp: 'other',
        website: '',
      });
      expect(byGlance(`${body}`)).toMatchObject({ name, isNamePublic: false, website: '' });
    }
  });

  test.each([
    'name=Ada&name=Eve&email=ada%40mail.example&zip=94103&isp=other',
    'n%61me=Ada&name=Eve&email=ada%40mail.example&zip=94103&isp=other',
    'name=Ada&email=ada%40xn--a.example&zip=94103&isp=other',
    'name=%ED%A0%80Ada&email=ada%40mail.example&zip=94103&isp=other',
    'name=Ada%&email=ada%40mail.example&zip=94103&isp=other',
    'name=Ad\u00e9&email=ada%40mail.example&zip=94103&isp=other',
    'name=Www.%20Ada&email=ada%40mail.example&zip=94103&isp=other',
  ])('is left to the schema when it is odd: %s', (body) => {
    expect(byGlance(body)).toBeNull();
  });
});
