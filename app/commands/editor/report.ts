import { EDITORIAL_STATES } from '#app/domain/incident/editorial.ts';
import { changeReportState, findHeldReport, listHeldReports } from '#app/domain/report/editing.server.ts';
import { minConfirmations } from '#app/domain/report/report.ts';
import { CommandFault } from '../fault.ts';
import { type Deed, type Noun, textOf } from './noun.ts';
import { signature, signedBy, stateOf } from './signature.ts';

const list: Deed = {
  name: 'list',
  about: 'Lists the reports, newest first: id, state, confirmations that count, ISP, service, trouble, day.',
  takes: [],
  options: {
    state: { type: 'string', value: 'STATE', about: `only those in a state: ${EDITORIAL_STATES.join(', ')}` },
  },
  required: [],
  async run({ options, given, say }) {
    const state = options.state === undefined ? undefined : stateOf(textOf(options.state));
    const reports = await listHeldReports({ state }, given);
    if (reports.length === 0) say(state ? `No report is ${state}.` : 'There are no reports.');
    for (const one of reports)
      say(
        `${one.publicId}  ${one.state.padEnd(17)}  ${one.confirmations} of ${minConfirmations}  ${one.ispSlug}  ${one.service}  ${one.trouble}  ${one.occurredOn}`,
      );
  },
};

const show: Deed = {
  name: 'show',
  about: 'Prints a report with what its sender wrote, and its history.',
  takes: ['ID'],
  options: {},
  required: [],
  async run({ words, given, say }) {
    const found = await findHeldReport(textOf(words[0]), given);
    if (!found) throw unknown(textOf(words[0]));
    const { report, history } = found;
    const hour = report.occurredHour === null ? '' : `, around ${report.occurredHour}:00`;
    say(
      `ISP:            ${report.ispSlug}${report.isOwnNetwork ? ', sent from its network' : ', sent from elsewhere'}`,
    );
    say(`State:          ${report.state}`);
    say(`Confirmations:  ${report.confirmations} that count; public from ${minConfirmations} or when verified`);
    say(`Seen:           ${report.service}, ${report.trouble}, ${report.line}, ${report.occurredOn}${hour}`);
    say(`Plan, state:    ${report.plan ?? '-'}, ${report.usState ?? '-'}`);
    say(`Own test:       ${report.hasMeasurement ? 'attached' : 'none'}`);
    say(`What happened:\n${indented(report.whatHappened)}`);
    for (const { from, to, reason, by, at } of history) say(`${at}  ${from ?? '-'} -> ${to}  by ${by}: ${reason}`);
  },
};

const state: Deed = {
  name: 'state',
  about: 'Moves a report to another editorial state; verified makes it public with its words, withdrawn takes it off.',
  takes: ['ID', 'STATE'],
  options: signature,
  required: ['reason', 'by'],
  async run(call) {
    const publicId = textOf(call.words[0]);
    const to = stateOf(textOf(call.words[1]));
    const changed = await changeReportState({ publicId, to, ...signedBy(call) }, call.given);
    if (changed.ok)
      return call.say(`${publicId}: ${changed.from} -> ${changed.to}. It stands at /reports/${publicId}.`);
    if (changed.reason === 'unknown_entry') throw unknown(publicId);
    if (changed.reason === 'same_state') throw new CommandFault(`${publicId} is ${to} already.`);
    if (changed.reason === 'changed_meanwhile')
      throw new CommandFault(`Another editor changed ${publicId} at the same moment: it is ${changed.from} now.`);
    throw new CommandFault(
      `${publicId} is ${changed.from} and cannot go to ${to}, only to ${changed.allowed.join(' or ')}.`,
    );
  },
};

/** Reports from people. */
export const REPORT: Noun = {
  name: 'report',
  about: 'what people report about their ISP',
  note: `States: ${EDITORIAL_STATES.join(', ')}. Public: verified ones, and others but withdrawn from ${minConfirmations} confirmations (docs/decisions/0013).`,
  deeds: [list, show, state],
};

function unknown(publicId: string): CommandFault {
  return new CommandFault(`There is no report "${publicId}". See them with: npm run editor -- report list`);
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
