import type { ActionFunctionArgs } from '@remix-run/node';
import { passkeyForm } from '#app/domain/organizer/account.ts';
import { parseForm } from '#app/http/forms.ts';
import { PASSKEY_STEPS } from '#app/http/organizer-passkeys.server.ts';

export function loader() {
  throw new Response(null, { status: 404 });
}

export async function action(args: ActionFunctionArgs) {
  const step = PASSKEY_STEPS[args.params.step ?? ''];
  if (!step) throw new Response(null, { status: 404 });
  const form = await parseForm(args.request, passkeyForm);
  if (form.status !== 'success') throw new Response(null, { status: 400 });
  return step(args, form.value);
}
