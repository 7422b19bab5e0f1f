import type { LoaderFunctionArgs } from '@remix-run/node';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { viewLive } from './dashboard.view.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'dashboard.read');
  return Response.json(await viewLive(seat, args.params), { headers: privateHeaders() });
}
