import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { stateOfZip } from '../signature/zip.ts';
import { isPersonal } from '../similarity/similarity.ts';
import { isFormulaLike } from './bulk.ts';
import { DISPOSABLE_LIST, isDisposable } from './disposable.server.ts';
import { type EarlierPetition, FILING_RULES, type Filer, type FilingKind } from './filing.ts';
import { IntegrityTally } from './integrity.ts';

/** What a set is made of. `until`: letters sent and signatures confirmed up to then; `by`: who makes it; `filer`: for petitions and form letters. */
export interface MakeFiling {
  campaign: string;
  kind: FilingKind;
  until: Date;
  by: string;
  filer: Filer | null;
}

/**
 * What making came to. `compared`: letters of the campaign that were compared with each other; `empty`: nothing waits but letters that are held back; `filer_unasked`: personal letters are handed in for their writers alone;
 * `not_compared`: so many letters have not been compared with the others yet, which the worker does within
 * minutes; `no_docket`: the campaign names no proceeding.
 */
export type MakeResult =
  | { ok: true; publicId: string; members: number; heldBack: number; compared: number }
  | { ok: false; reason: 'campaign_unknown' | 'no_docket' | 'filer_missing' | 'filer_unasked' | 'until_future' }
  | { ok: false; reason: 'empty'; heldBack: number }
  | { ok: false; reason: 'not_compared'; letters: number };

/** Rows that one statement adds. */
const ROWS_AT_ONCE = 5_000;

/**
 * Makes a filing set: fixes its members in one transaction, so that every export of it is the same, with the integrity report over them. A letter is in
 * one set that was not cancelled; of two that are made at once for a campaign the second waits and takes what is left. Letters whose cells a
 * spreadsheet would take for formulas are held back and counted. Deletes nothing.
 */
export async function makeFilingSet(
  { campaign: slug, kind, until, by, filer }: MakeFiling,
  given: Partial<Tools> = {},
): Promise<MakeResult> {
  const { db, now } = tools(given);
  if (kind === 'personal' && filer !== null) return { ok: false, reason: 'filer_unasked' };
  if (kind !== 'personal' && filer === null) return { ok: false, reason: 'filer_missing' };
  if (until > now()) return { ok: false, reason: 'until_future' };
  return db.transaction(async (tx): Promise<MakeResult> => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`filing:${slug}`}, 0))`);
    const [campaign] = await tx.execute<{ id: string; docket_id: string | null }>(
      sql`select id, docket_id from campaigns where slug = ${slug}`,
    );
    if (!campaign) return { ok: false, reason: 'campaign_unknown' };
    if (campaign.docket_id === null) return { ok: false, reason: 'no_docket' };
    const tally = new IntegrityTally({ has: isDisposable, list: DISPOSABLE_LIST });
    const campaignId = Number(campaign.id);
    const chosen =
      kind === 'petition'
        ? await chooseSigners(tx, campaignId, until, tally)
        : await chooseLetters(tx, campaignId, until, kind, tally);
    if ('notCompared' in chosen) return { ok: false, reason: 'not_compared', letters: chosen.notCompared };
    if (chosen.members.length === 0) return { ok: false, reason: 'empty', heldBack: chosen.heldBack };
    const earlier = kind === 'petition' ? await findEarlier(tx, campaignId) : null;
    const report = { ...tally.report(), heldBack: chosen.heldBack, ...(earlier ? { earlier } : {}) };
    const [set] = await tx.execute<{ id: string; public_id: string }>(sql`
      insert into filing_sets (campaign_id, docket_id, kind, cutoff_at, created_at, created_by, rules_version, member_count, report, filer)
      values (${campaignId}, ${campaign.docket_id}, ${kind}, ${until.toISOString()}::timestamptz, ${now().toISOString()}::timestamptz, ${by},
        ${FILING_RULES}, ${chosen.members.length}, ${JSON.stringify(report)}::text::jsonb, ${filer ? JSON.stringify(filer) : null}::text::jsonb)
      returning id, public_id`);
    if (!set) throw new Error('the filing set was not stored');
    for (let from = 0; from < chosen.members.length; from += ROWS_AT_ONCE) {
      const piece = JSON.stringify(chosen.members.slice(from, from + ROWS_AT_ONCE));
      await tx.execute(kind === 'petition' ? addSigners(set.id, from, piece) : addLetters(set.id, from, piece));
    }
    if (kind === 'petition') await tx.execute(hideFewSigners(set.id));
    const [prints] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from letter_prints where campaign_id = ${campaignId}`,
    );
    const { members, heldBack } = chosen;
    return { ok: true, publicId: set.public_id, members: members.length, heldBack, compared: prints?.n ?? 0 };
  });
}

