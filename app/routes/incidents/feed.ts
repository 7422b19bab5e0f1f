import type { LoaderFunctionArgs } from '@remix-run/node';
import { listFeedItems } from '#app/domain/incident/register.server.ts';
import { findIsp } from '#app/domain/isp/isp.server.ts';
import { answerFile } from '#app/http/open-file.ts';
import { atomOf, jsonFeedOf } from './feed.server.ts';

/** The feed of the register, or of one ISP's entries; the address ends in the format. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const { origin, pathname } = new URL(request.url);
  const isp = params.slug === undefined ? null : await findIsp(params.slug);
  if (params.slug !== undefined && !isp) throw new Response(null, { status: 404 });
  const items = await listFeedItems(isp ? { ispId: isp.id } : {});
  const newest = items.map((item) => (item.kind === 'entry' ? item.entry : item.notice).updatedAt)[0];
  const subject = { origin, isp, changedAt: newest === undefined ? null : new Date(newest) };
  const isAtom = pathname.endsWith('.atom');
  const text = (isAtom ? atomOf : jsonFeedOf)(items, subject);
  const contentType = isAtom ? 'application/atom+xml; charset=utf-8' : 'application/feed+json; charset=utf-8';
  return answerFile(request, { text, contentType, changedAt: subject.changedAt });
}
