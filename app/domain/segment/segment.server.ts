import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { maskedAddress, type SegmentMember, type SegmentQuery } from './segment.ts';
import { type SegmentMoment, segmentWhere } from './where.server.ts';

/** Members that one read takes. Own choice. */
const BATCH = 5_000;

type Given = Partial<Tools> & Pick<SegmentMoment, 'topic'>;

/** How many members a segment holds now. Issue 6: a million are counted within a second. */
export async function countSegment(query: SegmentQuery, organizationId: number, given: Given = {}): Promise<number> {
  const { db, now } = tools(given);
  const where = segmentWhere(query, organizationId, { at: now(), topic: given.topic ?? null });
  const [row] = await db.execute<{ members: string }>(
    sql`select count(*) as members from subscriptions s where ${where}`,
  );
  return Number(row?.members ?? 0);
}

/** The members of a segment in the order of their ids, `batch` at a time (default 5,000); who leaves meanwhile is not in a later batch. */
export async function* eachOfSegment(
  query: SegmentQuery,
  organizationId: number,
  given: Given & { batch?: number; afterId?: number } = {},
): AsyncGenerator<SegmentMember[]> {
  const { db, now } = tools(given);
  const { batch = BATCH, topic = null } = given;
  let after = given.afterId ?? 0;
  for (;;) {
    const where = segmentWhere(query, organizationId, { at: now(), topic });
    const rows = await db.execute<
      Record<'id' | 'address' | 'state', string> & { locale: 'en' | 'es'; isp_id: number | null }
    >(sql`
      select s.id, s.address, s.locale, s.isp_id, s.state from subscriptions s where ${where} and s.id > ${after} order by s.id limit ${batch}`);
    if (rows.length > 0) yield rows.map(({ id, isp_id: ispId, ...rest }) => ({ ...rest, id: Number(id), ispId }));
    if (rows.length < batch) return;
    after = Number(rows.at(-1)?.id);
  }
}

/** Ten members of a segment, the newest first, with masked addresses: what a page may show to whoever may not read personal data. */
export async function previewSegment(query: SegmentQuery, organizationId: number, given: Given = {}) {
  const { db, now } = tools(given);
  const where = segmentWhere(query, organizationId, { at: now(), topic: given.topic ?? null });
  const rows = await db.execute<{
    address: string;
    isp: string | null;
    state: string | null;
    locale: 'en' | 'es';
    since: string;
  }>(sql`
    select s.address, i.name as isp, s.state, s.locale, s.confirmed_at as since from subscriptions s left join isps i on i.id = s.isp_id
    where s.id in (select s.id from subscriptions s where ${where} order by s.id desc limit 10) order by s.id desc`);
  return rows.map(({ address, since, ...rest }) => ({
    ...rest,
    address: maskedAddress(address),
    since: new Date(since),
  }));
}
