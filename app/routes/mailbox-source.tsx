import type { LoaderFunctionArgs } from '@remix-run/node';
import { findMessageSource } from '#app/domain/mailbox/mailbox.server.ts';
import { messageNumber } from '#app/domain/mailbox/mailbox.ts';
import { inDevelopment } from '#app/http/development.ts';

export async function loader({ context, params }: LoaderFunctionArgs) {
  inDevelopment(context);
  const id = messageNumber(params.id);
  const source = id === null ? null : await findMessageSource(id);
  if (!source) throw new Response(null, { status: 404 });
  const headers = {
    'Content-Type': 'message/rfc822',
    'Content-Disposition': `attachment; filename="message-${id}.eml"`,
    'Cache-Control': 'no-store',
  };
  return new Response(new Uint8Array(source), { headers });
}
