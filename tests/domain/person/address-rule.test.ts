import { sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { NOUNS } from '#app/commands/editor/deeds.ts';
import { readEditorLine } from '#app/commands/editor/editor-line.ts';
import { CommandFault } from '#app/commands/fault.ts';
import { changeAddressRule, listAddressRuleChanges, listSourcedRules } from '#app/domain/person/address-rule.server.ts';
import { listAddressRules } from '#app/domain/person/person.server.ts';
import { readFacts } from '#db/seed/facts.ts';
import { loadAddressRules } from '#db/seed/load-address-rules.ts';
import { form, layOut, secret, sign } from '#tests/domain/signature/setting.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db, another } = await testDatabase();
const facts = await readFacts();
await layOut(db);
await db.execute(sql`delete from address_rules`);
await loadAddressRules(db, facts);
const given = { db, now: () => new Date('2026-12-01T12:00:00Z') };

/** What a command line prints, or the sentence with which it refuses. */
async function said(...args: string[]): Promise<string> {
  const asked = readEditorLine(['address-rule', ...args], NOUNS);
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
const signed = ['--reason', 'Their help page says so', '--by', 'Sample Organizer'];
const source = ['--source', 'https://mail.example/help'];
const stand = () =>
  db.execute<{ id: string; canonical_address: string }>(sql`select id, canonical_address from signatures order by id`);

beforeEach(async () => {
  await db.execute(sql`delete from signatures`);
});

test('a change is shown before it is made: which signatures would be one person, and that all stay as they are', async () => {
  for (const [email, campaignSlug] of [
    ['ada.love@mail.example', 'no-tolls'],
    ['adalove@mail.example', 'no-tolls'],
    ['a.dalove@mail.example', 'no-tolls'],
    ['grace.h@mail.example', 'no-tolls'],
    ['ada.love@mail.example', 'labels'],
    ['ada.love@other.example', 'no-tolls'],
  ] as const)
    await sign(form({ email, campaignSlug }), { db, secret });
  await db.execute(
    sql`update signatures set status = 'withdrawn', withdrawn_at = now() where canonical_address = 'a.dalove@mail.example'`,
  );
  const before = [...(await stand())];
  const [one, two] = before.map(({ id }) => id);

  const set = ['set', 'MAIL.example', '--ignore-dots', '--tag', '+', ...source, ...signed];
  const preview = await said(...set);
  expect(preview).toBe(
    [
      'mail.example: no rule -> dots ignored, tags from + ignored',
      'Signatures of open campaigns whose address would be read otherwise: 3. They stay as they are.',
      'Signatures that would be one person with another: 2, in 1 groups.',
      `  no-tolls: signatures ${one}, ${two}`,
      'Nothing is changed. Say it again with --yes to change the rule.',
    ].join('\n'),
  );
  expect(preview).not.toMatch(/ada|grace/);
  expect(await listAddressRuleChanges('mail.example', given)).toEqual([]);

  expect(await said(...set, '--yes')).toContain('The rule is changed.');
  expect([...(await stand())]).toEqual(before);
  const later = { db, now: () => new Date('2026-12-01T12:01:01Z') };
  expect((await listAddressRules(later)).get('mail.example')).toMatchObject({ ignoresDots: true, tagSeparator: '+' });
  expect(await said(...set)).toBe('The rule of MAIL.example stands so already.');
  expect(await said('show', 'mail.example')).toBe(
    [
      'mail.example  dots ignored, tags from + ignored',
      'read:  https://mail.example/help',
      '  2026-12-01T12:00:00.000Z  no rule -> dots ignored, tags from + ignored  Sample Organizer  Their help page says so',
    ].join('\n'),
  );
});

test('an alias shows who stands on both domains, also through a rule above them', async () => {
  for (const email of ['ada@old.example', 'ada@new.example', 'bob@old.example', 'x@ada.box.example'])
    await sign(form({ email }), { db, secret });
  const alias = await said('set', 'old.example', '--alias-of', 'new.example', ...source, ...signed);
  expect(alias).toContain('read otherwise: 2.');
  expect(alias).toContain('one person with another: 2, in 1 groups.');
  const box = ['set', '*.box.example', '--one-mailbox', '--alias-of', 'new.example', ...source, ...signed];
  expect(await said(...box)).toContain('one person with another: 2, in 1 groups.');
  expect(await said(...box, '--yes')).toContain('The rule is changed.');
  expect(await said('set', 'old.example', '--alias-of', 'x.box.example', ...source, ...signed)).toBe(
    'A domain would lead to one that leads on to another: name the last one.',
  );
});

test('a seed neither overwrites what an organizer changed nor brings back what they retired', async () => {
  expect(await said('set', 'gmail.com', '--tag', '+', ...source, ...signed, '--yes')).toContain('The rule is changed.');
  expect(await said('retire', 'yahoo.com', ...signed, '--yes')).toContain('tags from - ignored -> no rule');
  const held = await listSourcedRules(given);
  expect(await loadAddressRules(db, facts)).toMatchObject({ written: 0, kept: 2 });
  expect(await listSourcedRules(given)).toEqual(held);
  expect(held.find(({ domain }) => domain === 'gmail.com')).toMatchObject({ ignoresDots: false });
  expect(held.find(({ domain }) => domain === 'yahoo.com')).toBeUndefined();
  expect(await said('retire', 'yahoo.com', ...signed, '--yes')).toBe('The rule of yahoo.com stands so already.');
});

test('an organizer hears in words what is wrong', async () => {
  const set = (domain: string, ...rest: string[]) => said('set', domain, ...rest, ...source, ...signed, '--yes');
  expect(await set('localhost')).toBe('"localhost" is neither a domain, nor *. and a domain, nor *.');
  expect(await set('*.com')).toContain('is neither a domain');
  expect(await set('a.example', '--alias-of', 'nowhere')).toBe('--alias-of takes a domain that mail goes to.');
  expect(await set('a.example', '--alias-of', 'googlemail.com')).toContain('leads on to another');
  expect(await set('gmail.com', '--alias-of', 'new.example')).toContain('leads on to another');
  expect(await set('a.example', '--tag', '++')).toContain('--tag takes one sign');
  expect(await set('*', '--one-mailbox')).toContain('they cannot all be one');
  expect(await said('set', 'a.example', ...source, '--reason', 'a\nb', '--by', 'x')).toContain(
    '--reason cannot be used',
  );
  expect(await listAddressRuleChanges('a.example', given)).toEqual([]);
});

test('two organizers at once make one change after the other, and what was written down stays', async () => {
  const rule = (tagSeparator: string) => ({
    aliasOf: null,
    ignoresDots: false,
    tagSeparator,
    isOneMailbox: false,
    source: 's',
  });
  const connections = ['+', '-', '=', '_'].map((tag) => ({ tag, db: another().db }));
  await Promise.all(
    connections.map(({ tag, db: own }) =>
      changeAddressRule({ domain: 'race.example', rule: rule(tag), by: tag, reason: 'race' }, { ...given, db: own }),
    ),
  );
  const changes = await listAddressRuleChanges('race.example', given);
  expect(changes).toHaveLength(4);
  for (const [at, { before }] of changes.entries()) expect(before).toEqual(changes[at - 1]?.after ?? null);
  const standing = (await listSourcedRules(given)).find(({ domain }) => domain === 'race.example');
  expect(standing).toEqual(changes.at(-1)?.after);
  for (const statement of [sql`update address_rule_changes set reason = 'x'`, sql`delete from address_rule_changes`])
    await expect(db.execute(statement)).rejects.toThrow();
});
