import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import type { z } from 'zod';
import { previewDraft } from '#app/domain/letter/edit.server.ts';
import { type LetterOwner, sendForm } from '#app/domain/letter/letter.ts';
import { sendLetter } from '#app/domain/letter/send.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { letterRefusal } from '#app/http/letter-refusals.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { letterOwner, ownLetter } from './access.server.ts';
import { StrangerPage } from './parts.tsx';
import { PreviewPage } from './preview.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { letter, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${letter.preview.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const letter = await ownLetter({ request, params });
  if (!letter || letter.status === 'discarded') return data({ letter: null }, { status: 404 });
  if (letter.status === 'sent') throw redirect(localePath(locale, `/letters/${letter.publicId}`));
  if (letter.status === 'draft') throw redirect(localePath(locale, `/letters/${letter.publicId}/edit?unread`));
  return data({ letter });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const owner = await letterOwner({ request, params });
  if (!owner) return data({ refusal: letterRefusal('unknown', locale) }, { status: 404 });
  const form = await parseForm(request, sendForm);
  const answer = form.status === 'success' ? await decide(owner, form.value) : incomplete;
  if (answer.ok) return redirect(localePath(locale, answer.to), 303);
  const refusal = letterRefusal(answer.reason, locale);
  return data({ refusal }, { status: refusal.status });
}

const incomplete = { ok: false, reason: 'form_incomplete' } as const;

/** Sends what was shown, or (`again`) shows it as it stands now. */
async function decide(owner: LetterOwner, { intent, seen, consent }: z.output<typeof sendForm>) {
  if (intent === 'again') {
    const shown = await previewDraft(owner);
    return shown.ok ? { ok: true as const, to: `/letters/${owner.publicId}/preview` } : shown;
  }
  const sent = await sendLetter({ ...owner, seen, consentTextId: consent });
  return sent.ok ? { ok: true as const, to: `/letters/${sent.publicId}` } : sent;
}

export default function LetterPreviewRoute() {
  const { letter } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal ?? null;
  return letter?.shown ? <PreviewPage letter={letter} shown={letter.shown} refusal={refusal} /> : <StrangerPage />;
}
