import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { listFactOffers, listTestOffers } from '#app/domain/letter/insert.server.ts';
import { countLikeLetters } from '#app/domain/letter/like.server.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { readMeasured } from '#app/http/measured-cookie.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { letterOwner, ownLetter } from './access.server.ts';
import { StrangerPage } from './parts.tsx';
import { wordsByForm } from './words.form.server.ts';
import { WordsPage } from './words.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { compose, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${compose.words.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const letter = await ownLetter({ request, params });
  if (!letter || letter.status === 'discarded') return data({ view: null }, { status: 404 });
  if (letter.status === 'sent') throw redirect(localePath(locale, `/letters/${letter.publicId}`));
  const [likeCount, facts, tests] = await Promise.all([
    countLikes({ request, params }),
    listFactOffers(letter),
    readMeasured(request).then((ids) => listTestOffers(letter, ids)),
  ]);
  return data({ view: { letter, likeCount, facts, tests, isDone: new URL(request.url).searchParams.has('done') } });
}

async function countLikes(access: Pick<LoaderFunctionArgs, 'request' | 'params'>): Promise<number> {
  const owner = await letterOwner(access);
  return owner ? countLikeLetters(owner) : 0;
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const owner = await letterOwner({ request, params });
  const answer = owner ? await wordsByForm(owner, await request.formData().catch(() => new FormData()), locale) : null;
  if (!answer) return data(null, { status: 404 });
  return 'to' in answer ? redirect(localePath(locale, answer.to), 303) : data(answer, { status: answer.status });
}

export default function LetterWordsRoute() {
  const { view } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return view ? <WordsPage view={view} answer={answer ?? null} /> : <StrangerPage />;
}
