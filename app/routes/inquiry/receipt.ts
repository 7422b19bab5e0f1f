import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { readOwnReceipt } from '#app/domain/inquiry/own-receipt.server.ts';
import { receiptFileName, writeReceipt } from '#app/domain/ledger/receipt.ts';
import { privateText } from '#app/http/private-file.ts';

/** The receipt of one signature of the mailbox of a mailed link, as a file; back to the page while no signed tree holds its leaf. */
export async function loader({ params }: LoaderFunctionArgs) {
  const { token = '', id = '' } = params;
  const result = await readOwnReceipt({ token, signatureId: id });
  if (!result.ok) throw new Response(null, { status: 404, headers: { 'Cache-Control': 'private, no-store' } });
  if (result.standing.is === 'waiting') return redirect(`/me/${token}`, 303);
  const { receipt } = result.standing;
  return privateText(writeReceipt(receipt), receiptFileName(receipt.opening.campaign));
}
