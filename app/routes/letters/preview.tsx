import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { currentConsent } from '#app/domain/campaign/campaign.server.ts';
import { sendForm } from '#app/domain/letter/letter.ts';
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
  if (!letter || letter.status === 'discarded') return data({ letter: null, consent: null }, { status: 404 });
  if (letter.status === 'sent') throw redirect(localePath(locale, `/letters/${letter.publicId}`));
  if (letter.status === 'draft') throw redirect(localePath(locale, `/letters/${letter.publicId}/edit`));
  return data({ letter, consent: await currentConsent('letter', letter.locale) });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const owner = await letterOwner({ request, params });
  if (!owner) return data({ refusal: letterRefusal('unknown', locale) }, { status: 404 });
  const form = await parseForm(request, sendForm);
  const result =
    form.status === 'success'
      ? await sendLetter({ ...owner, seen: form.value.seen, consentTextId: form.value.consent })
      : { ok: false as const, reason: 'form_incomplete' as const };
  if (result.ok) return redirect(localePath(locale, `/letters/${result.publicId}`), 303);
  const refusal = letterRefusal(result.reason, locale);
  return data({ refusal }, { status: refusal.status });
}

export default function LetterPreviewRoute() {
  const { letter, consent } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal.text ?? null;
  return letter ? <PreviewPage letter={letter} consent={consent} refusal={refusal} /> : <StrangerPage />;
}
