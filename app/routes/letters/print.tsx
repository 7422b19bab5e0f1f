import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { letterOwner } from './access.server.ts';
import { StrangerPage } from './parts.tsx';
import { printByForm } from './print.form.server.ts';
import { PrintPage } from './print.page.tsx';
import { findPrintView } from './print.view.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { paper, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${paper.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const view = await findPrintView({ request, params });
  if (!view) return data({ view: null }, { status: 404 });
  if ('draft' in view) throw redirect(localePath(locale, `/letters/${view.draft}/edit`));
  return data({ view });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const owner = await letterOwner({ request, params });
  const form = await request.formData().catch(() => new FormData());
  const answer = owner ? await printByForm(owner, form) : null;
  if (!owner) return data(null, { status: 404 });
  if (answer) return data(answer, { status: answer.status });
  return redirect(localePath(locale, `/letters/${owner.publicId}/print`), 303);
}

export default function LetterPrintRoute() {
  const { view } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return view ? <PrintPage view={view} answer={answer ?? null} /> : <StrangerPage />;
}
