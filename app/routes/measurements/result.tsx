import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { findMeasurementResult } from '#app/domain/measurement/result.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath, useMessages } from '#app/ui/locale.tsx';
import { AddOne } from '#app/ui/measured.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { ResultPage } from './result.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction<typeof loader> = (args) => {
  const { measured } = messagesIn(localeOfPath(args.location.pathname));
  return pageMeta(args, { title: measured.resultTitle, description: measured.resultDescription, isPrivate: true });
};

export async function loader({ params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const result = await findMeasurementResult(params.publicId ?? '');
  return data({ result }, { status: result ? 200 : 404 });
}

export default function MeasurementRoute() {
  const { result } = useLoaderData<typeof loader>();
  const { measured } = useMessages();
  if (result) return <ResultPage result={result} />;
  return (
    <>
      <PageHead modest title={measured.resultNone} lede={measured.resultNoneText} />
      <AddOne />
    </>
  );
}
