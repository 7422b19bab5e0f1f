import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { ownLetter } from './access.server.ts';
import { StrangerPage } from './parts.tsx';
import { StatusPage } from './status.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { letter, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${letter.status.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const letter = await ownLetter({ request, params });
  return data({ letter }, { status: letter ? 200 : 404 });
}

export default function LetterRoute() {
  const { letter } = useLoaderData<typeof loader>();
  return letter ? <StatusPage letter={letter} /> : <StrangerPage />;
}
