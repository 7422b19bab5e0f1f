import { readFileSync } from 'node:fs';
import {
  addTemplate,
  findTemplateSource,
  listTemplateVersions,
  restoreTemplate,
  retireTemplate,
  type TemplateRefusal,
} from '#app/domain/letter/template.server.ts';
import { CommandFault } from '../fault.ts';
import { type Deed, type Noun, textOf } from './noun.ts';

const by = { type: 'string', value: 'NAME', about: 'your name' } as const;

const list: Deed = {
  name: 'list',
  about: 'Lists the letters that are offered today, in their order.',
  takes: [],
  options: {
    campaign: { type: 'string', value: 'SLUG', about: 'only those of this campaign' },
    all: { type: 'boolean', about: 'older versions and letters taken back, too' },
  },
  required: [],
  async run({ options, given, say }) {
    const campaign = typeof options.campaign === 'string' ? options.campaign : undefined;
    const versions = await listTemplateVersions({ campaign, isWhole: options.all === true }, given);
    if (versions.length === 0) say('None.');
    for (const { slug, locale, version, name, origin, createdBy, retiredAt, retiredBy, ...one } of versions) {
      const from = origin === 'edited' ? `by ${createdBy}` : 'shipped';
      const end = retiredAt
        ? `  until ${retiredAt.toISOString().slice(0, 10)}${retiredBy ? ` (${retiredBy})` : ''}`
        : '';
      say(`${one.campaign}  ${slug}.${locale}  version ${version}, ${from}${end}  ${name}`);
    }
  },
};

const show: Deed = {
  name: 'show',
  about: 'Prints a letter as a file that "add" takes back: the version that is offered, or else the newest.',
  takes: ['CAMPAIGN', 'SLUG', 'LOCALE'],
  options: { version: { type: 'string', value: 'NUMBER', about: 'this version' } },
  required: [],
  async run({ words: [campaign = '', slug = '', locale = ''], options, given, say }) {
    if (locale !== 'en' && locale !== 'es')
      throw new CommandFault(`"${locale}" is no language of letters, only en and es.`);
    const asked = typeof options.version === 'string' ? options.version : null;
    if (asked !== null && !/^\d{1,6}$/.test(asked)) throw new CommandFault(`"${asked}" is no number of a version.`);
    const version = asked === null ? undefined : Number(asked);
    const source = await findTemplateSource({ campaign, slug, locale, version }, given);
    if (source === null) throw new CommandFault(`${campaign} has no such letter ${slug}.${locale}.`);
    say(source.trimEnd());
  },
};

const add: Deed = {
  name: 'add',
  about:
    'Adds a letter in both languages, or a new version of it, which is offered at once. Releases do not change it any more.',
  takes: ['CAMPAIGN', 'FILE-EN', 'FILE-ES'],
  options: { by },
  required: ['by'],
  async run({ words: [campaign = '', ...paths], options, given, say }) {
    const files = paths.map((name) => ({ name, source: textOfFile(name) }));
    const added = await addTemplate({ campaign, files, by: textOf(options.by) }, given);
    if (!added.ok) throw new CommandFault(whyNot(added, campaign, 'these files'));
    for (const { locale, version } of added.versions) say(`${added.slug}.${locale} is offered in version ${version}.`);
  },
};

const retire: Deed = {
  name: 'retire',
  about: 'Takes a letter back in both languages. Letters that people have begun with it stay.',
  takes: ['CAMPAIGN', 'SLUG'],
  options: { by },
  required: ['by'],
  async run({ words: [campaign = '', slug = ''], options, given, say }) {
    const retired = await retireTemplate({ campaign, slug, by: textOf(options.by) }, given);
    if (!retired.ok) throw new CommandFault(whyNot(retired, campaign, slug));
    say(`${slug} is no longer offered.`);
  },
};

const restore: Deed = {
  name: 'restore',
  about: 'Gives a letter back to the releases: the shipped version is offered again, and follows them.',
  takes: ['CAMPAIGN', 'SLUG'],
  options: {},
  required: [],
  async run({ words: [campaign = '', slug = ''], given, say }) {
    const restored = await restoreTemplate({ campaign, slug }, given);
    if (!restored.ok) throw new CommandFault(whyNot(restored, campaign, slug));
    say(`${slug} is offered as it is shipped.`);
  },
};

/** Letters that people start from. */
export const TEMPLATE: Noun = {
  name: 'template',
  about: 'letters that people start from',
  note: 'A file is called SLUG.en.txt or SLUG.es.txt. How letters are written stands in docs/letters.md, "Templates".',
  deeds: [list, show, add, retire, restore],
};

function textOfFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CommandFault(`${path} cannot be read.`, { cause: error });
  }
}

function whyNot(refusal: TemplateRefusal, campaign: string, what: string): string {
  if (refusal.reason === 'faults') return refusal.faults.map(({ message }) => message).join('\n');
  return {
    campaign_unknown: `No campaign is called ${campaign}.`,
    nothing_current: `${campaign} offers no letter called ${what}.`,
    not_shipped: `${what} is not shipped in both languages.`,
    same_text: `The letters are offered with the text of ${what} already.`,
  }[refusal.reason];
}
