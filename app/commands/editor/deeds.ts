import { ADDRESS_RULE } from './address-rule.ts';
import { CONTACT } from './contact.ts';
import { CORRECTION } from './correction.ts';
import { DOMAIN } from './domain.ts';
import { FINDING } from './finding.ts';
import { INCIDENT } from './incident.ts';
import type { Noun } from './noun.ts';
import { OFFICE } from './office.ts';
import { REPLY } from './reply.ts';
import { REPORT } from './report.ts';
import { TEMPLATE } from './template.ts';

/** Everything that editors work on, in the order of the help. A new noun is a new line here. */
export const NOUNS: readonly Noun[] = [
  INCIDENT,
  CORRECTION,
  REPLY,
  DOMAIN,
  REPORT,
  FINDING,
  CONTACT,
  OFFICE,
  TEMPLATE,
  ADDRESS_RULE,
];
