import { listBudgets, listHolds, releaseReceiver, setBudget } from '#app/domain/channel/settings.server.ts';
import { pauseChannel, resumeChannel } from '#app/domain/channel/switch.server.ts';
import { type DeadLetterFilter, listDeadLetters, retryDeliveries } from '#app/domain/delivery/dead-letters.server.ts';
import { SENT_CHANNELS, type SentChannel } from '#app/domain/delivery/delivery.ts';
import { readDeliveries } from '#app/domain/delivery/readings.server.ts';
import { listDeadJobs, retryDeadJobs } from '#app/domain/job/dead-jobs.server.ts';
import { type Deed, type Noun, textOf } from './editor/noun.ts';
import { CommandFault } from './fault.ts';

const by = { type: 'string', value: 'NAME', about: 'your name; it is kept with what you did' } as const;
const reason = { type: 'string', value: '"TEXT"', about: 'why; it is kept with what you did' } as const;
const channel = { type: 'string', value: 'CHANNEL', about: SENT_CHANNELS.join(' or ') } as const;
const receiver = { type: 'string', value: 'RECEIVER', about: 'a mail domain such as example.com, or ecfs' } as const;

function channelOf(word: string): SentChannel {
  const found = SENT_CHANNELS.find((one) => one === word);
  if (!found)
    throw new CommandFault(`"${word}" is no channel that we send by. There are: ${SENT_CHANNELS.join(', ')}.`);
  return found;
}

function filterOf(options: Readonly<Record<string, string | boolean | undefined>>): DeadLetterFilter {
  return {
    ...(options.channel === undefined ? {} : { channel: channelOf(textOf(options.channel)) }),
    ...(options.receiver === undefined ? {} : { receiver: textOf(options.receiver).toLowerCase() }),
  };
}

const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const status: Deed = {
  name: 'status',
  about: 'Says what waits, what was attempted in the last hour, what is paused and who wants to be left alone.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    const { unfinished, attempts, switches } = await readDeliveries(given);
    say('Not finished:');
    if (unfinished.length === 0) say('  nothing');
    for (const { channel: by, state, count } of unfinished) say(`  ${by.padEnd(8)}${state.padEnd(10)}${count}`);
    say('Attempts of the last hour:');
    if (attempts.length === 0) say('  none');
    for (const { channel: by, outcome, count } of attempts) say(`  ${by.padEnd(8)}${outcome.padEnd(20)}${count}`);
    for (const one of switches.filter(({ isPaused }) => isPaused))
      say(`Paused: ${one.channel}, by ${one.changedBy ?? '-'} at ${minute(one.changedAt)}: ${one.reason ?? '-'}`);
    for (const hold of await listHolds(given))
      say(`Held: ${hold.channel} ${hold.receiver} until ${minute(hold.heldUntil)} (${hold.reason ?? '-'})`);
    const dead = await listDeadJobs(given);
    if (dead.length > 0) say(`Dead jobs: ${dead.length}; see them with list --jobs`);
  },
};

const list: Deed = {
  name: 'list',
  about:
    'Lists the dead letters, oldest first, up to 1,000: deliveries that failed or came back, with the last answer.',
  takes: [],
  options: {
    channel,
    receiver,
    after: { type: 'string', value: 'ID', about: 'only those after this one' },
    jobs: { type: 'boolean', about: 'the dead jobs of the queue instead' },
  },
  required: [],
  async run({ options, given, say }) {
    if (options.jobs === true) {
      const jobs = await listDeadJobs(given);
      if (jobs.length === 0) say('No job is dead.');
      for (const { id, name, data, fault, diedAt } of jobs)
        say(`${id}  ${minute(diedAt)}  ${name}  ${JSON.stringify(data)}  ${fault ?? '-'}`);
      return;
    }
    const after = options.after === undefined ? 0 : idOf(textOf(options.after));
    const letters = await listDeadLetters({ ...filterOf(options), after }, given);
    if (letters.length === 0) say('No letter is dead.');
    for (const one of letters)
      say(
        [
          one.deliveryId,
          minute(one.changedAt),
          `${one.channel}:${one.receiver}`,
          one.state,
          `${one.attempts} attempts`,
          one.outcome ?? '-',
          one.canRetry ? (one.answer ?? '-') : `cannot go again (contact or letter): ${one.answer ?? '-'}`,
        ].join('  '),
      );
  },
};

