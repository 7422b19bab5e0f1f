import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { decideInRegister, readRegister } from '#app/domain/review/register.server.ts';
import { registerForm } from '#app/domain/review/review.ts';
import { parseForm } from '#app/http/forms.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { RegisterPage } from './register.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).review.register.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'register.read');
  return { seat, held: await readRegister() };
}

export async function action(args: ActionFunctionArgs) {
  const { organization, organizer, actor } = await requireSeat(args, 'register.decide');
  const form = await parseForm(args.request, registerForm);
  if (form.status !== 'success') return data({ typed: form.payload, refusal: null, isDone: false }, { status: 422 });
  const by = organizer.name || organization.name;
  const done = await decideInRegister({ ...form.value, actor, by, organizationId: organization.id });
  const refusal = done.ok ? null : done.reason;
  return data({ typed: done.ok ? null : form.payload, refusal, isDone: done.ok }, { status: done.ok ? 200 : 409 });
}

export default function RegisterRoute() {
  return <RegisterPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
