import { z } from 'zod';
import { addFinding, findingInput, listFindings, withdrawFinding } from '#app/domain/incident/criteria.server.ts';
import { CRITERIA, FINDING_LINES } from '#app/domain/incident/criteria.ts';
import { ispIdOf } from '#app/domain/isp/isp.server.ts';
import { CommandFault } from '../fault.ts';
import { type Deed, type Noun, textOf } from './noun.ts';

const add: Deed = {
  name: 'add',
  about:
    'Enters what you found about one question of one ISP. It stands on the pages at once, with its date and sources.',
  takes: ['ISP', 'CRITERION', 'ANSWER'],
  options: {
    'found-on': { type: 'string', value: 'YYYY-MM-DD', about: 'the day on which you found it' },
    note: { type: 'string', value: 'TEXT', about: 'one English sentence: what you found, or where you looked' },
    sources: { type: 'string', value: 'URLS', about: 'the addresses, with a space between them' },
    by: { type: 'string', value: 'NAME', about: 'your name' },
    line: {
      type: 'string',
      value: FINDING_LINES.join('|'),
      about: 'the line it is about, where that makes a difference',
    },
    partly: { type: 'boolean', about: 'one element is derived, secondary or undated' },
  },
  required: ['found-on', 'note', 'sources', 'by'],
  async run({ words, options, given, say }) {
    const [isp, criterion, answer] = words;
    const parsed = findingInput.safeParse({
      isp,
      criterion,
      answer,
      line: options.line ?? null,
      foundOn: textOf(options['found-on']),
      note: textOf(options.note),
      sources: textOf(options.sources).split(/\s+/),
      confidence: options.partly === true ? 'partly' : 'sourced',
      enteredBy: textOf(options.by),
    });
    if (!parsed.success) throw new CommandFault(`The finding was not entered:\n${z.prettifyError(parsed.error)}`);
    const result = await addFinding(parsed.data, given);
    if (!result.ok)
      throw new CommandFault(
        { isp_unknown: `No ISP has the slug "${isp}".`, day_to_come: 'The day has not come yet.' }[result.reason],
      );
    say(`Entered as finding ${result.id}.`);
  },
};

const list: Deed = {
  name: 'list',
  about: 'Lists the findings about an ISP that count, newest first.',
  takes: ['ISP'],
  options: {},
  required: [],
  async run({ words: [slug = ''], given, say }) {
    const id = await ispIdOf(slug, given);
    if (id === null) throw new CommandFault(`No ISP has the slug "${slug}".`);
    const findings = await listFindings(id, given);
    if (findings.length === 0) say('None.');
    for (const { id: number, criterion, line, answer, foundOn, note } of findings)
      say(`${number}  ${foundOn}  ${criterion}${line ? ` (${line})` : ''}: ${answer}  ${note}`);
  },
};

const withdraw: Deed = {
  name: 'withdraw',
  about: 'Withdraws a finding for good: it answers nothing any more.',
  takes: ['NUMBER'],
  options: {},
  required: [],
  async run({ words: [number = ''], given, say }) {
    const result = /^\d{1,9}$/.test(number) ? await withdrawFinding(Number(number), given) : { ok: false };
    if (!result.ok) throw new CommandFault(`No finding ${number} stands; it may have been withdrawn before.`);
    say(`Finding ${number} is withdrawn.`);
  },
};

/** What editors found about the questions of the criteria table that no incident answers. */
export const FINDING: Noun = {
  name: 'finding',
  about: 'answers to the questions of the criteria table',
  note: `CRITERION is one of ${CRITERIA.join(', ')}; ANSWER is yes or no. The rules stand in docs/criteria.md.`,
  deeds: [add, list, withdraw],
};
