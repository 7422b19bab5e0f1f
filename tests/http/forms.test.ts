import { expect, it } from 'vitest';
import { signForm } from '#app/domain/signature/signature.ts';
import { parseForm } from '#app/http/forms.ts';

const post = (body: string) => {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return parseForm(new Request('http://localhost/', { method: 'POST', headers, body }), signForm);
};
const good = 'name=Ada&email=ada%40mail.example&zip=94103&isp=other';

// Each of them took a process's memory, threw, or built thousands of objects while conform read the names itself.
it.each([
  'name[99999999]=x',
  'name[4294967294]=x',
  `name${'[a]'.repeat(3000)}=x`,
  `name${'.a'.repeat(9000)}=x`,
  '__proto__.website=x',
  'constructor.prototype.website=x',
  '__intent__=not+json',
  '__intent__=null',
  `__intent__=${encodeURIComponent('{"type":"insert","payload":{"name":"name","index":99999999}}')}`,
  '__state__=not+json',
  Array.from({ length: 5000 }, (_, i) => `other${i}=x`).join('&'),
])('a form is read by the names that its schema knows, whatever else is in it: %.60s', async (extra) => {
  const form = await post(`${good}&${extra}`);
  expect(form.status === 'success' && form.value).toEqual({
    name: 'Ada',
    email: 'ada@mail.example',
    zip: '94103',
    isp: 'other',
    isNamePublic: false,
    partner: '',
    variant: '',
    subscribe: '',
    partnerConsent: '',
    consent: null,
    website: '',
    proof: '',
    stamp: '',
  });
  expect(({} as { website?: string }).website).toBeUndefined();
});

it('a field that comes twice is a fault of that field', async () => {
  const form = await post(`${good}&name=Eve`);
  expect(form.status).toBe('error');
});

it('a body that is no form is refused', async () => {
  const request = new Request('http://localhost/', { method: 'POST', body: '{}' });
  await expect(parseForm(request, signForm)).rejects.toMatchObject({ status: 400 });
});
