import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { localeOf, localePath } from '#app/http/locale.ts';
import { endOwnSession } from '#app/http/organizer-auth.server.ts';

export function loader() {
  throw new Response(null, { status: 404 });
}

export async function action(args: ActionFunctionArgs) {
  const locale = localeOf(args.params.lang);
  const headers = await endOwnSession(args);
  return redirect(localePath(locale, '/organize/sign-in'), { status: 303, headers });
}
