import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { findCampaigns } from '../export/rows.server.ts';
import type { CountGroup } from './token.ts';

/** One row of counts: null where it is not grouped by that, an empty text where ISP or state is unknown. */
export interface CountRow {
  day: string | null;
  isp: string | null;
  state: string | null;
  signed: number;
  withdrawn: number;
  invalidated: number;
  moved: number;
  counted: number;
}

/**
 * Counts of one campaign of an organization from the journals, exact, small groups too; null when it has no such campaign. In the order of day, ISP and state; `after`: the three values of the
 * last row that was seen. At most `limit` rows and one more. Columns as in `COUNT_FIGURES` of app/domain/export/export.ts.
 */
export async function readCounts(
  {
    organizationId,
    campaign,
    by,
    after,
    limit,
  }: {
    organizationId: number;
    campaign: string;
    by: readonly CountGroup[];
    after: readonly [string, string, string] | null;
    limit: number;
  },
  given: Partial<Tools> = {},
): Promise<CountRow[] | null> {
  const { db } = tools(given);
  const [found] = await findCampaigns(db, { organizationId, campaign });
  if (!found) return null;
  const column = (group: CountGroup, expression: string) => sql.raw(by.includes(group) ? expression : `null::text`);
  const behind = after
    ? sql`where (coalesce(day, ''), coalesce(isp, ''), coalesce(state, '')) > (${after[0]}, ${after[1]}, ${after[2]})`
    : sql``;
  return db.execute<CountRow & Record<string, unknown>>(sql`
    select * from (
      select ${column('day', 'j.day::text')} as day, ${column('isp', `coalesce(i.slug, '')`)} as isp, ${column('state', `coalesce(j.state, '')`)} as state,
        sum(j.signed)::float8 as signed, sum(j.withdrawn)::float8 as withdrawn, sum(j.invalidated)::float8 as invalidated,
        sum(j.moved_in - j.moved_out)::float8 as moved,
        sum(j.signed - j.withdrawn - j.invalidated + j.moved_in - j.moved_out)::float8 as counted
      from count_journal j left join isps i on i.id = j.isp_id where j.campaign_id = ${found.id} group by 1, 2, 3
    ) g ${behind} order by coalesce(day, ''), coalesce(isp, ''), coalesce(state, '') limit ${limit + 1}`);
}
