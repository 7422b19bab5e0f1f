import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { replyForm } from '#app/domain/submission/submission.ts';
import { handIn } from '#app/http/hand-in.ts';
import { localeOf } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { pageMeta } from '#app/ui/page-meta.ts';
import { ReplyPage } from './reply.page.tsx';
import { isToIncident, replySubject } from './subject.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = (args) => {
  const { reply } = messagesIn(args.params.lang === 'es' ? 'es' : 'en').submission;
  return pageMeta(args, { title: reply.metaTitle, description: reply.lede, isPrivate: true });
};

export function loader({ request, params }: LoaderFunctionArgs) {
  return replySubject(request, params);
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const slug = params.slug ?? '';
  const about = isToIncident(request) ? { incidentSlug: slug } : { ispSlug: slug };
  const schema = replyForm;
  return handIn({ request, locale, context, schema, said: (form) => ({ kind: 'reply', about, form }) });
}

export default function ReplyRoute() {
  return <ReplyPage view={useLoaderData<typeof loader>()} sent={useActionData<typeof action>()?.faults} />;
}
