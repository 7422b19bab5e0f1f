import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { lettersPdf } from '#app/domain/paper/letter-pdf.server.ts';
import { listWaitingLetters } from '#app/domain/paper/own-letters.server.ts';
import { paperQuery } from '#app/domain/paper/paper.ts';
import { localeOf } from '#app/http/locale.ts';
import { privateFile } from '#app/http/private-file.ts';
import { readWriter } from '#app/http/writer-session.server.ts';

/** The person's letters of a campaign that wait to be posted, as one PDF with a list in front; 404 when there is none. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const locale = localeOf(params.lang);
  const { paper } = paperQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const writer = await readWriter(request);
  const letters = writer ? await listWaitingLetters({ slug: params.slug ?? '', personId: writer.personId }) : [];
  if (letters.length === 0) return new Response(null, { status: 404, headers: { 'Cache-Control': 'no-store' } });
  const sink = new PassThrough();
  const [bytes] = await Promise.all([buffer(sink), lettersPdf(() => letters, { paper, locale }, sink)]);
  return privateFile(bytes, 'application/pdf', params.slug ?? '');
}
