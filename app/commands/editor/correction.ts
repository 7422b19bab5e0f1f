import { decideCorrection, findCorrection, listCorrections } from '#app/domain/correction/correction.server.ts';
import { CORRECTION_STATES, maxNoteChars } from '#app/domain/correction/correction.ts';
import { CommandFault } from '../fault.ts';
import { type Deed, type Noun, textOf } from './noun.ts';

const list: Deed = {
  name: 'list',
  about: 'Lists the corrections that wait for a decision, or those of a state, oldest first.',
  takes: [],
  options: { state: { type: 'string', value: 'STATE', about: `one of ${CORRECTION_STATES.join(', ')}` } },
  required: [],
  async run({ options, given, say }) {
    const asked = options.state === undefined ? 'new' : textOf(options.state);
    const state = CORRECTION_STATES.find((one) => one === asked);
    if (!state) throw new CommandFault(`"${asked}" is no state. There are: ${CORRECTION_STATES.join(', ')}.`);
    const corrections = await listCorrections(state, given);
    if (corrections.length === 0) say(`No correction is ${state}.`);
    for (const { publicId, createdAt, incidentSlug, whatIsWrong } of corrections)
      say(`${publicId}  ${createdAt.toISOString().slice(0, 10)}  ${incidentSlug}  ${firstWords(whatIsWrong)}`);
  },
};

const show: Deed = {
  name: 'show',
  about: 'Prints a correction.',
  takes: ['ID'],
  options: {},
  required: [],
  async run({ words, given, say }) {
    const found = await findCorrection(textOf(words[0]), given);
    if (!found) throw unknown(textOf(words[0]));
    say(`Entry:   ${found.incidentSlug} (${found.incidentTitle})`);
    say(`State:   ${found.state}${found.decidedBy ? `, decided by ${found.decidedBy}: ${found.editorNote}` : ''}`);
    say(`Source:  ${found.source ?? '-'}`);
    say(found.whatIsWrong);
  },
};

/** Accepting and declining differ in a word. */
function deciding(name: string, decision: 'accepted' | 'declined', about: string): Deed {
  return {
    name,
    about,
    takes: ['ID'],
    options: {
      note: { type: 'string', value: '"TEXT"', about: 'your note to the sender, who gets it by mail' },
      by: { type: 'string', value: 'NAME', about: 'your name; the sender does not see it' },
    },
    required: ['note', 'by'],
    async run({ words, options, given, say }) {
      const publicId = textOf(words[0]);
      const note = textOf(options.note);
      if ([...note].length > maxNoteChars)
        throw new CommandFault(`The note is longer than ${maxNoteChars} characters.`);
      const result = await decideCorrection({ publicId, decision, note, by: textOf(options.by) }, given);
      if (result.ok) return say(`${publicId} is ${decision}. The worker mails the sender your note.`);
      if (result.reason === 'decided') throw new CommandFault(`${publicId} was decided already.`);
      throw unknown(publicId);
    },
  };
}

/** "This is wrong": hints about entries of the register. */
export const CORRECTION: Noun = {
  name: 'correction',
  about: 'what people say is wrong in the register',
  note: 'Accepting changes no entry by itself: change its words with incident edit.',
  deeds: [
    list,
    show,
    deciding('accept', 'accepted', 'Accepts a correction and has its sender told.'),
    deciding('decline', 'declined', 'Declines a correction and has its sender told why.'),
  ],
};

function unknown(publicId: string): CommandFault {
  return new CommandFault(`There is no correction "${publicId}". See them with: npm run editor -- correction list`);
}

function firstWords(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return [...line].length > 70 ? `${[...line].slice(0, 69).join('')}…` : line;
}
