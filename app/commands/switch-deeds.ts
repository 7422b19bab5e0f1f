import { SENT_CHANNELS, type SentChannel } from '#app/domain/delivery/delivery.ts';
import { changeSwitches, viewSwitches } from '#app/domain/installation/change.server.ts';
import { MAX_BANNER_CHARS, type Switch, type WantedSwitches } from '#app/domain/installation/switches.ts';
import { type Call, type Deed, type Noun, textOf } from './editor/noun.ts';
import { CommandFault } from './fault.ts';

/** Switches by the words that a command says for them. */
const WORDS: Readonly<Record<string, Switch>> = {
  collecting: 'collectsSignatures',
  creation: 'createsCampaigns',
  confirmations: 'sendsConfirmations',
  receipts: 'sendsReceipts',
  bulk: 'sendsBulk',
  embeds: 'servesEmbeds',
  'read-only': 'isReadOnly',
};

/** Channels of letters by theirs. */
const LETTERS: Readonly<Record<string, SentChannel>> = Object.fromEntries(
  SENT_CHANNELS.map((channel) => [`letters-${channel}`, channel]),
);

const by = { type: 'string', value: 'NAME', about: 'your name; it is kept with what you did' } as const;
const reason = { type: 'string', value: '"TEXT"', about: 'why; it is kept with what you did' } as const;

const status: Deed = {
  name: 'status',
  about: 'Says how every switch stands.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    const { switches, pausedChannels, changedBy, changedAt } = await viewSwitches(given);
    for (const [word, name] of Object.entries(WORDS)) say(`${word.padEnd(16)}${switches[name] ? 'on' : 'off'}`);
    for (const [word, channel] of Object.entries(LETTERS))
      say(`${word.padEnd(16)}${pausedChannels.includes(channel) ? 'off' : 'on'}`);
    say(`${'banner'.padEnd(16)}${switches.banner ? `${switches.banner.en} / ${switches.banner.es}` : 'none'}`);
    if (changedBy) say(`Changed last by ${changedBy}, ${changedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`);
  },
};

function turning(name: 'on' | 'off', about: string): Deed {
  return {
    name,
    about,
    takes: ['SWITCH'],
    options: { by, reason },
    required: ['by', 'reason'],
    async run(call) {
      const word = textOf(call.words[0]);
      const turned = WORDS[word];
      const channel = LETTERS[word];
      if (turned) await change(call, { switches: { [turned]: name === 'on' } });
      else if (channel) {
        const { pausedChannels } = await viewSwitches(call.given);
        const closed = new Set(pausedChannels);
        if (name === 'on') closed.delete(channel);
        else closed.add(channel);
        await change(call, { openChannels: SENT_CHANNELS.filter((one) => !closed.has(one)) });
      } else
        throw new CommandFault(
          `"${word}" is no switch. There are: ${[...Object.keys(WORDS), ...Object.keys(LETTERS)].join(', ')}.`,
        );
      call.say(`${word} is ${name}, within 5 seconds everywhere.`);
    },
  };
}

const banner: Deed = {
  name: 'banner',
  about: 'Puts a sentence above every public page, in English and in Spanish.',
  takes: ['"ENGLISH"', '"SPANISH"'],
  options: { by, reason },
  required: ['by', 'reason'],
  async run(call) {
    const [en, es] = [textOf(call.words[0]), textOf(call.words[1])];
    if (!en || !es) throw new CommandFault('Give the sentence in both languages. "no-banner" takes it down.');
    if (Math.max(en.length, es.length) > MAX_BANNER_CHARS)
      throw new CommandFault(`A banner has at most ${MAX_BANNER_CHARS} characters.`);
    await change(call, { banner: { en, es } });
    call.say('The banner is up, within 5 seconds everywhere.');
  },
};

const noBanner: Deed = {
  name: 'no-banner',
  about: 'Takes the banner down.',
  takes: [],
  options: { by, reason },
  required: ['by', 'reason'],
  async run(call) {
    await change(call, { banner: null });
    call.say('The banner is down, within 5 seconds everywhere.');
  },
};

async function change({ options, given }: Call, wanted: WantedSwitches): Promise<void> {
  const who = { actor: `command:${textOf(options.by)}`, organizationId: null, reason: textOf(options.reason) };
  const done = await changeSwitches({ ...who, ...wanted }, given);
  if (!done.ok) throw new CommandFault('It is so already: nothing was changed.');
}

/** What operators switch on and off for the whole installation. Own choice. */
export const SWITCHBOARD: Noun = {
  name: 'switch',
  about: 'what the whole installation does and does not do',
  note: `Switches: ${[...Object.keys(WORDS), ...Object.keys(LETTERS)].join(', ')}. docs/switches.md says what each does.`,
  program: 'npm run switch --',
  deeds: [
    status,
    turning('on', 'Turns a switch on.'),
    turning('off', 'Turns a switch off; "read-only" is off while people may write.'),
    banner,
    noBanner,
  ],
};