/** The petition of the campaign that was handed in last, whose signers a new one counts again. */
async function findEarlier(tx: Db, campaignId: number): Promise<EarlierPetition | null> {
  const [row] = await tx.execute<{ filed_on: string; confirmation: string }>(sql`
    select to_char(filed_at at time zone 'UTC', 'YYYY-MM-DD') as filed_on, confirmation from filing_sets
    where campaign_id = ${campaignId} and kind = 'petition' and filed_at is not null order by filed_at desc, id desc limit 1`);
  return row ? { filedOn: row.filed_on, confirmation: row.confirmation } : null;
}

interface Chosen {
  members: { id: number; group?: string }[];
  heldBack: number;
}

type LetterRow = {
  delivery_id: string;
  address: string;
  sent_at: string;
  sender_name: string;
  subject_sign: string;
  body_sign: string;
  region: string | null;
  zip: string | null;
  text_key: string | null;
  words: number;
  unique_words: number;
  cluster_id: string | null;
};

/** Letters of a campaign that wait for the docket, of one kind, oldest first. */
async function chooseLetters(
  tx: Db,
  campaignId: number,
  until: Date,
  kind: 'personal' | 'form',
  tally: IntegrityTally,
): Promise<Chosen | { notCompared: number }> {
  const rows = await tx.execute<LetterRow>(sql`
    select d.id as delivery_id, p.address, l.sent_at, l.sender_name, left(l.subject, 1) as subject_sign, left(l.body, 1) as body_sign, l.sender_address->>'state' as region,
      l.sender_address->>'zip' as zip, t.text_key::text as text_key, t.words, t.unique_words, t.cluster_id
    from deliveries d join letters l on l.id = d.letter_id join people p on p.id = l.person_id
      left join letter_prints t on t.letter_id = l.id
    where l.campaign_id = ${campaignId} and d.channel = 'docket' and d.state = 'awaiting' and l.withdrawn_at is null and l.erased_at is null
      and l.sent_at <= ${until.toISOString()}::timestamptz
      and not exists (select from filing_letters f where f.delivery_id = d.id and f.is_active)
    order by l.sent_at, d.id for update of d`);
  const notCompared = rows.filter((row) => row.cluster_id === null).length;
  if (notCompared > 0) return { notCompared };
  const members: Chosen['members'] = [];
  let heldBack = 0;
  for (const row of rows) {
    if (isPersonal({ words: row.words, uniqueWords: row.unique_words }) !== (kind === 'personal')) continue;
    if ([row.sender_name, row.subject_sign, row.body_sign].some(isFormulaLike)) {
      heldBack += 1;
      continue;
    }
    members.push({ id: Number(row.delivery_id), group: row.cluster_id ?? '' });
    tally.add({
      domain: domainOf(row.address),
      at: new Date(row.sent_at),
      state: row.region,
      zipState: row.zip ? stateOfZip(row.zip) : null,
      textKey: row.text_key,
      clusterId: row.cluster_id,
    });
  }
  return { members, heldBack };
}

type SignerRow = { id: string; address: string; confirmed_at: string; state: string | null; zip: string };

async function chooseSigners(tx: Db, campaignId: number, until: Date, tally: IntegrityTally): Promise<Chosen> {
  const rows = await tx.execute<SignerRow>(sql`
    select id, address, confirmed_at, state, zip from signatures
    where campaign_id = ${campaignId} and status = 'confirmed' and confirmed_at <= ${until.toISOString()}::timestamptz
    order by confirmed_at, id`);
  for (const { address, confirmed_at: at, state, zip } of rows)
    tally.add({
      domain: domainOf(address),
      at: new Date(at),
      state,
      zipState: stateOfZip(zip),
      textKey: null,
      clusterId: null,
    });
  return { members: rows.map(({ id }) => ({ id: Number(id) })), heldBack: 0 };
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1);

const addLetters = (setId: string, from: number, piece: string) => sql`
  insert into filing_letters (set_id, position, delivery_id, group_key)
  select ${setId}, ${from} + ordinality, (m->>'id')::bigint, m->>'group'
  from jsonb_array_elements(${piece}::text::jsonb) with ordinality as x(m, ordinality)`;

const addSigners = (setId: string, from: number, piece: string) => sql`
  insert into filing_signers (set_id, position, signature_id, name, state, day)
  select ${setId}, ${from} + ordinality, s.id, case when s.is_name_public then s.name end, s.state,
    to_char(s.confirmed_at at time zone 'UTC', 'YYYY-MM-DD')
  from jsonb_array_elements(${piece}::text::jsonb) with ordinality as x(m, ordinality) join signatures s on s.id = (m->>'id')::bigint`;

/** Fewest signers without a name of one state for which the annex says the state: of fewer, a neighbour may know who it was. Own choice. */
const MIN_STATE_SIGNERS = 11;

/** Takes the state off signers who withheld their name where fewer than `MIN_STATE_SIGNERS` of the set did so in that state. */
const hideFewSigners = (setId: string) => sql`
  update filing_signers f set state = null where f.set_id = ${setId} and f.name is null and f.state in (
    select g.state from filing_signers g where g.set_id = ${setId} and g.name is null group by g.state having count(*) < ${MIN_STATE_SIGNERS})`;
