import type { ActionFunctionArgs } from '@remix-run/node';
import { removeWebhook } from '#app/domain/webhook/webhook.server.ts';
import { organizerOperations as deeds } from '#app/http/api/organizer-operations.ts';
import { unknown } from '#app/http/api/organizer-refusals.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function action(args: ActionFunctionArgs) {
  return serveToken(deeds.removeWebhook, args, async ({ params, holder: { organizationId, actor } }) => {
    const isRemoved = await removeWebhook({ organizationId, actor, publicId: params.id ?? '' });
    return isRemoved ? { body: null } : unknown('webhook');
  });
}
