import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { reportFormAt } from '#app/domain/submission/submission.ts';
import { handIn } from '#app/http/hand-in.ts';
import { localeOf } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { pageMeta } from '#app/ui/page-meta.ts';
import { ReportPage } from './report.page.tsx';
import { ispOf } from './subject.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction<typeof loader> = (args) => {
  const { form } = messagesIn(args.params.lang === 'es' ? 'es' : 'en').report;
  return pageMeta(args, { title: form.metaTitle(args.data?.name ?? ''), description: form.lede, isPrivate: true });
};

export async function loader({ params, request }: LoaderFunctionArgs) {
  const { slug, name } = await ispOf(params);
  return { slug, name, measurement: new URL(request.url).searchParams.get('measurement')?.slice(0, 40) ?? '' };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const ispSlug = params.slug ?? '';
  const schema = reportFormAt(new Date());
  return handIn({ request, locale, context, schema, said: (form) => ({ kind: 'report', ispSlug, form }) });
}

export default function ReportRoute() {
  return <ReportPage view={useLoaderData<typeof loader>()} sent={useActionData<typeof action>()?.faults} />;
}
