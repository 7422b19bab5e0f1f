import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { createWebhook, listWebhooks } from '#app/domain/webhook/webhook.server.ts';
import { toWebhook } from '#app/http/api/organizer-entries.ts';
import { organizerOperations as deeds } from '#app/http/api/organizer-operations.ts';
import { webhookProblems } from '#app/http/api/organizer-refusals.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.webhooks, args, async ({ holder }) => ({
    body: { entries: (await listWebhooks(holder.organizationId)).map(toWebhook) },
  }));
}

export function action(args: ActionFunctionArgs) {
  return serveToken(deeds.makeWebhook, args, async ({ body, holder: { organizationId, actor }, given }) => {
    const made = await createWebhook({ organizationId, actor, ...body }, given);
    return made.ok ? { body: { ...toWebhook(made.webhook), secret: made.secret } } : webhookProblems[made.reason];
  });
}
