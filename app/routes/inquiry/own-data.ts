import type { LoaderFunctionArgs } from '@remix-run/node';
import { readOwnData } from '#app/domain/inquiry/own-data.server.ts';
import { privateText } from '#app/http/private-file.ts';
import { messagesIn } from '#app/messages/messages.ts';

/** Everything that is held of the mailbox of a mailed link, as one JSON file; `?lang=es` explains the rules of the automatic check in Spanish. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const result = await readOwnData(params.token ?? '');
  if (!result.ok) throw new Response(null, { status: 404, headers: { 'Cache-Control': 'private, no-store' } });
  const isSpanish = new URL(request.url).searchParams.get('lang') === 'es';
  const { rules } = messagesIn(isSpanish ? 'es' : 'en').inquiry.uses;
  return privateText(
    `${JSON.stringify({ ...result.data, rules }, null, 2)}\n`,
    'untolled-my-data.json',
    'application/json',
  );
}
