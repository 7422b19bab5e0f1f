import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { readReceiptOf } from '#app/domain/ledger/receipt.server.ts';
import { receiptFileName, writeReceipt } from '#app/domain/ledger/receipt.ts';
import { privateText } from '#app/http/private-file.ts';
import { readWriter } from '#app/http/writer-session.server.ts';

/** The receipt of the signer whose browser this is; nobody else learns whether there is one. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const campaignSlug = params.slug ?? '';
  const writer = await readWriter(request);
  const standing = writer && (await readReceiptOf({ campaignSlug, ...writer }));
  if (!standing) throw new Response(null, { status: 404, headers: { 'Cache-Control': 'private, no-store' } });
  if (standing.is === 'waiting') return redirect(`/campaigns/${campaignSlug}/thanks`, 303);
  return privateText(writeReceipt(standing.receipt), receiptFileName(campaignSlug));
}
