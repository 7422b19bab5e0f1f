import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { COUNT_FIGURES, type CountDimension, isFromJournals, STANDING_FIGURES } from './export.ts';
import type { ExportQuery } from './query.ts';

/** Most campaigns that one export is of. Own choice. */
const MAX_CAMPAIGNS = 1_000;

/** A campaign that an export is of. Own choice. */
export interface ExportedCampaign {
  id: number;
  slug: string;
}

/**
 * The campaigns that an export is of, by slug: the one of a slug, or all; only those of the organization, where one is given. Nothing of another organization is ever found.
 * Own choice.
 */
export async function findCampaigns(
  db: Db,
  { organizationId, campaign }: { organizationId: number | null; campaign: string | null },
): Promise<ExportedCampaign[]> {
  const rows = await db.execute<{ id: number; slug: string }>(sql`
    select id, slug from campaigns
    where (${organizationId}::int is null or organization_id = ${organizationId}::int) and (${campaign}::text is null or slug = ${campaign})
    order by slug limit ${MAX_CAMPAIGNS}`);
  return rows.map(({ id, slug }) => ({ id, slug }));
}

/** A leading character that a spreadsheet takes for a formula is disarmed by an apostrophe. Source: OWASP ASVS 5.0, 1.2.10. */
const disarmed = (column: string) =>
  `case when left(${column}, 1) in ('=', '+', '-', '@', E'\\t', E'\\r', E'\\n', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20') then '''' || ${column} else ${column} end`;

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const listed = (campaigns: readonly ExportedCampaign[]) =>
  campaigns.length === 0 ? 'null' : campaigns.map(({ id }) => Math.trunc(id)).join(', ');
const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * Counts from the journals as one query: a row for each group, ordered by its columns, unknown last. All parts are literals of this repository but the campaigns' ids, which
 * are integers. `forSheets` disarms formulas in the database, for a COPY that writes CSV by itself. Own choice.
 */
export function countQuery(
  campaigns: readonly ExportedCampaign[],
  by: readonly CountDimension[],
  forSheets: boolean,
): string {
  const text = (column: string) => (forSheets ? disarmed(column) : column);
  const columns: Partial<Record<CountDimension, string>> = {
    campaign: 'c.slug as campaign',
    day: 'j.day',
    isp: 'i.isp as isp',
    state: `${text('j.state')} as state`,
  };
  const keys: Partial<Record<CountDimension, string>> = {
    campaign: 'c.slug',
    day: 'j.day',
    isp: 'i.isp',
    state: 'j.state',
  };
  const keyList = by.map((dimension) => keys[dimension]).join(', ');
  const sum = (figure: string) => (by.length > 0 ? `sum(${figure})` : `coalesce(sum(${figure}), 0)`);
  const figures: Record<(typeof COUNT_FIGURES)[number], string> = {
    signed: sum('j.signed'),
    withdrawn: sum('j.withdrawn'),
    invalidated: sum('j.invalidated'),
    moved: sum('j.moved_in - j.moved_out'),
    counted: sum('j.signed - j.withdrawn - j.invalidated + j.moved_in - j.moved_out'),
  };
  return `
    select ${[...by.map((name) => columns[name]), ...COUNT_FIGURES.map((name) => `${figures[name]} as ${name}`)].join(', ')}
    from count_journal j left join (select id, ${text('slug')} as isp from isps) i on i.id = j.isp_id
    ${by.includes('campaign') ? 'join campaigns c on c.id = j.campaign_id' : ''}
    where j.campaign_id in (${listed(campaigns)})
    ${by.length > 0 ? `group by ${keyList} order by ${keyList}` : ''}`;
}

/** Counts by source or status, from the signatures as they stand; otherwise as `countQuery`. */
function standingQuery(campaigns: readonly ExportedCampaign[], by: readonly CountDimension[]): string {
  const columns: Record<CountDimension, string> = {
    campaign: 'c.slug',
    day: `(s.confirmed_at at time zone 'UTC')::date`,
    isp: 'i.slug',
    state: 's.state',
    source: 's.source',
    status: 's.status',
  };
  const figures: Record<(typeof STANDING_FIGURES)[number], string> = {
    signatures: 'count(*)',
    counted: 'count(*) filter (where s.counted_at is not null and s.uncounted_at is null)',
  };
  const keyList = by.map((name) => columns[name]).join(', ');
  return `
    select ${[...by.map((name) => `${columns[name]} as ${name}`), ...STANDING_FIGURES.map((name) => `${figures[name]} as ${name}`)].join(', ')}
    from signatures s join campaigns c on c.id = s.campaign_id left join isps i on i.id = s.isp_stated_id
    where s.campaign_id in (${listed(campaigns)}) group by ${keyList} order by ${keyList}`;
}

type SignatureQuery = Extract<ExportQuery, { kind: 'signatures' }>;

function signatureConditions({ statuses, isp, state, from, to }: SignatureQuery): string {
  return [
    's.erased_at is null',
    `s.status in (${statuses.map(quoted).join(', ')})`,
    ...(isp === null ? [] : [`i.slug = ${quoted(isp)}`]),
    ...(state === null ? [] : [`s.state = ${quoted(state)}`]),
    ...(from === null ? [] : [`s.confirmed_at >= ${quoted(from)}::timestamp at time zone 'UTC'`]),
    ...(to === null ? [] : [`s.confirmed_at < (${quoted(to)}::timestamp + interval '1 day') at time zone 'UTC'`]),
  ].join(' and ');
}

