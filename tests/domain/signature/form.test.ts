import { describe, expect, test } from 'vitest';
import { codeForm, SIGN_FAULTS, signForm } from '#app/domain/signature/signature.ts';
import { parseForm } from '#app/http/forms.ts';
import { en } from '#app/messages/en/index.ts';
import { es } from '#app/messages/es/index.ts';

const filled = { name: 'Ada', email: 'ada@mail.example', zip: '94103', isp: 'comcast' };
const faults = (over: Record<string, unknown>) => {
  const result = signForm.safeParse({ ...filled, ...over });
  return result.success ? [] : result.error.issues.map(({ message }) => message);
};

describe('the sign form', () => {
  test.each([
    'Ada Lovelace',
    'José Ñandú',
    '李小龍',
    'محمد بن سلمان',
    'O’Neill-Smith, Jr.',
    'नमस्ते',
    'علی\u200cرضا',
    'x'.repeat(100),
    '𝒳'.repeat(100),
  ])('takes the name %j as it is', (name) => {
    expect(signForm.parse({ ...filled, name }).name).toBe(name.normalize('NFC'));
  });

  test.each([
    ['', 'name_missing'],
    ['   ', 'name_missing'],
    ['x'.repeat(101), 'name_long'],
    ['x'.repeat(10_000), 'name_long'],
    ['Ada\nBcc: eve@mail.example', 'name_characters'],
    ['Ada\u0000', 'name_characters'],
    ["=cmd|' /C calc'!A0", 'name_characters'],
    ['+1+1 Ann', 'name_characters'],
    ['Ada \u202Eecalevol', 'name_characters'],
    ['Ada\u2066', 'name_characters'],
    ['Ada \uD800', 'name_characters'],
    ['12345', 'name_characters'],
    ['Win at https://spam.example', 'name_link'],
    ['www.spam.example', 'name_link'],
    ['eve@spam.example', 'name_link'],
    ['Free money at spam.com', 'name_link'],
    ['spam.example/x', 'name_link'],
    ['Bit.ly/abc', 'name_link'],
    ['Ada \uFFFD', 'name_characters'],
  ])('refuses the name %j: %s', (name, fault) => {
    expect(faults({ name })).toEqual([fault]);
  });

  test('names every fault at once, and one sent twice or not at all as missing', () => {
    expect(faults({ name: '', email: 'x', zip: '1', isp: 'No ISP!' })).toEqual([
      'name_missing',
      'email_shape',
      'zip_shape',
      'isp_shape',
    ]);
    expect(faults({ name: ['a', 'b'], email: undefined })).toEqual(['name_missing', 'email_missing']);
  });

  test('asks for an ISP or for the word that it is another, and keeps what a robot typed into the trap', () => {
    expect(faults({ ...filled, isp: undefined })).toEqual(['isp_shape']);
    expect(signForm.parse({ ...filled, isp: 'other' })).toMatchObject({ isp: 'other', website: '' });
    expect(signForm.parse({ ...filled, website: 'x'.repeat(600) }).website).toBe('filled');
  });

  test('has words for every fault in both languages', () => {
    for (const fault of SIGN_FAULTS) {
      expect(en.sign.faults[fault]).toBeTruthy();
      expect(es.sign.faults[fault]).toBeTruthy();
    }
  });
});

describe('the code form', () => {
  test('takes six digits in any dress', () => {
    for (const code of ['012345', ' 012 345 ', '012-345', '０１２３４５'])
      expect(codeForm.parse({ code }).code).toBe('012345');
  });

  test('refuses anything else', () => {
    for (const code of ['', '12345', '1234567', 'abcdef', ['012345', '1'], undefined, '1'.repeat(10_000)])
      expect(codeForm.safeParse({ code }).error?.issues[0]?.message).toBe('code_shape');
  });
});

describe('whether the name is handed in', () => {
  test('is no unless the box is ticked, whatever else is posted', async () => {
    const posted = async (extra: Record<string, string>) => {
      const body = new URLSearchParams({ ...filled, ...extra });
      const result = await parseForm(new Request('http://localhost/', { method: 'POST', body }), signForm);
      return result.status === 'success' ? result.value.isNamePublic : null;
    };
    expect(await posted({})).toBe(false);
    expect(await posted({ isNamePublic: 'on' })).toBe(true);
    expect(await posted({ isNamePublic: 'yes please' })).toBe(false);
  });
});
