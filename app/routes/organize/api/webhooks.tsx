import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { createWebhook, listWebhooks } from '#app/domain/webhook/webhook.server.ts';
import { webhookForm } from '#app/domain/webhook/webhook.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { WebhooksPage } from './webhooks.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).api.webhooks.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'webhook.read');
  const isRemoved = new URL(args.request.url).searchParams.has('removed');
  return { seat, webhooks: await listWebhooks(seat.organization.id), isRemoved };
}

export async function action(args: ActionFunctionArgs) {
  const { actor, organization } = await requireSeat(args, 'webhook.change');
  const form = await parseForm(args.request, webhookForm);
  if (form.status !== 'success') return data({ sent: form.reply(), refusal: null }, { status: 422 });
  const made = await createWebhook({ organizationId: organization.id, actor, ...form.value });
  if (!made.ok) return data({ sent: form.reply(), refusal: made.reason }, { status: 422 });
  const path = `/organize/${organization.slug}/api/webhooks/${made.webhook.publicId}?said=made`;
  return redirect(localePath(localeOf(args.params.lang), path), { status: 303, headers: privateHeaders() });
}

export default function WebhooksRoute() {
  return <WebhooksPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
