import { type SQL, sql } from 'drizzle-orm';
import { type SegmentDeed, type SegmentQuery, type Topic, UNKNOWN } from './segment.ts';

/** `at`: who is paused then is left out (default: now). `topic`: who declined it is left out (default: nobody is). */
export interface SegmentMoment {
  at?: Date;
  topic?: Topic | null;
}

/**
 * The condition over `subscriptions s` under which a row is of the organization, may be written to and belongs to the segment. Unsubscribed, suppressed and erased members are never
 * in it, nor who paused; who never confirmed has no row. A campaign of another organization, or none, matches nobody, whether one asks who acted or who did not.
 */
export function segmentWhere(query: SegmentQuery, organizationId: number, moment: SegmentMoment = {}): SQL {
  const { at = new Date(), topic = null } = moment;
  const parts: SQL[] = [
    sql`s.organization_id = ${organizationId}`,
    sql`s.status = 'confirmed'`,
    sql`(s.paused_until is null or s.paused_until <= ${at.toISOString()}::timestamptz)`,
  ];
  if (topic !== null) parts.push(sql`(s.declined_topics is null or not ${topic}::text = any(s.declined_topics))`);
  const { isps, states, locale, deeds = [], since, until, sources, lists } = query;
  if (isps) {
    // As an array that is found once, so that the index answers for each ISP.
    const named = sql`s.isp_id = any(array(select i.id from isps i where i.slug in ${isps}))`;
    parts.push(isps.includes(UNKNOWN) ? sql`(s.isp_id is null or ${named})` : named);
  }
  if (states) {
    const named = sql`s.state in ${states}`;
    parts.push(states.includes(UNKNOWN) ? sql`(s.state is null or ${named})` : named);
  }
  if (locale) parts.push(sql`s.locale = ${locale}`);
  if (since) parts.push(sql`s.confirmed_at >= (${since}::timestamp at time zone 'UTC')`);
  if (until) parts.push(sql`s.confirmed_at < ((${until}::date + 1)::timestamp at time zone 'UTC')`);
  if (sources) parts.push(sql`s.source in ${sources}`);
  if (lists)
    parts.push(sql`exists (select from list_members m where m.subscription_id = s.id and m.import_id in ${lists})`);
  for (const { deed, campaign, did } of deeds) {
    const own = sql`(select k.id from campaigns k where k.slug = ${campaign} and k.organization_id = ${organizationId})`;
    parts.push(did ? acted(deed, own) : sql`(${own} is not null and not ${acted(deed, own)})`);
  }
  return sql.join(parts, sql` and `);
}

/** Whether the member ever did it and showed that the mailbox is theirs, also if they took it back: nobody is asked twice. */
function acted(deed: SegmentDeed, campaignId: SQL): SQL {
  return deed === 'signed'
    ? sql`exists (select from signatures g where g.campaign_id = ${campaignId} and g.canonical_address = s.canonical_address and g.person_id is not null)`
    : sql`exists (select from people p join letters l on l.person_id = p.id
        where p.canonical_address = s.canonical_address and l.campaign_id = ${campaignId} and l.status = 'sent')`;
}
