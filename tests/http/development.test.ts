import { expect, test } from 'vitest';
import { inDevelopment } from '#app/http/development.ts';

test('a page of development is a 404 elsewhere', () => {
  expect(() => inDevelopment({ isDevelopment: true })).not.toThrow();
  expect.assertions(3);
  try {
    inDevelopment({ isDevelopment: false });
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Response);
    expect((thrown as Response).status).toBe(404);
  }
});
