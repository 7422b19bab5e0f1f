import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { z } from 'zod';
import { parseForm } from '#app/http/forms.ts';
import { englishPath, LOCALES, localePath } from '#app/http/locale.ts';
import { preferenceCookie } from '#app/http/preference-cookie.server.ts';
import { returnPath } from '#app/http/return-path.ts';

const languageForm = z.object({ lang: z.enum(LOCALES), back: z.string().optional() });

/** A GET has nothing to do here. */
export function loader() {
  return redirect('/', 303);
}

/** Keeps the language that was chosen and shows the same page in it; an unknown one changes nothing. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await parseForm(request, languageForm);
  if (form.status !== 'success') return redirect('/', 303);
  const { lang, back } = form.value;
  return redirect(localePath(lang, englishPath(returnPath(back))), {
    status: 303,
    headers: { 'Set-Cookie': preferenceCookie('lang', lang) },
  });
}
