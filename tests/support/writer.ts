import { eq } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { campaigns } from '#db/schema/campaign.ts';
import { isps } from '#db/schema/isp.ts';
import { people } from '#db/schema/person.ts';
import { signatures } from '#db/schema/signature.ts';

/** Who a test's writer is; what is left out is an everyday answer. `isp` null: none named. */
export interface WriterFacts {
  campaign?: string;
  name?: string;
  address?: string;
  zip?: string;
  state?: string | null;
  isp?: string | null;
}

let count = 0;

/** A person with a confirmed signature on a seeded campaign. */
export async function confirmedWriter(db: Db, facts: WriterFacts = {}): Promise<{ personId: number; address: string }> {
  count += 1;
  const { campaign = 'put-it-in-writing', name = 'Ana Ruiz', zip = '94110', state = 'CA', isp = 'comcast' } = facts;
  const address = facts.address ?? `writer${count}@mail.example`;
  const [held] = await db.select().from(campaigns).where(eq(campaigns.slug, campaign));
  const [carrier] = isp === null ? [] : await db.select().from(isps).where(eq(isps.slug, isp));
  if (!held || (isp !== null && !carrier)) throw new Error(`${campaign} or ${isp} is not in the seed`);
  const [person] = await db
    .insert(people)
    .values({ canonicalAddress: address, address, name, locale: 'en' })
    .returning({ id: people.id });
  if (!person) throw new Error('the person was not stored');
  const at = new Date('2026-11-22T12:00:00Z');
  await db.insert(signatures).values({
    campaignId: held.id,
    canonicalAddress: address,
    address,
    name,
    zip,
    state,
    ispStatedId: carrier?.id ?? null,
    locale: 'en',
    status: 'confirmed',
    personId: person.id,
    confirmedAt: at,
    confirmedBy: 'button',
  });
  return { personId: person.id, address };
}
