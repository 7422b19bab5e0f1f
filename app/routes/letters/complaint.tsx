import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { outcomeForm } from '#app/domain/complaint/complaint.ts';
import { findComplaint, noteOutcome } from '#app/domain/complaint/outcome.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { letterOwner } from './access.server.ts';
import { ComplaintPage } from './complaint.page.tsx';
import { StrangerPage } from './parts.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { filing, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${filing.outcome.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const key = await letterOwner({ request, params });
  const complaint = key && (await findComplaint(key));
  return data({ complaint }, { status: complaint ? 200 : 404 });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const key = await letterOwner({ request, params });
  const form = await parseForm(request, outcomeForm);
  if (key && form.status !== 'success') return data({ isMissing: true }, { status: 422 });
  const result = key && form.status === 'success' ? await noteOutcome({ ...key, ...form.value }) : null;
  if (!result?.ok) return data({ isMissing: false }, { status: 404 });
  return redirect(localePath(locale, `/letters/${params.publicId}/complaint`), 303);
}

export default function ComplaintRoute() {
  const { complaint } = useLoaderData<typeof loader>();
  const isMissing = useActionData<typeof action>()?.isMissing ?? false;
  return complaint ? <ComplaintPage complaint={complaint} isMissing={isMissing} /> : <StrangerPage />;
}
