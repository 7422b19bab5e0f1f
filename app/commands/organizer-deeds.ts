import { linkForm, organizationForm, slugOf } from '#app/domain/organizer/account.ts';
import { linkSeconds } from '#app/domain/organizer/auth.server.ts';
import { invite } from '#app/domain/organizer/invitation.server.ts';
import { makeLink } from '#app/domain/organizer/link.server.ts';
import { forgetPasskeys, listAccounts, recordLink, switchAccount } from '#app/domain/organizer/operator.server.ts';
import { findOrganization, makeOrganization } from '#app/domain/organizer/organization.server.ts';
import { env } from '#app/env.server.ts';
import { type Call, type Deed, type Noun, textOf } from './editor/noun.ts';
import { CommandFault } from './fault.ts';

function emailOf(word: string | undefined): string {
  const read = linkForm.shape.email.safeParse(word ?? '');
  if (!read.success) throw new CommandFault(`"${word}" is no e-mail address.`);
  return read.data;
}

const create: Deed = {
  name: 'create',
  about:
    'Makes an organization and prints a link, for 24 hours and once, by which its first owner makes their account. Again for an organization that exists: another link for an owner.',
  takes: ['EMAIL'],
  options: {
    organization: { type: 'string', value: 'NAME', about: 'the name of the organization, as the public reads it' },
    slug: { type: 'string', value: 'SLUG', about: 'its name in addresses (default: made of the name)' },
    language: { type: 'string', value: 'en|es', about: 'language of the account (default: en)' },
  },
  required: ['organization'],
  async run({ words, options, given, say }) {
    const email = emailOf(words[0]);
    const named = textOf(options.organization);
    const read = organizationForm.safeParse({ name: named, slug: options.slug ?? slugOf(named) });
    if (!read.success)
      throw new CommandFault('Say --slug with lower-case letters, digits and hyphens, at most 60, that names no page.');
    const { name, slug } = read.data;
    const made = await makeOrganization({ name, slug, actor: 'command', ownerId: null }, given);
    const known = made.ok ? made.organization : await findOrganization(slug, given);
    if (!known) throw new CommandFault(`No organization "${slug}" could be made.`);
    if (!made.ok && known.name !== name)
      throw new CommandFault(`There is an organization "${slug}" already, named ${known.name}. Say another --slug.`);
    const locale = options.language === 'es' ? 'es' : 'en';
    const wish = { organizationId: known.id, email, role: 'owner', actor: 'command', locale, by: 'command' } as const;
    const invited = await invite(wish, given);
    if (!invited.ok)
      throw new CommandFault(`${email} is a member of "${slug}" already: npm run organizer -- link ${email}`);
    say(made.ok ? `Made the organization ${name} (${slug}).` : `The organization ${name} (${slug}) is there already.`);
    if (known.runsInstallation) say('It keeps the installation: its owners have the switches.');
    say(`Open this within 24 hours, once, to become its owner as ${email}:`);
    say(`  ${env().origin}${locale === 'es' ? '/es' : ''}${invited.path}`);
  },
};

const list: Deed = {
  name: 'list',
  about: 'Lists every account with its organizations, passkeys and last sign-in.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    const accounts = await listAccounts(given);
    if (accounts.length === 0)
      say('There are no organizers yet: npm run organizer -- create EMAIL --organization NAME');
    for (const { email, name, seats, passkeys, lastSignInAt, disabledAt } of accounts)
      say(
        [
          email,
          name,
          seats.map(({ slug, role }) => `${slug}: ${role}`).join(', ') || 'no organization',
          passkeys === 1 ? '1 passkey' : `${passkeys} passkeys`,
          lastSignInAt ? `last signed in ${lastSignInAt.toISOString().slice(0, 16)}Z` : 'no session kept',
          ...(disabledAt ? ['disabled'] : []),
        ].join('  '),
      );
  },
};

const switching = (name: 'disable' | 'enable', about: string): Deed => ({
  name,
  about,
  takes: ['EMAIL'],
  options: {},
  required: [],
  async run({ words, given, say }) {
    const email = emailOf(words[0]);
    const orphaned = await switchAccount({ email, isOn: name === 'enable' }, given);
    if (!orphaned) throw new CommandFault(`There is no account of ${email}.`);
    say(
      name === 'enable' ? 'The account can sign in again.' : 'The account is disabled and all its sessions have ended.',
    );
    if (orphaned.length > 0)
      say(`No owner who can sign in is left in: ${orphaned.join(', ')}. Make one: npm run organizer -- create ...`);
  },
});

const link: Deed = {
  name: 'link',
  about: 'Prints a link, for ten minutes and once, by which an account signs in without mail.',
  takes: ['EMAIL'],
  options: {
    'forget-passkeys': {
      type: 'boolean',
      about: 'take all passkeys off the account first: for an owner who lost them and has no recovery code',
    },
  },
  required: [],
  async run(call: Call) {
    const { words, options, given, say } = call;
    const email = emailOf(words[0]);
    const account = (await listAccounts(given)).find((one) => one.email === email);
    if (!account) throw new CommandFault(`There is no account of ${email}.`);
    if (account.disabledAt) throw new CommandFault(`The account is disabled: npm run organizer -- enable ${email}`);
    if (options['forget-passkeys'] === true && (await forgetPasskeys(email, given)))
      say(`Took ${account.passkeys === 1 ? '1 passkey' : `${account.passkeys} passkeys`} off the account.`);
    const { origin } = env();
    const path = await makeLink({ email, returnPath: '/organize' }, { ...given, origin });
    await recordLink(account.id, given);
    say(`Open this within ${linkSeconds / 60} minutes, once:`);
    say(`  ${origin}${path}`);
  },
};

/** What `npm run organizer` does. */
export const ORGANIZER: Noun = {
  name: 'organizer',
  about: 'the people who run campaigns on this installation',
  program: 'npm run organizer --',
  note: 'Links are written with ORIGIN. Whoever has one can use it, so hand it over in person or by a channel that you trust.',
  deeds: [
    create,
    list,
    switching('disable', 'Ends all sessions of an account and lets it sign in no more.'),
    switching('enable', 'Lets a disabled account sign in again.'),
    link,
  ],
};
