import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listEvents, readChainStanding } from '#app/domain/audit/list.server.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { AuditPage } from './audit.page.tsx';
import { readAuditQuery } from './audit.query.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).audit.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'audit.read');
  const query = readAuditQuery(seat, new URL(args.request.url).searchParams);
  const [page, standing] = await Promise.all([listEvents(query), readChainStanding()]);
  return { seat, filter: query.filter, page, standing };
}

export default function AuditRoute() {
  return <AuditPage view={useLoaderData<typeof loader>()} />;
}
