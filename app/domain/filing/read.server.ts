import { type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { type LetterSource, parseLetterSource } from '../letter/source.ts';
import { type FilerComment, filingDay } from './bulk.ts';
import type { EarlierPetition, Filer, FilingKind, FilingSet } from './filing.ts';
import type { IntegrityReport } from './integrity.ts';

/** Most sets that one listing returns. Own choice. */
export const MAX_SETS = 200;

const PAGE = 500;

/** A set with what its files are made of. `docketOffice`: who keeps the docket. */
export interface HeldSet extends FilingSet {
  id: number;
  docketTitle: string;
  docketOffice: string;
  title: string;
  ask: string;
  body: string;
  rules: number;
  filer: Filer | null;
  report: IntegrityReport & { heldBack: number; earlier?: EarlierPetition | null };
  manifestSha256: string | null;
}

type SetRow = {
  id: string;
  public_id: string;
  campaign: string;
  docket: string;
  docket_title: string;
  docket_office: string;
  kind: FilingKind;
  member_count: number;
  cutoff_at: string;
  created_at: string;
  created_by: string;
  filed_at: string | null;
  confirmation: string | null;
  cancelled_at: string | null;
  rules_version: number;
  filer: Filer | null;
  report: HeldSet['report'];
  manifest: string | null;
  title: string;
  ask: string;
  body: string;
};

const selectSets = sql`
  select f.id, f.public_id, c.slug as campaign, k.number as docket, k.title as docket_title, r.name as docket_office, f.kind, f.member_count, f.cutoff_at, f.created_at,
    f.created_by, f.filed_at, f.confirmation, f.cancelled_at, f.rules_version, f.filer, f.report, encode(f.manifest_sha256, 'hex') as manifest,
    t.title, t.ask, t.body
  from filing_sets f join campaigns c on c.id = f.campaign_id join dockets k on k.id = f.docket_id
    join regulators r on r.id = k.regulator_id join campaign_texts t on t.campaign_id = c.id and t.locale = 'en'`;

/** Filing sets, newest first; of one campaign, or of all. At most 200. */
export async function listFilingSets(campaign: string | null, given: Partial<Tools> = {}): Promise<HeldSet[]> {
  const { db } = tools(given);
  const rows = await db.execute<SetRow>(sql`${selectSets}
    where ${campaign === null ? sql`true` : sql`c.slug = ${campaign}`} order by f.id desc limit ${MAX_SETS}`);
  return rows.map(heldSet);
}

/** The set of a public id, or of its first eight characters or more where only one begins so; null otherwise. */
export async function findFilingSet(publicId: string, given: Partial<Tools> = {}): Promise<HeldSet | null> {
  if (!/^[0-9a-f-]{8,36}$/.test(publicId)) return null;
  const { db } = tools(given);
  const rows = await db.execute<SetRow>(sql`${selectSets} where f.public_id::text like ${`${publicId}%`} limit 2`);
  return rows.length === 1 && rows[0] ? heldSet(rows[0]) : null;
}

function heldSet(row: SetRow): HeldSet {
  const dated = (text: string | null) => (text === null ? null : new Date(text));
  return {
    id: Number(row.id),
    publicId: row.public_id,
    campaign: row.campaign,
    docket: row.docket,
    docketTitle: row.docket_title,
    docketOffice: row.docket_office,
    kind: row.kind,
    members: row.member_count,
    cutoffAt: new Date(row.cutoff_at),
    createdAt: new Date(row.created_at),
    createdBy: row.created_by,
    filedAt: dated(row.filed_at),
    confirmation: row.confirmation,
    cancelledAt: dated(row.cancelled_at),
    title: row.title,
    ask: row.ask,
    body: row.body,
    rules: row.rules_version,
    filer: row.filer,
    report: row.report,
    manifestSha256: row.manifest,
  };
}

/** What every record says that the set's filer hands in. Throws for a set of personal letters, which has none. */
export function filerOf({ id, filer, docket, docketTitle, createdAt }: HeldSet): FilerComment {
  if (!filer) throw new Error(`filing set ${id} has no filer`);
  return { ...filer, zipExtension: '', docket, docketTitle, docketId: '', receivedOn: filingDay(createdAt) };
}

/** A letter of a set. `source`: what its previewed bytes say; `digest`: their SHA-256 in hexadecimal; `cited`: the sentences that a button put in. */
export interface SetLetter {
  position: number;
  group: string;
  publicId: string;
  locale: 'en' | 'es';
  sentAt: Date;
  source: LetterSource;
  senderName: string;
  senderAddress: LetterSource['postal'];
  addresseeName: string;
  digest: string;
  templateBody: string;
  cited: string[];
}

type LetterRow = {
  position: number;
  group_key: string;
  public_id: string;
  locale: 'en' | 'es';
  sent_at: string;
  previewed_bytes: Buffer;
  sender_name: string;
  sender_address: LetterSource['postal'];
  addressee: string;
  digest: string;
  template_body: string;
  evidence: { text: string }[];
};

/**
 * The letters of a set that still stand, in its order, a page at a time: those that were withdrawn before the set was handed in, or erased, are left out.
 * `byGroup` orders them by group, biggest first.
 */
export async function* lettersOf(db: Db, set: HeldSet, byGroup = false): AsyncGenerator<SetLetter> {
  const order = byGroup
    ? sql`count(*) over (partition by f.group_key) desc, min(f.position) over (partition by f.group_key), f.position`
    : sql`f.position`;
  // The order is settled once, so that pages agree with each other.
  const places = await db.execute<{ position: number }>(sql`
    select f.position from filing_letters f join deliveries d on d.id = f.delivery_id join letters l on l.id = d.letter_id
    where f.set_id = ${set.id} and ${letterStands(set)} order by ${order}`);
  for (let from = 0; from < places.length; from += PAGE) {
    const page = places.slice(from, from + PAGE).map(({ position }) => position);
    const rows = await db.execute<LetterRow>(sql`
      select f.position, f.group_key, l.public_id, l.locale, l.sent_at, l.previewed_bytes, l.sender_name, l.sender_address, r.name as addressee,
        l.template_body, l.evidence, encode(l.bytes_sha256, 'hex') as digest
      from filing_letters f join deliveries d on d.id = f.delivery_id join letters l on l.id = d.letter_id
        join regulators r on r.id = l.regulator_id
      where f.set_id = ${set.id} and f.position = any(${sql.param(page)}::int[]) and ${letterStands(set)}
      order by array_position(${sql.param(page)}::int[], f.position)`);
    for (const row of rows) yield setLetter(row);
  }
}

/** What is left of a set: nothing withdrawn or erased, and nothing that its writer has filed alone. */
export function letterStands({ confirmation }: HeldSet): SQL {
  return sql`(l.erased_at is null and (d.state = 'awaiting' or (d.state = 'filed' and d.external_id = ${confirmation})))`;
}

function setLetter(row: LetterRow): SetLetter {
  return {
    position: row.position,
    group: row.group_key,
    publicId: row.public_id,
    locale: row.locale,
    sentAt: new Date(row.sent_at),
    source: parseLetterSource(row.previewed_bytes),
    senderName: row.sender_name,
    senderAddress: row.sender_address,
    addresseeName: row.addressee,
    digest: row.digest,
    templateBody: row.template_body,
    cited: row.evidence.map(({ text }) => text),
  };
}

/** A signer of a petition set, as its annex shows them. `number` counts from 1 without gaps over those who still stand. */
export interface SetSigner {
  number: number;
  name: string | null;
  state: string | null;
  day: string;
}

/** The signers of a set that still stand, in its order: those who withdrew before it was handed in are left out, and names that were erased. */
export async function* signersOf(db: Db, set: HeldSet): AsyncGenerator<SetSigner> {
  let after = 0;
  let number = 0;
  for (;;) {
    const rows = await db.execute<{ position: number; name: string | null; state: string | null; day: string }>(sql`
      select f.position, f.name, f.state, f.day from filing_signers f join signatures s on s.id = f.signature_id
      where f.set_id = ${set.id} and f.position > ${after} and ${signerStands(set)}
      order by f.position limit ${PAGE * 10}`);
    for (const { position: _, ...row } of rows) {
      number += 1;
      yield { number, ...row };
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.position;
  }
}

const signerStands = ({ filedAt }: HeldSet) =>
  filedAt === null
    ? sql`s.status = 'confirmed'`
    : sql`(s.status = 'confirmed' or coalesce(s.withdrawn_at, s.invalidated_at) > ${filedAt.toISOString()}::timestamptz)`;

/** How many members of a set still stand. */
export async function countStanding(db: Db, set: HeldSet): Promise<number> {
  const [row] = await db.execute<{ n: number }>(
    set.kind === 'petition'
      ? sql`select count(*)::int as n from filing_signers f join signatures s on s.id = f.signature_id
          where f.set_id = ${set.id} and ${signerStands(set)}`
      : sql`select count(*)::int as n from filing_letters f join deliveries d on d.id = f.delivery_id join letters l on l.id = d.letter_id
          where f.set_id = ${set.id} and ${letterStands(set)}`,
  );
  return row?.n ?? 0;
}
