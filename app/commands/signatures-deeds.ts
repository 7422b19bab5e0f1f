import { previewReview, review } from '#app/domain/judgement/review.server.ts';
import { findReason, INVALIDATION_REASONS, type ReviewDeed } from '#app/domain/judgement/review.ts';
import type { ReviewFilter } from '#app/domain/judgement/review-filter.server.ts';
import {
  countSuspicious,
  findSignatureStory,
  listSuspicious,
  SUSPICIOUS_GROUPS,
} from '#app/domain/judgement/suspicious.server.ts';
import { type Call, type Deed, type Noun, textOf } from './editor/noun.ts';
import { CommandFault } from './fault.ts';
import { by, minute, numberOf, WATCH_DEEDS } from './signatures-watch.ts';

const filters = {
  campaign: { type: 'string', value: 'SLUG', about: 'only those of this campaign' },
  rule: { type: 'string', value: 'RULE', about: 'only those with a form that this rule found noted or suspicious' },
  network: {
    type: 'string',
    value: 'HEX',
    about: 'only those with a form from this network, as list --by network prints it',
  },
  system: { type: 'string', value: 'AS64500', about: 'only those with a form from this autonomous system' },
  since: {
    type: 'string',
    value: 'INSTANT',
    about: 'only those with a form of this instant or later, e.g. 2026-11-22T18:00Z',
  },
  until: { type: 'string', value: 'INSTANT', about: 'only those with a form before this instant' },
} as const;

function instantOf(word: string): Date {
  const at = new Date(word);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z$/.test(word) || Number.isNaN(at.getTime()))
    throw new CommandFault(`"${word}" is no instant such as 2026-11-22T18:00Z.`);
  return at;
}

function filterOf({ words, options }: Pick<Call, 'words' | 'options'>): ReviewFilter {
  const filter: ReviewFilter = {};
  if (words.length > 0) filter.ids = words.map(numberOf);
  if (options.campaign !== undefined) filter.campaignSlug = textOf(options.campaign);
  if (options.rule !== undefined) filter.rule = textOf(options.rule);
  if (options.network !== undefined) {
    filter.network = textOf(options.network).toLowerCase();
    if (!/^(?:[0-9a-f]{2}){1,32}$/.test(filter.network))
      throw new CommandFault('A network is the digest that list --by network prints.');
  }
  if (options.system !== undefined) filter.system = numberOf(textOf(options.system).replace(/^as/i, ''));
  if (options.since !== undefined) filter.since = instantOf(textOf(options.since));
  if (options.until !== undefined) filter.until = instantOf(textOf(options.until));
  return filter;
}

const list: Deed = {
  name: 'list',
  about: 'Lists suspicious signatures by number, up to 1,000, or counts them together.',
  takes: [],
  options: {
    by: { type: 'string', value: SUSPICIOUS_GROUPS.join('|'), about: 'count them together by this' },
    after: { type: 'string', value: 'ID', about: 'only those after this one' },
  },
  required: [],
  async run({ options, given, say }) {
    if (options.by !== undefined) {
      const group = SUSPICIOUS_GROUPS.find((one) => one === options.by);
      if (!group) throw new CommandFault(`They are counted together by ${SUSPICIOUS_GROUPS.join(', ')}.`);
      const counts = await countSuspicious(group, given);
      if (counts.length === 0) say('No signature is suspicious.');
      for (const { value, count, proved } of counts) say(`${value.padEnd(34)}${count}, mailbox proved: ${proved}`);
      return;
    }
    const found = await listSuspicious(
      options.after === undefined ? {} : { after: numberOf(textOf(options.after)) },
      given,
    );
    if (found.length === 0) say('No signature is suspicious.');
    for (const { id, campaignSlug, state, rules, createdAt, provedAt } of found)
      say(
        [
          id,
          minute(createdAt),
          campaignSlug,
          state ?? 'none',
          provedAt ? 'proved' : 'not proved',
          rules.join(', ') || '-',
        ].join('  '),
      );
  },
};

