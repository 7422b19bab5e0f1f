import {
  addMailDomain,
  listMailDomains,
  type MailDomainRefusal,
  removeMailDomain,
} from '#app/domain/reply/mail-domain.server.ts';
import { CommandFault } from '../fault.ts';
import { type Deed, type Noun, textOf } from './noun.ts';

const list: Deed = {
  name: 'list',
  about: 'Lists the mail domains that speak for an ISP, with where it was read that they are its own.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    const domains = await listMailDomains({}, given);
    if (domains.length === 0) say('No domain is listed.');
    for (const { ispSlug, domain, source } of domains) say(`${ispSlug}  ${domain}  ${source}`);
  },
};

const add: Deed = {
  name: 'add',
  about: 'Lists a domain: whoever has a mailbox there can publish replies in the name of the ISP.',
  takes: ['ISP', 'DOMAIN'],
  options: {
    source: {
      type: 'string',
      value: '"TEXT"',
      about: 'the page that shows that it is theirs, and that subscribers have no mailbox there',
    },
    by: { type: 'string', value: 'NAME', about: 'your name' },
  },
  required: ['source', 'by'],
  async run({ words, options, given, say }) {
    const [isp, domain] = [textOf(words[0]), textOf(words[1])];
    const added = await addMailDomain(
      { ispSlug: isp, domain, source: textOf(options.source), by: textOf(options.by) },
      given,
    );
    if (!added.ok) throw new CommandFault(whyNot(isp, domain, added.reason));
    say(`${added.domain} speaks for ${isp}.`);
  },
};

const remove: Deed = {
  name: 'remove',
  about: 'Takes a domain off the list. Replies that came from it stay.',
  takes: ['ISP', 'DOMAIN'],
  options: { by: { type: 'string', value: 'NAME', about: 'your name' } },
  required: ['by'],
  async run({ words, options, given, say }) {
    const [isp, domain] = [textOf(words[0]), textOf(words[1])];
    const isDone = await removeMailDomain({ ispSlug: isp, domain, by: textOf(options.by) }, given);
    if (!isDone) throw new CommandFault(`${domain} is not on the list of ${isp}.`);
    say(`${domain} no longer speaks for ${isp}.`);
  },
};

/** Mail domains of ISPs. */
export const DOMAIN: Noun = {
  name: 'domain',
  about: 'mail domains whose mailboxes speak for an ISP',
  note: 'Only that very domain counts, not those beneath it. Domains where subscribers get mailboxes are refused (db/subscriber-mail-domains.ts).',
  deeds: [list, add, remove],
};

function whyNot(isp: string, domain: string, reason: MailDomainRefusal): string {
  if (reason === 'isp_unknown') return `No ISP of the catalogue is called ${isp}.`;
  if (reason === 'subscribers') return `Subscribers, or everybody, get mailboxes at ${domain}: it speaks for no ISP.`;
  return `"${domain}" is no mail domain.`;
}
