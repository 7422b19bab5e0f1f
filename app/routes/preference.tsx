import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { z } from 'zod';
import { ispIdOf } from '#app/domain/isp/isp.server.ts';
import { LINES } from '#app/domain/isp/network-kind.ts';
import { parseForm } from '#app/http/forms.ts';
import { preferenceCookie } from '#app/http/preference-cookie.server.ts';
import { returnPath } from '#app/http/return-path.ts';

const preferenceForm = z.object({
  isp: z.string().max(64).optional(),
  line: z.enum(LINES).optional(),
  back: z.string().optional(),
});

/** A GET has nothing to do here. */
export function loader() {
  return redirect('/', 303);
}

/** Keeps the ISP that was chosen, and the kind of line when one was named with it, or forgets both; an unknown ISP changes nothing. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await parseForm(request, preferenceForm);
  if (form.status !== 'success') return redirect('/', 303);
  const { isp, line, back } = form.value;
  if (isp && (await ispIdOf(isp)) === null) return redirect(returnPath(back), 303);
  const headers = new Headers({ 'Set-Cookie': preferenceCookie('isp', isp ?? null) });
  headers.append('Set-Cookie', preferenceCookie('line', isp ? (line ?? null) : null));
  return redirect(returnPath(back), { status: 303, headers });
}
