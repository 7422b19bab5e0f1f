import {
  type AddressRuleRefusal,
  changeAddressRule,
  changeReason,
  fitAddressRule,
  listAddressRuleChanges,
  listSourcedRules,
  ruleDomain,
  type SourcedRule,
  statedRule,
  type WantedRule,
} from '#app/domain/person/address-rule.server.ts';
import { effectOfRule } from '#app/domain/person/address-rule-effect.server.ts';
import { CommandFault } from '../fault.ts';
import { type Call, type Deed, type Noun, textOf } from './noun.ts';

/** Groups of signatures that a preview names one by one. */
const SHOWN_GROUPS = 20;

const signed = {
  reason: { type: 'string', value: '"TEXT"', about: 'why; it is kept with the change for good' },
  by: { type: 'string', value: 'NAME', about: 'your name' },
  yes: { type: 'boolean', about: 'make the change; without it you only see what it would mean' },
} as const;

const list: Deed = {
  name: 'list',
  about: 'Lists the rules by which addresses are read as one person.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    for (const rule of await listSourcedRules(given)) say(`${rule.domain}  ${wordsOf(rule)}`);
  },
};

const show: Deed = {
  name: 'show',
  about: 'Shows the rule of a domain, where it was read, and every change that an organizer made.',
  takes: ['DOMAIN'],
  options: {},
  required: [],
  async run({ words, given, say }) {
    const domain = domainOf(words[0]);
    const rule = (await listSourcedRules(given)).find((one) => one.domain === domain);
    say(`${domain}  ${rule ? wordsOf(rule) : 'no rule of its own'}`);
    if (rule) say(`read:  ${rule.source}`);
    for (const { before, after, by, at, reason } of await listAddressRuleChanges(domain, given))
      say(`  ${at.toISOString()}  ${wordsOf(before)} -> ${wordsOf(after)}  ${by}  ${reason}`);
  },
};

const set: Deed = {
  name: 'set',
  about: 'Makes the rule of a domain what you say, whole: what you leave out does not hold.',
  takes: ['DOMAIN'],
  options: {
    'alias-of': { type: 'string', value: 'DOMAIN', about: 'the domain that it delivers to, mailbox by mailbox' },
    'ignore-dots': { type: 'boolean', about: 'dots before the @ make no difference' },
    tag: { type: 'string', value: 'SIGN', about: 'the sign that starts an ignored tag, as + does' },
    'one-mailbox': { type: 'boolean', about: 'all that is written before the @ reaches one mailbox' },
    source: { type: 'string', value: '"TEXT"', about: 'the page of the provider on which you read it' },
    ...signed,
  },
  required: ['source', 'reason', 'by'],
  async run(call) {
    const { options, words } = call;
    const rule = statedRule.safeParse({
      aliasOf: options['alias-of'] ?? null,
      ignoresDots: options['ignore-dots'] === true,
      tagSeparator: options.tag ?? null,
      isOneMailbox: options['one-mailbox'] === true,
      source: options.source,
    });
    if (!rule.success)
      throw new CommandFault(
        rule.error.issues[0]?.path[0] === 'tagSeparator'
          ? '--tag takes one sign that may stand before the @, such as + or -.'
          : '--source cannot be used: it is too long or holds a line break.',
      );
    await change(call, { domain: textOf(words[0]), rule: rule.data });
  },
};

const retire: Deed = {
  name: 'retire',
  about: 'Takes the rule of a domain away, so that the next wider one holds. No seed brings it back.',
  takes: ['DOMAIN'],
  options: signed,
  required: ['reason', 'by'],
  run: (call) => change(call, { domain: textOf(call.words[0]), rule: null }),
};

/** Rules by which e-mail addresses are read. */
export const ADDRESS_RULE: Noun = {
  name: 'address-rule',
  about: 'rules by which e-mail addresses are read as one person',
  note: 'DOMAIN is a domain, *.DOMAIN for all beneath it, or * for every domain without a rule. The longest that fits holds. A change reaches every process within a minute; signatures that stand stay as they are.',
  deeds: [list, show, set, retire],
};

async function change({ options, given, say }: Call, wanted: WantedRule): Promise<void> {
  const why = changeReason.safeParse({ by: options.by, reason: options.reason });
  if (!why.success)
    throw new CommandFault(
      `--${String(why.error.issues[0]?.path[0])} cannot be used: it is too long or holds a line break.`,
    );
  const fitted = await fitAddressRule(wanted, given);
  if (!fitted.ok) throw new CommandFault(whyNot(wanted.domain, fitted.reason));
  const { domain, before, after, rules } = fitted;
  say(`${domain}: ${wordsOf(before)} -> ${wordsOf(after)}`);
  const { readOtherwise, wouldBeOne } = await effectOfRule({ domain, rules }, given);
  const inOne = wouldBeOne.reduce((sum, { signatureIds }) => sum + signatureIds.length, 0);
  say(`Signatures of open campaigns whose address would be read otherwise: ${readOtherwise}. They stay as they are.`);
  say(`Signatures that would be one person with another: ${inOne}, in ${wouldBeOne.length} groups.`);
  for (const { campaignSlug, signatureIds } of wouldBeOne.slice(0, SHOWN_GROUPS))
    say(`  ${campaignSlug}: signatures ${signatureIds.join(', ')}`);
  if (wouldBeOne.length > SHOWN_GROUPS) say(`  and ${wouldBeOne.length - SHOWN_GROUPS} groups more`);
  if (options.yes !== true) return say('Nothing is changed. Say it again with --yes to change the rule.');
  const changed = await changeAddressRule({ ...wanted, ...why.data }, given);
  if (!changed.ok) throw new CommandFault(whyNot(wanted.domain, changed.reason));
  say('The rule is changed. Every process reads addresses by it within a minute.');
}

function domainOf(word: string | undefined): string {
  const typed = textOf(word);
  const domain = ruleDomain(typed);
  if (domain === null) throw new CommandFault(whyNot(typed, 'domain'));
  return domain;
}

function wordsOf(rule: SourcedRule | null): string {
  if (rule === null) return 'no rule';
  const { aliasOf, ignoresDots, tagSeparator, isOneMailbox } = rule;
  const parts = [
    ...(isOneMailbox ? ['one mailbox'] : []),
    ...(aliasOf ? [`delivers to ${aliasOf}`] : []),
    ...(ignoresDots ? ['dots ignored'] : []),
    ...(tagSeparator ? [`tags from ${tagSeparator} ignored`] : []),
  ];
  return parts.join(', ') || 'as written';
}

function whyNot(domain: string, reason: AddressRuleRefusal): string {
  const sentences: Record<AddressRuleRefusal, string> = {
    domain: `"${domain}" is neither a domain, nor *. and a domain, nor *.`,
    alias: '--alias-of takes a domain that mail goes to.',
    unchanged: `The rule of ${domain} stands so already.`,
    alias_of_alias: 'A domain would lead to one that leads on to another: name the last one.',
    mailbox_of_alias: 'One domain cannot be one mailbox of another: say which by *. and the domain.',
    star_is_all: 'The rule * speaks of all domains: they cannot all be one.',
  };
  return sentences[reason];
}
