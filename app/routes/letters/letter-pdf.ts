import type { LoaderFunctionArgs } from '@remix-run/node';
import { letterPdfBytes } from '#app/domain/paper/letter-pdf.server.ts';
import { paperOf } from '#app/domain/paper/own-letters.server.ts';
import { paperQuery } from '#app/domain/paper/paper.ts';
import { privateFile } from '#app/http/private-file.ts';
import { ownLetter } from './access.server.ts';

/** The writer's own sent letter as a PDF on the sheet that the address asks for; 404 for everything else. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { paper } = paperQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const letter = await ownLetter({ request, params });
  const onPaper = letter && paperOf(letter);
  if (!onPaper) return new Response(null, { status: 404, headers: { 'Cache-Control': 'no-store' } });
  return privateFile(await letterPdfBytes(onPaper, { paper }), 'application/pdf', onPaper.addresseeName);
}
