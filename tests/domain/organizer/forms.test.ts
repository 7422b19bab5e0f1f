import { expect, test } from 'vitest';
import { deviceOf, inviteForm, organizationForm, slugOf } from '#app/domain/organizer/account.ts';

test('names for addresses are plain, and none is that of a page', () => {
  expect(slugOf('  Café Ünited & Friends! ')).toBe('cafe-united-friends');
  expect(slugOf('日本')).toBe('');
  for (const slug of ['sign-in', 'account', 'Passkey', '-x', 'a b', 'x'.repeat(61)])
    expect(organizationForm.safeParse({ name: 'N', slug }).success, slug).toBe(false);
  expect(inviteForm.parse({ email: ' Ada@Organizers.Example ', role: 'owner' }).email).toBe('ada@organizers.example');
  expect(deviceOf(null)).toEqual({ browser: null, system: null });
});