function signatureQuery(campaigns: readonly ExportedCampaign[], query: SignatureQuery): string {
  return `
    select c.slug as campaign, s.status, s.name, s.address as email, s.zip, s.state, i.slug as isp, s.locale as language, s.source,
      s.is_name_public as name_public, t.kind || ' ' || t.version as consent, ${instant('s.confirmed_at')} as confirmed_at, s.confirmed_by
    from signatures s join campaigns c on c.id = s.campaign_id left join isps i on i.id = s.isp_stated_id
      left join consent_texts t on t.id = s.consent_text_id
    where s.campaign_id in (${listed(campaigns)}) and ${signatureConditions(query)} order by s.id`;
}

function letterQuery(campaigns: readonly ExportedCampaign[], withTexts: boolean): string {
  return `
    select c.slug as campaign, l.public_id as letter, d.public_id as delivery, l.addressee_kind, coalesce(r.name, a.name) as addressee,
      k.number as docket, d.channel, d.state as status, d.attempts, ${instant('l.sent_at')} as written_at,
      ${instant('coalesce(d.external_at, d.sent_at)')} as delivered_at, d.external_id as reference, ${instant('l.withdrawn_at')} as withdrawn_at,
      i.slug as isp, l.sender_state as state, l.locale as language, l.own_share, encode(l.bytes_sha256, 'hex') as sha256
      ${withTexts ? ', l.sender_name as sender, l.subject, l.body' : ''}
    from deliveries d join letters l on l.id = d.letter_id join campaigns c on c.id = l.campaign_id
      left join regulators r on r.id = l.regulator_id left join isps a on a.id = l.isp_id left join dockets k on k.id = l.docket_id
      left join isps i on i.id = l.sender_isp_id
    where l.campaign_id in (${listed(campaigns)}) and l.status = 'sent' and l.erased_at is null
      ${withTexts ? 'and l.withdrawn_at is null' : ''} order by d.id`;
}

/** The rows of an export as one query without parameters, as COPY needs it; null for what has files of its own. docs/exports.md says what each column holds. */
export function rowsQuery(query: ExportQuery, campaigns: readonly ExportedCampaign[]): string | null {
  if (query.kind === 'counts')
    return isFromJournals(query.by) ? countQuery(campaigns, query.by, false) : standingQuery(campaigns, query.by);
  if (query.kind === 'signatures') return signatureQuery(campaigns, query);
  if (query.kind === 'letters') return letterQuery(campaigns, query.withTexts);
  return null;
}

/** Rows that are counted to say about how many there will be; beyond, it is not said. Own choice. */
const MOST_COUNTED = 200_000;

/**
 * About how many rows an export will have, from journals where there are some, and never by counting signatures; null where that cannot be told quickly. `campaigns` are those
 * of `findCampaigns`. Own choice.
 */
export async function estimateRows(
  query: ExportQuery,
  campaigns: readonly ExportedCampaign[],
  given: Partial<Tools> = {},
): Promise<number | null> {
  const { db } = tools(given);
  const one = async (statement: string) => {
    const [row] = await db.execute<{ n: string | null }>(sql.raw(statement));
    return row?.n === null || row?.n === undefined ? null : Number(row.n);
  };
  if (query.kind === 'counts') {
    if (!isFromJournals(query.by)) return null;
    if (query.by.length === 0) return 1;
    const keys = { campaign: 'campaign_id', day: 'day', isp: 'isp_id', state: 'state' } as const;
    const list = query.by.map((name) => keys[name as keyof typeof keys]).join(', ');
    const counted = await one(
      `select count(*) as n from (select distinct ${list} from (select * from count_journal where campaign_id in (${listed(campaigns)}) limit ${MOST_COUNTED}) j) g`,
    );
    return counted === MOST_COUNTED ? null : counted;
  }
  if (query.kind === 'signatures') {
    const { statuses, isp, state, from, to } = query;
    if (statuses.includes('suspicious')) return null;
    const sums = [
      ...(statuses.includes('confirmed') ? ['j.signed - j.withdrawn - j.invalidated + j.moved_in - j.moved_out'] : []),
      ...(statuses.includes('withdrawn') ? ['j.withdrawn'] : []),
      ...(statuses.includes('invalidated') ? ['j.invalidated'] : []),
    ];
    return await one(`
      select greatest(0, coalesce(sum(${sums.join(' + ')}), 0)) as n from count_journal j left join isps i on i.id = j.isp_id
      where j.campaign_id in (${listed(campaigns)}) ${isp === null ? '' : `and i.slug = ${quoted(isp)}`}
        ${state === null ? '' : `and j.state = ${quoted(state)}`} ${from === null ? '' : `and j.day >= ${quoted(from)}`}
        ${to === null ? '' : `and j.day <= ${quoted(to)}`}`);
  }
  if (query.kind === 'letters') {
    const counted = await one(`
      select count(*) as n from (select 1 from letters l join deliveries d on d.letter_id = l.id
      where l.campaign_id in (${listed(campaigns)}) and l.status = 'sent' limit ${MOST_COUNTED}) g`);
    return counted === MOST_COUNTED ? null : counted;
  }
  if (query.kind === 'filing')
    return one(`select member_count as n from filing_sets where public_id = ${quoted(query.set)}::uuid`);
  return one(`select size as n from campaign_counts where campaign_id in (${listed(campaigns)})`);
}
