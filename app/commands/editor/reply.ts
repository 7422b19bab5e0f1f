import { listNewestReplies, withdrawReply } from '#app/domain/reply/reply.server.ts';
import { CommandFault } from '../fault.ts';
import { type Deed, type Noun, textOf } from './noun.ts';

const list: Deed = {
  name: 'list',
  about: 'Lists the replies of ISPs, newest first.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    const replies = await listNewestReplies(given);
    if (replies.length === 0) say('There are no replies.');
    for (const { incidentSlug, reply } of replies)
      say(
        `${reply.publicId}  ${reply.receivedAt.slice(0, 10)}  ${reply.ispSlug}  ${incidentSlug ?? 'the record as a whole'}  from ${reply.domain}${reply.withdrawn ? '  withdrawn' : ''}`,
      );
  },
};

const withdraw: Deed = {
  name: 'withdraw',
  about: 'Takes the words of a reply off the pages, which then say that it was withdrawn and why. It cannot be undone.',
  takes: ['ID'],
  options: { reason: { type: 'string', value: '"TEXT"', about: 'why, in a sentence; it is public' } },
  required: ['reason'],
  async run({ words, options, given, say }) {
    const publicId = textOf(words[0]);
    const isDone = await withdrawReply({ publicId, reason: textOf(options.reason) }, given);
    if (!isDone) throw new CommandFault(`There is no reply "${publicId}" that could be withdrawn.`);
    say(`${publicId} is withdrawn.`);
  },
};

/** Replies of ISPs. */
export const REPLY: Noun = {
  name: 'reply',
  about: 'what ISPs answer; published as received, never edited',
  deeds: [list, withdraw],
};
