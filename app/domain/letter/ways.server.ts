import { eq } from 'drizzle-orm';
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
 * Everything that would leave if the letter were sent now: its text as stored, who it is from and to, and the ways open today. What a preview shows and
 * sending compares with.
 */
export async function currentSource(
  letter: LetterRow,
  ways: readonly OpenChannel[],
  given: Partial<Tools> = {},
): Promise<LetterSource> {
  const { db } = tools(given);
  const [person] = await db.select({ address: people.address }).from(people).where(eq(people.id, letter.personId));
  const about = await nameOfIsp(letter.ispId ?? letter.senderIspId, given);
  const docket = letter.docketId === null ? null : await findDocket(letter.docketId, given);
  return {
    fromName: letter.senderName,
    replyTo: person?.address ?? null,
    postal: letter.senderAddress,
    to: await addresseeName(letter, given),
    ways: ways.map(({ channel, contact }) => ({
      channel,
      address: channel === 'docket' && docket ? docket.number : contact.value,
    })),
    docket,
    about,
    subject: letter.subject,
    body: letter.body,
  };
}

/** The addressee's name as it stands on an envelope. */
export async function addresseeName(
  { ispId, regulatorId }: Pick<LetterRow, 'ispId' | 'regulatorId'>,
  given: Partial<Tools> = {},
): Promise<string> {
  if (ispId !== null) return (await nameOfIsp(ispId, given)) ?? '';
  const { db } = tools(given);
  const [office] = await db
    .select({ name: regulators.name, kind: regulators.kind, stateName: regulators.stateName })
    .from(regulators)
    .where(eq(regulators.id, regulatorId ?? 0));
  return officeName(office?.name ?? '', office?.kind === 'federal' ? null : (office?.stateName ?? null));
}

async function nameOfIsp(id: number | null, given: Partial<Tools>): Promise<string | null> {
  if (id === null) return null;
  const [isp] = await tools(given).db.select({ name: isps.name }).from(isps).where(eq(isps.id, id));
  return isp?.name ?? null;
}

async function findDocket(id: number, given: Partial<Tools>): Promise<{ number: string; title: string } | null> {
  const [docket] = await tools(given)
    .db.select({ number: dockets.number, title: dockets.title })
    .from(dockets)
    .where(eq(dockets.id, id));
  return docket ?? null;
}
