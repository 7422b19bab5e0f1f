import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { MailLocale } from '#emails/catalogue.ts';
import type { FormChoices } from './choices.ts';
import { type Seat, type SeatChoice, seatFor } from './seat.ts';

const columns = [
  'address',
  'name',
  'zip',
  'state',
  'isp_stated_id',
  'isp_seen_id',
  'seen_asn',
  'locale',
  'source',
  'is_name_public',
  'consent_text_id',
] as const;

// What a form chose is looked up when a signature says it: a partner that had ended before the form came is none.
const chosen = {
  partner_id: (row: 'c') =>
    `(select p.id from partners p where p.campaign_id = ${row}.campaign_id and p.slug = ${row}.choices ->> 'partner' and (p.ended_at is null or p.ended_at > ${row}.created_at))`,
  variant: (row: 'c') => `${row}.choices ->> 'variant'`,
};

/** What a form says, as a list of the columns of a signature, of the row of `signature_challenges` named `row`. */
export function said(row: 'c'): SQL {
  const own = columns.map((column) => `${row}.${column}`);
  const looked = Object.entries(chosen).map(([column, of]) => `${of(row)} as ${column}`);
  return sql.raw([...own, ...looked].join(', '));
}

const allColumns = [...columns, ...Object.keys(chosen)];

/** Those columns by name, to insert. */
export const saidColumns: SQL = sql.raw(allColumns.join(', '));

/** Assignments that write those columns of a row named `row`, which holds what `said` lists, into a signature. Decision 0010. */
export function writeSaid(row: 'open'): SQL {
  return sql.raw(allColumns.map((column) => `${column} = ${row}.${column}`).join(', '));
}

/** Whether the signature `s` can still be taken by whoever proves the mailbox: `isSeatOpen` in the database's words. */
export const isOpen: SQL = sql`(s.status = 'pending' or s.status = 'suspicious' and s.proved_at is null)`;

/** Whether a rule found the form `c` suspicious. A stranger's suspicious form says nothing about the holder's own. */
export const isSuspect: SQL = sql`exists (select from judgements j where j.challenge_id = c.id and j.verdict = 'suspicious')`;

/** Whether the row `s` must wait for an organizer when the form `c` takes it: a person's last word about the signature goes before a rule's about the form. */
export const isDoubted: SQL = sql`coalesce((
  select case r.decision when 'set_aside' then true when 'release' then false end
  from signature_reviews r where r.signature_id = s.id order by r.id desc limit 1), ${isSuspect})`;

/** A place of the mailbox with what its mails and pages say. */
export interface AttemptSeat extends Seat {
  address: string;
  locale: MailLocale;
  confirmedAt: Date | null;
  personId: number | null;
}

/** A form that was taken up, with the places of its mailbox and the one that it is for. `title` in the language asked for. */
export interface Attempt {
  id: number;
  claimHash: Buffer;
  expiresAt: Date;
  isReserved: boolean;
  isSettled: boolean;
  isUsed: boolean;
  canonicalAddress: string;
  address: string;
  name: string;
  zip: string;
  state: string | null;
  isp: { slug: string; name: string } | null;
  isNamePublic: boolean;
  choices: FormChoices | null;
  /** Whether a rule found the form suspicious. */
  isSuspect: boolean;
  locale: MailLocale;
  campaignSlug: string;
  campaignTitle: string;
  seats: AttemptSeat[];
  choice: SeatChoice<AttemptSeat>;
}

type Dated<T> = {
  [Key in keyof T]: T[Key] extends Date ? string : T[Key] extends Date | null ? string | null : T[Key];
};
type Row = Dated<Omit<Attempt, 'seats' | 'choice' | 'isp' | 'id' | 'choices'>> & {
  choices: FormChoices | null;
  id: string;
  ispSlug: string | null;
  ispName: string | null;
  seats: Dated<AttemptSeat>[];
};

const dated = (text: string | null) => (text === null ? null : new Date(text));

/** Reads the form that `which` (a condition on `c`) names, in the language of `locale`, or in the form's own; null when there is none, or it was not taken up. */
export async function findAttempt(db: Db, which: SQL, locale: MailLocale | null): Promise<Attempt | null> {
  const [row] = await db.execute<Row>(sql`
    select c.id, c.claim_hash as "claimHash", c.expires_at as "expiresAt", c.mail_reserved_at is not null as "isReserved",
      num_nonnulls(c.mailed_at, c.mail_refused_at) > 0 as "isSettled", c.used_at is not null as "isUsed", own.canonical_address as "canonicalAddress",
      c.address, c.name, c.zip, c.state, isps.slug as "ispSlug", isps.name as "ispName", c.is_name_public as "isNamePublic", c.choices, c.locale,
      ${isSuspect} as "isSuspect", campaigns.slug as "campaignSlug", coalesce(texts.title, english.title, campaigns.slug) as "campaignTitle",
      (select json_agg(json_build_object('id', s.id, 'seat', s.seat, 'status', s.status, 'name', s.name, 'zip', s.zip, 'provedAt', s.proved_at,
          'isSetAside', coalesce((select r.decision = 'set_aside' from signature_reviews r where r.signature_id = s.id order by r.id desc limit 1), false),
          'address', s.address, 'locale', s.locale, 'confirmedAt', s.confirmed_at, 'personId', s.person_id) order by s.seat)
        from signatures s where s.campaign_id = own.campaign_id and s.canonical_address = own.canonical_address) as seats
    from signature_challenges c join signatures own on own.id = c.signature_id
      join campaigns on campaigns.id = own.campaign_id
      left join isps on isps.id = c.isp_stated_id
      left join campaign_texts texts on texts.campaign_id = campaigns.id and texts.locale = ${locale ?? sql`c.locale`}
      left join campaign_texts english on english.campaign_id = campaigns.id and english.locale = 'en'
    where ${which}`);
  if (!row) return null;
  const { id, expiresAt, ispSlug, ispName, seats: rows, ...rest } = row;
  const seats = rows.map((seat) => ({ ...seat, provedAt: dated(seat.provedAt), confirmedAt: dated(seat.confirmedAt) }));
  const isp = ispSlug !== null && ispName !== null ? { slug: ispSlug, name: ispName } : null;
  const choice = seatFor(rest, seats);
  return { ...rest, id: Number(id), expiresAt: new Date(expiresAt), isp, seats, choice };
}
