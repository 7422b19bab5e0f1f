import { expect, test } from 'vitest';
import { NOUNS } from '#app/commands/editor/deeds.ts';
import { readEditorLine } from '#app/commands/editor/editor-line.ts';
import { CommandFault } from '#app/commands/fault.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const given = { db, now: () => new Date('2026-12-01T12:00:00Z') };

/** What a command line prints, or the sentence with which it refuses. */
async function said(...args: string[]): Promise<string> {
  const asked = readEditorLine(args, NOUNS);
  if (asked.kind !== 'deed') throw new Error(asked.kind === 'fault' ? asked.fault : 'help');
  const lines: string[] = [];
  try {
    await asked.deed.run({ ...asked, given, say: (line) => lines.push(line) });
  } catch (error) {
    if (error instanceof CommandFault) return error.message;
    throw error;
  }
  return lines.join('\n');
}

const signed = ['--by', 'Sample Organizer', '--source', 'https://isp.test/contact'];

test('An organizer finds what is known only from memory, checks it, and sees who checked what', async () => {
  const held = await said('contact', 'list', '--owner', 'ftc');
  expect(held).toMatch(/^\d+ {2}ftc {2}postal {2}unverified \(from memory\) {2}600 Pennsylvania/m);
  const id = /^(\d+) {2}ftc {2}web_form {2}unverified \(from memory\)/m.exec(held)?.[1] ?? '';
  expect(await said('contact', 'verify', id, ...signed)).toBe('https://reportfraud.ftc.gov of ftc is verified.');
  const shown = await said('contact', 'show', id);
  expect(shown).toMatch(/^state: +verified$/m);
  expect(shown).toMatch(
    /^ {2}2026-12-01T12:00:00.000Z {2}verified {2}Sample Organizer {2}https:\/\/isp\.test\/contact$/m,
  );
  expect(await said('contact', 'reopen', id, ...signed)).toBe(
    'https://reportfraud.ftc.gov is verified; it can become unverified only from bounced, retired.',
  );
  expect(await said('contact', 'bounced', id, '--by', 'Sample Organizer', '--source', '5.1.1')).toContain('is bounced');
  expect(await said('contact', 'list', '--state', 'bounced')).toContain('reportfraud');
});

test('An organizer adds a mailbox of customer relations with its dates, and hears in words what is wrong', async () => {
  const add = (...rest: string[]) => said('contact', 'add', ...rest, '--label', 'Customer relations', ...signed);
  expect(
    await add('cox', 'email', 'care@isp.test', '--for', 'isp_customer_relations', '--until', '2027-01-31'),
  ).toContain('is added, unverified');
  expect(await said('contact', 'list', '--owner', 'cox')).toContain(
    'email  unverified (until 2027-01-31)  care@isp.test',
  );
  const refusals = {
    'No ISP and no office is called coks.': add('coks', 'email', 'care@isp.test'),
    'The channel is one of: email, docket, postal, web_form.': add('cox', 'pigeon', 'care@isp.test'),
    '"care" is not an e-mail address.': add('cox', 'email', 'care'),
    '"1 Main Street" is not one postal address': add('cox', 'postal', '1 Main Street'),
    'cox can be: isp_customer_relations, isp_headquarters.': add('cox', 'email', 'a@isp.test', '--for', 'ftc'),
    'cox has that contact: it is number': add('cox', 'email', 'care@isp.test'),
    '--until cannot be used: ends before it begins.': add(
      'cox',
      'email',
      'b@isp.test',
      '--from',
      '2027-02-01',
      '--until',
      '2027-01-01',
    ),
    'There is no contact "0".': said('contact', 'retire', '0', ...signed),
    '"lost" is no state.': said('contact', 'list', '--state', 'lost'),
  };
  for (const [words, answer] of Object.entries(refusals)) expect(await answer).toContain(words);
});

test('An organizer reads the name of an office and the law of a state', async () => {
  expect(await said('office', 'list')).toContain('law     WA  HB 2282');
  const post = /^(\d+) {2}puc-ca {2}postal/m.exec(await said('contact', 'list', '--owner', 'puc-ca'))?.[1] ?? '';
  expect(await said('contact', 'verify', post, ...signed)).toContain(
    'check the office first, with `office verify puc-ca`',
  );
  expect(await said('office', 'verify', 'puc-ca', ...signed)).toBe(
    'puc-ca is read. Its contacts: contact list --owner puc-ca',
  );
  expect(await said('contact', 'verify', post, ...signed)).toContain('is verified');
  expect(await said('office', 'verify', 'puc-zz', ...signed)).toContain('No office is called puc-zz.');
  expect(await said('office', 'verify-law', 'wa', ...signed)).toBe('Read: HB 2282 (RCW 19.385).');
  expect(await said('office', 'verify-law', 'wa', ...signed)).toContain('No law of WA waits');
});
