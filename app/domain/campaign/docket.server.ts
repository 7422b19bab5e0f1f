import { asc, eq, inArray } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { dockets, docketWindows } from '#db/schema/regulator.ts';
import type { CampaignDocket } from './campaign.ts';

/** The dockets that campaigns may choose from, by number, each with its windows; at most 200. `id`: that one alone. */
export async function listCampaignDockets(
  { id }: { id?: number } = {},
  given: Partial<Tools> = {},
): Promise<CampaignDocket[]> {
  const { db } = tools(given);
  const rows = await db
    .select({ id: dockets.id, number: dockets.number, title: dockets.title })
    .from(dockets)
    .where(id === undefined ? undefined : eq(dockets.id, id))
    .orderBy(asc(dockets.number), asc(dockets.id))
    .limit(200);
  if (rows.length === 0) return [];
  const windows = await db
    .select()
    .from(docketWindows)
    .where(
      inArray(
        docketWindows.docketId,
        rows.map((row) => row.id),
      ),
    )
    .orderBy(asc(docketWindows.closesOn));
  return rows.map((row) => ({
    ...row,
    windows: windows
      .filter(({ docketId }) => docketId === row.id)
      .map(({ kind, opensOn, closesOn, timeZone, source }) => ({ kind, opensOn, closesOn, timeZone, source })),
  }));
}

/** A docket of these, or null. */
export async function findCampaignDocket(
  id: number | null,
  given: Partial<Tools> = {},
): Promise<CampaignDocket | null> {
  return id === null ? null : ((await listCampaignDockets({ id }, given))[0] ?? null);
}
