import { listIncidents } from '#app/domain/incident/incident.server.ts';
import type { Deed, Noun } from './noun.ts';

const show: Deed = {
  name: 'list',
  about: 'Lists the published entries, newest first.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    for (const { slug, occurredOn, title } of await listIncidents({}, given)) say(`${occurredOn}  ${slug}  ${title}`);
  },
};

/** The incident register. */
export const INCIDENT: Noun = { name: 'incident', about: 'the register of what ISPs did', deeds: [show] };
