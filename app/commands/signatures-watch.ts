import {
  ALLOWANCE_KINDS,
  type AllowanceKind,
  allow,
  allowanceValue,
  disallow,
  listAllowances,
} from '#app/domain/judgement/allowance.server.ts';
import { listAlerts, settleAlerts } from '#app/domain/judgement/watch.server.ts';
import { type Deed, textOf } from './editor/noun.ts';
import { CommandFault } from './fault.ts';

/** The option of a deed that is kept with who did it. */
export const by = { type: 'string', value: 'NAME', about: 'your name; it is kept with what you did' } as const;

/** An instant to the minute, UTC. */
export const minute = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** The number of a row, as the lists print it. Throws `CommandFault` on any other word. */
export function numberOf(word: string): number {
  if (!/^[1-9]\d{0,14}$/.test(word)) throw new CommandFault(`"${word}" is no number.`);
  return Number(word);
}

const alerts: Deed = {
  name: 'alerts',
  about: 'Lists what the watch found implausible and nobody has settled, newest first.',
  takes: [],
  options: { all: { type: 'boolean', about: 'those that are settled too' } },
  required: [],
  async run({ options, given, say }) {
    const found = await listAlerts({ isAll: options.all === true }, given);
    if (found.length === 0) say('Nothing rings.');
    for (const { id, kind, key, campaignSlug, facts, raisedAt, settledAt, settledBy } of found)
      say(
        [id, minute(raisedAt), kind, campaignSlug ?? 'all campaigns', key || '-', JSON.stringify(facts)]
          .concat(settledAt ? [`settled by ${settledBy ?? '-'}, ${minute(settledAt)}`] : [])
          .join('  '),
      );
  },
};

const settle: Deed = {
  name: 'settle',
  about: 'Notes that somebody has looked at alerts. What goes on rings again in the next minute.',
  takes: ['ID'],
  more: 'ID',
  options: { by },
  required: ['by'],
  async run({ words, options, given, say }) {
    const settled = await settleAlerts({ ids: words.map(numberOf), by: textOf(options.by) }, given);
    if (settled === 0) throw new CommandFault('None of these alerts is open.');
    say(`${settled} ${settled === 1 ? 'alert is' : 'alerts are'} settled.`);
  },
};

function allowanceOf(words: readonly string[]): { kind: AllowanceKind; value: string } {
  const kind = ALLOWANCE_KINDS.find((one) => one === words[0]);
  if (!kind) throw new CommandFault(`Allowances are for a ${ALLOWANCE_KINDS.join(' or a ')}.`);
  const value = allowanceValue(kind, textOf(words[1]));
  if (value === null)
    throw new CommandFault(
      kind === 'network' ? 'A network goes by the number of its system, such as AS64500.' : 'That is no mail domain.',
    );
  return { kind, value };
}

const allowDeed: Deed = {
  name: 'allow',
  about:
    "Lets a mail domain, or a network by its system's number (AS64500), pass the rules about many forms, from now on.",
  takes: ['KIND', 'VALUE'],
  options: { reason: { type: 'string', value: '"TEXT"', about: 'why; it is kept' }, by },
  required: ['reason', 'by'],
  async run({ words, options, given, say }) {
    const what = allowanceOf(words);
    await allow({ ...what, reason: textOf(options.reason), by: textOf(options.by) }, given);
    say(`The ${what.kind} ${what.value} passes. What was set aside stays so until it is released.`);
  },
};

const disallowDeed: Deed = {
  name: 'disallow',
  about: 'Takes an allowance back.',
  takes: ['KIND', 'VALUE'],
  options: {},
  required: [],
  async run({ words, given, say }) {
    const what = allowanceOf(words);
    if (!(await disallow(what, given))) throw new CommandFault(`The ${what.kind} ${what.value} had no allowance.`);
    say(`The ${what.kind} ${what.value} passes no more.`);
  },
};

const allowances: Deed = {
  name: 'allowances',
  about: 'Lists what passes the rules about many forms. Public mail providers pass without standing here.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    const found = await listAllowances(given);
    if (found.length === 0) say('Nothing is allowed besides public mail providers.');
    for (const one of found) say(`${one.kind}  ${one.value}  ${one.addedBy}, ${minute(one.addedAt)}: ${one.reason}`);
  },
};

/** What organizers do about alerts and allowances. */
export const WATCH_DEEDS: readonly Deed[] = [alerts, settle, allowDeed, disallowDeed, allowances];
