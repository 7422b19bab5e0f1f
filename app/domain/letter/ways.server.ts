import { eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { type Tools, tools } from '#app/db.server.ts';
import { isps } from '#db/schema/isp.ts';
import type { letters } from '#db/schema/letter.ts';
import { people } from '#db/schema/person.ts';
import { dockets, regulators } from '#db/schema/regulator.ts';
import { listContacts } from '../contact/contact.server.ts';
import { type OpenChannel, officeName, openChannels } from '../target/target.ts';
import type { LetterSource } from './source.ts';

/** A stored letter. */
export type LetterRow = typeof letters.$inferSelect;

/** The ways open to the addressee of a letter today, in the order of the channels. A docket is open only to a letter that names its proceeding. */
export async function openWays(letter: LetterRow, given: Partial<Tools> = {}): Promise<OpenChannel[]> {
  const owner = letter.ispId !== null ? { ispId: letter.ispId } : { regulatorId: letter.regulatorId ?? 0 };
  const ways = openChannels(letter.addresseeKind, await listContacts(owner, given));
  return ways.filter(({ channel }) => channel !== 'docket' || letter.docketId !== null);
}

/**
 * The ways open today (`openWays`), and everything that would leave by them if the letter were sent now: its text as stored, who it is from and to. What a
 * preview shows and sending compares with.
 */
export async function currentSource(
  letter: LetterRow,
  given: Partial<Tools> = {},
): Promise<{ ways: OpenChannel[]; source: LetterSource }> {
  const [ways, parties] = await Promise.all([openWays(letter, given), getParties(letter, given)]);
  const { address, ispName, senderIspName, office, docket } = parties;
  const officeNamed = office && officeName(office.name, office.kind === 'federal' ? null : office.stateName);
  const source = {
    fromName: letter.senderName,
    replyTo: address,
    postal: letter.senderAddress,
    to: ispName ?? officeNamed ?? '',
    ways: ways.map(({ channel, contact }) => ({
      channel,
      address: channel === 'docket' && docket ? docket.number : contact.value,
    })),
    docket,
    about: ispName ?? senderIspName,
    subject: letter.subject,
    body: letter.body,
  };
  return { ways, source };
}

async function getParties(letter: LetterRow, given: Partial<Tools>) {
  const { db } = tools(given);
  const [row] = await db
    .select({
      address: people.address,
      ispName: isps.name,
      senderIspName: senderIsps.name,
      office: { name: regulators.name, kind: regulators.kind, stateName: regulators.stateName },
      docket: { number: dockets.number, title: dockets.title },
    })
    .from(people)
    .leftJoin(isps, eq(isps.id, sql`${letter.ispId}::integer`))
    .leftJoin(senderIsps, eq(senderIsps.id, sql`${letter.senderIspId}::integer`))
    .leftJoin(regulators, eq(regulators.id, sql`${letter.regulatorId}::integer`))
    .leftJoin(dockets, eq(dockets.id, sql`${letter.docketId}::integer`))
    .where(eq(people.id, letter.personId));
  if (!row) throw new Error(`letter ${letter.id} has no person`);
  return row;
}

const senderIsps = alias(isps, 'sender_isps');
