import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { exportEvents } from '#app/domain/audit/list.server.ts';
import { csvFile } from '#app/http/csv-file.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireFresh, requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { readAuditQuery } from './audit.query.server.ts';

const COLUMNS = ['number', 'at', 'actor', 'name', 'action', 'subject', 'facts', 'link'];

/** Whoever comes back from showing who they are goes on at the page with the button. */
export async function loader(args: LoaderFunctionArgs) {
  const { organization } = await requireSeat(args, 'audit.read');
  const { search } = new URL(args.request.url);
  return redirect(localePath(localeOf(args.params.lang), `/organize/${organization.slug}/audit${search}`), 303);
}

/** The events that the search finds, as CSV; a deed itself. */
export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'audit.read');
  requireFresh(seat, args);
  const query = readAuditQuery(seat, new URL(args.request.url).searchParams);
  const events = await exportEvents({ ...query, actor: seat.actor });
  const rows = events.map(({ id, at, actor, actorName, action, subject, facts, link }) => [
    ...[id, at.toISOString(), actor, actorName, action, subject, JSON.stringify(facts), link],
  ]);
  const disposition = `attachment; filename="audit-${seat.organization.slug}.csv"`;
  const type = 'text/csv; charset=utf-8';
  const headers = { ...privateHeaders(), 'Content-Type': type, 'Content-Disposition': disposition };
  return new Response(csvFile(COLUMNS, rows), { headers });
}
