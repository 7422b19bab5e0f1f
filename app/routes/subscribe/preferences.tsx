import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useLocation, useParams } from '@remix-run/react';
import { changePreferences, openMemberLink } from '#app/domain/subscriber/leave.server.ts';
import { preferenceForm } from '#app/domain/subscriber/subscriber.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { subscribeRefusal } from '#app/http/subscribe-refusals.ts';
import { subscribeMessagesIn } from '#app/messages/subscribe.ts';
import { useLocale } from '#app/ui/locale.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { ispChoices } from './host.server.ts';
import { subscribeMeta } from './meta.ts';
import { PreferencesPage } from './preferences.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;
export const meta: MetaFunction = ({ params }) =>
  subscribeMeta(params.lang, ({ preferences }) => preferences.metaTitle);

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const opened = await openMemberLink(params.token ?? '');
  if (opened.ok) return data({ opened, isps: await ispChoices(), refusal: null });
  const refusal = subscribeRefusal(opened.reason, locale);
  return data({ opened: null, isps: [], refusal }, { status: refusal.status });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const form = await parseForm(request, preferenceForm);
  if (form.status !== 'success') return data({ refusal: null }, { status: 422 });
  const token = params.token ?? '';
  const result = await changePreferences({ token, form: form.value });
  if (result.ok) return redirect(localePath(locale, nextPath(token, result.done)), 303);
  const refusal = subscribeRefusal(result.reason, locale);
  return data({ refusal }, { status: refusal.status });
}

function nextPath(token: string, done: string): string {
  return done === 'left' ? `/unsubscribe/${token}` : `/preferences/${token}?done=${done}`;
}

export default function PreferencesRoute() {
  const { opened, isps, refusal } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>()?.refusal ?? refusal;
  const words = subscribeMessagesIn(useLocale());
  const { token = '' } = useParams();
  const done = new URLSearchParams(useLocation().search).get('done');
  if (!opened || refused) return <PageHead modest title={refused?.title} lede={refused?.text} />;
  if (opened.kind === 'test')
    return <PageHead modest title={words.unsubscribe.testTitle} lede={words.unsubscribe.testText} />;
  if (opened.kind !== 'member' || opened.member.status !== 'confirmed')
    return <PageHead modest title={words.refusals.left.title} lede={words.refusals.left.text} />;
  const { pausedUntil } = opened.member;
  const member = { ...opened.member, pausedUntil: pausedUntil === null ? null : String(pausedUntil) };
  return <PreferencesPage token={token} member={member} isps={isps} done={done} />;
}
