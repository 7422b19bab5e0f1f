import type { LoaderFunctionArgs } from '@remix-run/node';
import { mapClasses } from '#app/domain/dashboard/dashboard.ts';
import { MAP_SIZE, stateOutlines } from '#app/domain/dashboard/outline.server.ts';
import { readBreakdown } from '#app/domain/dashboard/read.server.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { statesMap } from '#app/ui/organizer/charts/states-map.ts';
import { campaignOf, seesExact } from './dashboard.view.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'dashboard.read');
  const { id } = await campaignOf(seat, args.params);
  const { states } = await readBreakdown({ campaignId: id, isExact: seesExact(seat) });
  const counts = new Map(states.map(({ key, amount }) => [key, amount]));
  const classes = mapClasses(states.map(({ amount }) => amount));
  const labels = new URL(args.request.url).searchParams.get('labels') !== 'no';
  const map = statesMap({ size: MAP_SIZE, outlines: stateOutlines(), counts, classes, labels });
  return new Response(map, { headers: { ...privateHeaders(), 'Content-Type': 'image/svg+xml; charset=utf-8' } });
}
