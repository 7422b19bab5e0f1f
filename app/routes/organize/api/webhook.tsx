import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { listDeliveries } from '#app/domain/webhook/log.server.ts';
import { findWebhook } from '#app/domain/webhook/webhook.server.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { changeWebhook } from './webhook.deeds.server.ts';
import { WebhookPage } from './webhook.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).api.webhooks.title);
};

const unknown = () => new Response(null, { status: 404, headers: privateHeaders() });

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'webhook.read');
  const own = { organizationId: seat.organization.id, publicId: args.params.webhook ?? '' };
  const webhook = await findWebhook(own);
  if (!webhook) throw unknown();
  const { searchParams } = new URL(args.request.url);
  const before = /^\d{1,15}$/.test(searchParams.get('before') ?? '') ? Number(searchParams.get('before')) : null;
  return { seat, webhook, log: await listDeliveries({ ...own, before }), isMade: searchParams.get('said') === 'made' };
}

export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'webhook.change');
  const answer = await changeWebhook(args, seat, args.params.webhook ?? '');
  if (answer.done === 'unknown') throw unknown();
  const list = localePath(localeOf(args.params.lang), `/organize/${seat.organization.slug}/api/webhooks?removed`);
  if (answer.done === 'removed') throw redirect(list, { status: 303, headers: privateHeaders() });
  return data(answer, { status: answer.done === 'faulty' ? 422 : answer.done === 'unchanged' ? 409 : 200 });
}

export default function WebhookRoute() {
  return <WebhookPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