const show: Deed = {
  name: 'show',
  about: 'Tells what the rules found of one signature and what was decided, without its name and address.',
  takes: ['ID'],
  options: {},
  required: [],
  async run({ words, given, say }) {
    const story = await findSignatureStory(numberOf(textOf(words[0])), given);
    if (!story) throw new CommandFault('There is no such signature.');
    say(`${story.campaignSlug}: ${story.status}`);
    for (const { at, what, facts } of story.lines) say(`${minute(at)}  ${what}  ${JSON.stringify(facts)}`);
  },
};

const said: Record<ReviewDeed, { about: string; done: string }> = {
  release: {
    about: 'Releases suspicious signatures: they count where the mailbox is proved, and wait for that otherwise.',
    done: 'released',
  },
  refuse: { about: 'Refuses suspicious signatures for good.', done: 'refused' },
  'set-aside': { about: 'Sets signatures aside that are not confirmed yet.', done: 'set aside' },
  invalidate: {
    about: 'Takes confirmed signatures out of the count. The ledger says so for good, with the reason.',
    done: 'invalidated',
  },
};

function reviewDeed(deed: ReviewDeed): Deed {
  const takesOut = deed === 'refuse' || deed === 'invalidate';
  const reason = {
    type: 'string',
    value: 'REASON',
    about: `one of ${INVALIDATION_REASONS.map(({ name }) => name).join(', ')}${deed === 'invalidate' ? '; it is published' : ''}`,
  } as const;
  return {
    name: deed,
    about: `${said[deed].about} Without --yes only says how many, and which.`,
    takes: [],
    more: 'ID',
    options: {
      ...filters,
      ...(takesOut ? { reason } : {}),
      note: { type: 'string', value: '"TEXT"', about: 'why, in your words; it is kept, never published' },
      by,
      yes: { type: 'boolean', about: 'do it' },
    },
    required: [...(takesOut ? ['reason'] : []), 'note', 'by'],
    async run(call) {
      const { options, given, say } = call;
      const filter = filterOf(call);
      if (Object.keys(filter).filter((name) => name !== 'campaignSlug').length === 0)
        throw new CommandFault('Name signatures by number, or narrow them by rule, network, system or time.');
      const found = takesOut ? findReason(textOf(options.reason)) : 'other';
      if (!found)
        throw new CommandFault(
          `There is no such reason, only ${INVALIDATION_REASONS.map(({ name }) => name).join(', ')}.`,
        );
      const { count, parts } = await previewReview(deed, filter, given);
      say(`${count} ${count === 1 ? 'signature' : 'signatures'}`);
      for (const part of parts)
        if (part.count > 0) say(`  ${part.what.padEnd(9)} ${part.value.padEnd(28)} ${part.count}`);
      if (count === 0) return;
      if (options.yes !== true) return say('Nothing was changed. Say --yes to do it.');
      const progress = await review(
        deed,
        filter,
        { by: textOf(options.by), note: textOf(options.note), reason: found },
        { ...given, onBatch: ({ changed }) => say(`${changed} of ${count} ${said[deed].done}`) },
      );
      if (deed === 'release')
        say(
          `${progress.confirmed} count from now on; ${progress.changed - progress.confirmed} wait for their mailbox to be proved.`,
        );
    },
  };
}

/** What organizers do about signatures that rules or people doubt. Own choice. */
export const SIGNATURES: Noun = {
  name: 'signatures',
  about: 'signatures that are doubted, and what rings',
  note: 'Long ones go on in batches of 500; stop them when you like, and say the same again to go on. Names and addresses are never printed.',
  program: 'npm run signatures --',
  deeds: [list, show, ...(['release', 'refuse', 'set-aside', 'invalidate'] as const).map(reviewDeed), ...WATCH_DEEDS],
};
