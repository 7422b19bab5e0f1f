import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';

/** Who a form may be from, and what it says of them. */
const said = {
  new: { email: 'newcomer0000@mail.example' },
  pending: { email: 'waiting@inbox.example' },
  confirmed: { email: 'signed@inbox.example' },
  withdrawn: { email: 'gone@inbox.example' },
  invalidated: { email: 'struck@inbox.example' },
  suspicious: { email: 'doubted@inbox.example' },
  'third of a mailbox': { email: 'shared@inbox.example', name: 'Third Person' },
  trapped: { email: 'robot@inbox.example', website: 'https://spam.example' },
  disposable: { email: 'thrown.away@mailinator.com' },
} satisfies Record<string, { email: string; name?: string; website?: string }>;

/** One of these. */
export type SignerKind = keyof typeof said;

/** All of them, the new one first. */
export const signerKinds = Object.keys(said) as SignerKind[];

/** The address that a kind signs with; of a new signer the first one. */
export const addressOf = (kind: SignerKind): string => said[kind].email;

let newcomers = 0;

/** The fields of a form from one kind of signer; a new one has another address each time. */
export function formOf(kind: SignerKind): Record<string, string> {
  const fields = { name: 'Ada Lovelace', zip: '94103', isp: 'comcast', website: '', ...said[kind] };
  if (kind !== 'new') return fields;
  newcomers += 1;
  return { ...fields, email: `newcomer${String(newcomers).padStart(4, '0')}@mail.example` };
}

const standing: [SignerKind, number, string][] = [
  ['pending', 1, `'pending', null, null, null, null`],
  ['confirmed', 1, `'confirmed', null, null, null, null`],
  ['withdrawn', 1, `'withdrawn', now(), null, null, null`],
  ['invalidated', 1, `'invalidated', null, now(), 'test', null`],
  ['suspicious', 1, `'suspicious', null, null, null, now()`],
  ['third of a mailbox', 1, `'confirmed', null, null, null, null`],
  ['third of a mailbox', 2, `'confirmed', null, null, null, null`],
];

/** Makes every kind stand on a campaign that is known otherwise than by its form: what it signed before. */
export async function layOutSigners(db: Db, campaignSlug: string): Promise<void> {
  for (const [kind, seat, state] of standing) {
    const { email } = said[kind];
    const name = seat === 1 ? 'Ada Lovelace' : 'Second Person';
    await db.execute(sql`insert into people (canonical_address, address, name, locale) values (${email}, ${email}, ${name}, 'en')
      on conflict do nothing`);
    await db.execute(sql`
      insert into signatures (campaign_id, canonical_address, seat, address, name, zip, locale, confirmed_at, confirmed_by, person_id,
        status, withdrawn_at, invalidated_at, invalidation_reason, proved_at)
      select c.id, ${email}, ${seat}, ${email}, ${name}, '94103', 'en', now(), 'code', p.id, ${sql.raw(state)}
      from campaigns c, people p where c.slug = ${campaignSlug} and p.canonical_address = ${email}`);
  }
}
