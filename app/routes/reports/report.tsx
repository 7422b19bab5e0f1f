import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { isRouteErrorResponse, useActionData, useLoaderData, useRouteError } from '@remix-run/react';
import { findReport } from '#app/domain/report/report.server.ts';
import { meTooForm } from '#app/domain/submission/submission.ts';
import { handIn } from '#app/http/hand-in.ts';
import { localeOf } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { ReportPage } from './report.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction<typeof loader> = (args) => {
  const { page } = messagesIn(args.params.lang === 'es' ? 'es' : 'en').report;
  const isPrivate = args.data?.stage !== 'public';
  return pageMeta(args, { title: page.metaTitle, description: page.caveat, isPrivate });
};

export async function loader({ params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const seen = await findReport(params.publicId ?? '');
  if (!seen) throw new Response(null, { status: 404 });
  return data(seen, { status: seen.stage === 'withdrawn' ? 410 : 200 });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const reportPublicId = params.publicId ?? '';
  const seen = await findReport(reportPublicId);
  if (!seen || seen.stage === 'withdrawn') throw new Response(null, { status: 404 });
  const schema = meTooForm;
  return handIn({ request, locale, context, schema, said: (form) => ({ kind: 'me_too', reportPublicId, form }) });
}

export default function ReportRoute() {
  return <ReportPage seen={useLoaderData<typeof loader>()} sent={useActionData<typeof action>()?.faults} />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  const { report, submission } = useMessages();
  if (!isRouteErrorResponse(error) || error.status !== 404) throw error;
  return (
    <>
      <PageHead modest title={report.page.notFoundTitle} lede={report.page.notFoundLede} />
      <p>
        <ButtonLink to="/isps">{submission.confirm.all}</ButtonLink>
      </p>
    </>
  );
}
