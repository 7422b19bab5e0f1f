import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { retryLetter } from '#app/domain/review/letters.server.ts';
import { readLetters } from '#app/domain/review/read.server.ts';
import { letterSearch } from '#app/domain/review/review.ts';
import { parseForm } from '#app/http/forms.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { LettersPage } from './letters.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).review.letters.title);
};

const retryForm = z.object({ delivery: z.coerce.number().int().positive() });

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'review.read');
  const search = letterSearch.parse(Object.fromEntries(new URL(args.request.url).searchParams));
  return { seat, search, ...(await readLetters({ organizationId: seat.organization.id, actor: seat.actor, search })) };
}

export async function action(args: ActionFunctionArgs) {
  const { organization, organizer, actor } = await requireSeat(args, 'review.decide');
  const form = await parseForm(args.request, retryForm);
  if (form.status !== 'success') return data({ isRetried: false }, { status: 422 });
  const asked = { deliveryId: form.value.delivery, organizationId: organization.id, actor, by: organizer.name };
  const isRetried = await retryLetter(asked);
  return data({ isRetried }, { status: isRetried ? 200 : 409 });
}

export default function LettersRoute() {
  return <LettersPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