const retry: Deed = {
  name: 'retry',
  about:
    'Sends dead letters round again: those named, or with --all those of a channel and a receiver. Each keeps its Message-ID.',
  takes: [],
  more: 'ID',
  options: {
    all: { type: 'boolean', about: 'every one that --channel and --receiver leave' },
    channel,
    receiver,
    jobs: { type: 'boolean', about: 'the dead jobs of the queue instead' },
    by,
    reason,
  },
  required: ['by'],
  async run({ words, options, given, say }) {
    if (words.length > 0 === (options.all === true))
      throw new CommandFault('Name the letters by their numbers, or say --all.');
    const who = { by: textOf(options.by), ...(options.reason === undefined ? {} : { reason: textOf(options.reason) }) };
    if (options.jobs === true) {
      const { retried } = await retryDeadJobs({ ...who, ...(words.length > 0 ? { ids: words } : {}) }, given);
      return say(`${retried} dead jobs run again.`);
    }
    const ids = words.length > 0 ? { ids: words.map(idOf) } : {};
    const { retried, left } = await retryDeliveries({ ...filterOf(options), ...ids, ...who }, given);
    if (words.length > 0 && retried + left === 0)
      throw new CommandFault('No letter of these is dead. `list` shows those that are.');
    say(`${retried} letters go round again; ${left} stay where they are.`);
  },
};

const pause: Deed = {
  name: 'pause',
  about: 'Pauses a channel in every process: attempts under way end, no other begins.',
  takes: ['CHANNEL'],
  options: { by, reason },
  required: ['by', 'reason'],
  async run({ words, options, given, say }) {
    const asked = channelOf(textOf(words[0]));
    await pauseChannel({ channel: asked, by: textOf(options.by), reason: textOf(options.reason) }, given);
    say(`${asked} is paused.`);
  },
};

const resume: Deed = {
  name: 'resume',
  about: 'Opens a paused channel; what waits there and is due goes at once.',
  takes: ['CHANNEL'],
  options: { by, reason },
  required: ['by', 'reason'],
  async run({ words, options, given, say }) {
    const asked = channelOf(textOf(words[0]));
    const { woken } = await resumeChannel(
      { channel: asked, by: textOf(options.by), reason: textOf(options.reason) },
      given,
    );
    say(`${asked} is open; ${woken} letters were woken.`);
  },
};

const budget: Deed = {
  name: 'budget',
  about: 'Lists the budgets, or sets that of a receiver; "*" stands for each receiver without one of its own.',
  takes: [],
  more: 'CHANNEL RECEIVER',
  options: {
    'per-minute': { type: 'string', value: 'N', about: 'most in any 60 seconds; "none" for no limit' },
    'per-hour': { type: 'string', value: 'N', about: 'most in any 3,600 seconds; "none" for no limit' },
    by,
  },
  required: [],
  async run({ words, options, given, say }) {
    if (words.length === 0) {
      for (const one of await listBudgets(given))
        say(
          `${one.channel}:${one.receiver}  ${one.perMinute ?? 'none'} a minute  ${one.perHour ?? 'none'} an hour  set by ${one.changedBy}, ${minute(one.changedAt)}`,
        );
      return;
    }
    const [first, second, ...rest] = words;
    const needed = ['per-minute', 'per-hour', 'by'].find((name) => typeof options[name] !== 'string');
    if (second === undefined || rest.length > 0 || needed !== undefined)
      throw new CommandFault(needed ? `--${needed} is missing.` : 'Name one channel and one receiver.');
    const asked = { channel: channelOf(textOf(first)), receiver: second.toLowerCase() };
    const limits = { perMinute: limitOf(options['per-minute']), perHour: limitOf(options['per-hour']) };
    const { placedAnew } = await setBudget({ ...asked, ...limits, by: textOf(options.by) }, given);
    say(`The budget of ${asked.channel}:${asked.receiver} is set; ${placedAnew} that wait were placed anew.`);
  },
};

const holds: Deed = {
  name: 'holds',
  about: 'Lists the receivers that are left alone because they asked for it.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    const found = await listHolds(given);
    if (found.length === 0) say('Nobody asked to be left alone.');
    for (const hold of found)
      say(`${hold.channel}:${hold.receiver}  until ${minute(hold.heldUntil)}  ${hold.reason ?? '-'}`);
  },
};

const release: Deed = {
  name: 'release',
  about: 'Ends a hold before its time.',
  takes: ['CHANNEL', 'RECEIVER'],
  options: { by },
  required: ['by'],
  async run({ words, options, given, say }) {
    const asked = { channel: channelOf(textOf(words[0])), receiver: textOf(words[1]).toLowerCase() };
    if (!(await releaseReceiver({ ...asked, by: textOf(options.by) }, given)))
      throw new CommandFault(`${asked.channel}:${asked.receiver} is not held.`);
    say(`${asked.channel}:${asked.receiver} is not held any more.`);
  },
};

/** What operators do to letters on their way. Own choice. */
export const DELIVERY: Noun = {
  name: 'delivery',
  about: 'letters on their way',
  program: 'npm run delivery --',
  deeds: [status, list, retry, pause, resume, budget, holds, release],
};

function idOf(word: string): number {
  if (!/^[1-9]\d{0,14}$/.test(word)) throw new CommandFault(`"${word}" is no number of a delivery.`);
  return Number(word);
}

function limitOf(value: string | boolean | undefined): number | null {
  const text = textOf(value);
  if (text === 'none') return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new CommandFault(`"${text}" is neither a number above 0 nor "none".`);
  return Number(text);
}
