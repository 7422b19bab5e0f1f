import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { askAboutName } from '#app/domain/inquiry/ask.server.ts';
import { inquiryForm } from '#app/domain/inquiry/inquiry.ts';
import { listLegalEvents } from '#app/domain/legal/legal.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { AskPage } from './ask.page.tsx';
import { doorOf } from './door.ts';

export const handle = { still: true };

export const meta: MetaFunction = (args) => {
  const { inquiry } = messagesIn(localeOfPath(args.location.pathname));
  const { metaTitle, lede } = doorOf(args.location.pathname) === 'me' ? inquiry.me : inquiry;
  return pageMeta(args, { title: metaTitle, description: lede });
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const door = doorOf(new URL(request.url).pathname);
  const finding = (await listLegalEvents()).find(({ slug }) => slug === 'nyag-2021');
  return { door, finding: finding ? { date: finding.occurredOn, sources: finding.sources } : null };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const form = await parseForm(request, inquiryForm);
  if (form.status !== 'success') return data({ faults: form.reply() }, { status: 422 });
  const entrance = doorOf(new URL(request.url).pathname);
  const { claim } = await askAboutName({ ...form.value, locale, entrance });
  return redirect(localePath(locale, `/${entrance === 'me' ? 'me' : 'my-name'}/sent?claim=${claim}`), 303);
}

export default function AskRoute() {
  return <AskPage {...useLoaderData<typeof loader>()} sent={useActionData<typeof action>()?.faults} />;
}
