import type { LoaderFunctionArgs } from '@remix-run/node';
import { readBreakdown } from '#app/domain/dashboard/read.server.ts';
import { csvFile } from '#app/http/csv-file.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { dashboardTable } from './dashboard.table.ts';
import { campaignOf, seesExact } from './dashboard.view.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'dashboard.read');
  const { id, slug } = await campaignOf(seat, args.params);
  const table = dashboardTable(
    args.params.file ?? '',
    await readBreakdown({ campaignId: id, isExact: seesExact(seat) }),
  );
  if (!table) throw new Response(null, { status: 404, headers: privateHeaders() });
  const headers = {
    ...privateHeaders(),
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${slug}-${args.params.file}"`,
  };
  return new Response(csvFile(table.columns, table.rows), { headers });
}
