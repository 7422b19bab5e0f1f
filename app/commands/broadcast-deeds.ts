import { ceilingOf } from '#app/domain/broadcast/broadcast.ts';
import { listWarmups, setBroadcastBudget, setWarmup } from '#app/domain/broadcast/warmup.server.ts';
import { listBudgets, listHolds, releaseReceiver } from '#app/domain/channel/settings.server.ts';
import { type Deed, type Noun, textOf } from './editor/noun.ts';
import { CommandFault } from './fault.ts';

const by = { type: 'string', value: 'NAME', about: 'your name; it is kept with what you did' } as const;

const limits: Deed = {
  name: 'limits',
  about: 'Lists how much each receiving domain gets of broadcasts, and which are left alone now.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    say('In a day:');
    for (const { receiver, ...warmup } of await listWarmups(given)) {
      const days = [0, 1, 2, 6, 13].map((before) => ceilingOf(warmup, before)).join(', ');
      say(
        `  ${receiver}  ${warmup.firstDay} at first, times ${warmup.growth}, at most ${warmup.most ?? 'any'} (days 1, 2, 3, 7, 14: ${days})`,
      );
    }
    say('In a minute and an hour:');
    for (const one of (await listBudgets(given)).filter(({ channel }) => channel === 'broadcast'))
      say(`  ${one.receiver}  ${one.perMinute ?? 'any'} a minute, ${one.perHour ?? 'any'} an hour`);
    for (const hold of (await listHolds(given)).filter(({ channel }) => channel === 'broadcast'))
      say(`Left alone: ${hold.receiver} until ${hold.heldUntil.toISOString()} (${hold.reason ?? '-'})`);
  },
};

const warmup: Deed = {
  name: 'warmup',
  about:
    'Sets what a domain gets in a day. "*" stands for each domain without a row of its own, "all" for all of them together.',
  takes: ['RECEIVER'],
  options: {
    'first-day': { type: 'string', value: 'N', about: 'copies on the first day' },
    growth: { type: 'string', value: 'X', about: 'how many times as many after each day with mail, 1 to 10' },
    most: { type: 'string', value: 'N', about: 'most in any day; "none" for no end' },
    by,
  },
  required: ['first-day', 'growth', 'most', 'by'],
  async run({ words, options, given, say }) {
    const growth = Number(textOf(options.growth));
    if (!(growth >= 1 && growth <= 10)) throw new CommandFault('--growth takes a number from 1 to 10.');
    const firstDay = countOf(options['first-day']);
    if (firstDay === null) throw new CommandFault('--first-day takes a whole number above 0.');
    const receiver = textOf(words[0]).toLowerCase();
    await setWarmup({ receiver, firstDay, growth, most: countOf(options.most), by: textOf(options.by) }, given);
    say(`The warm-up of ${receiver} is set.`);
  },
};

const budget: Deed = {
  name: 'budget',
  about: 'Sets what a domain gets in a minute and in an hour. "*" stands for each domain without a row of its own.',
  takes: ['RECEIVER'],
  options: {
    'per-minute': { type: 'string', value: 'N', about: 'most in any 60 seconds; "none" for no limit' },
    'per-hour': { type: 'string', value: 'N', about: 'most in any 3,600 seconds; "none" for no limit' },
    by,
  },
  required: ['per-minute', 'per-hour', 'by'],
  async run({ words, options, given, say }) {
    const receiver = textOf(words[0]).toLowerCase();
    const limits = { perMinute: countOf(options['per-minute']), perHour: countOf(options['per-hour']) };
    await setBroadcastBudget({ receiver, ...limits, by: textOf(options.by) }, given);
    say(`The budget of ${receiver} is set.`);
  },
};

const release: Deed = {
  name: 'release',
  about: 'Ends the time that a domain is left alone.',
  takes: ['RECEIVER'],
  options: { by },
  required: ['by'],
  async run({ words, options, given, say }) {
    const receiver = textOf(words[0]).toLowerCase();
    if (!(await releaseReceiver({ channel: 'broadcast', receiver, by: textOf(options.by) }, given)))
      throw new CommandFault(`${receiver} is not left alone.`);
    say(`${receiver} is not left alone any more.`);
  },
};

/** What operators do to mails to members on their way. Own choice. */
export const BROADCAST: Noun = {
  name: 'broadcast',
  about: 'how fast mails to members leave',
  program: 'npm run broadcast --',
  deeds: [limits, warmup, budget, release],
};

function countOf(value: string | boolean | undefined): number | null {
  const text = textOf(value);
  if (text === 'none') return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new CommandFault(`"${text}" is neither a number above 0 nor "none".`);
  return Number(text);
}
