import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useParams } from '@remix-run/react';
import { leaveByLink, openMemberLink } from '#app/domain/subscriber/leave.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { subscribeRefusal } from '#app/http/subscribe-refusals.ts';
import { subscribeMessagesIn } from '#app/messages/subscribe.ts';
import { Button } from '#app/ui/button.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { ActCard, PageHead } from '#app/ui/page-head.tsx';
import { subscribeMeta } from './meta.ts';

export const handle = { still: true };
export const headers = privateHeaders;
export const meta: MetaFunction = ({ params }) =>
  subscribeMeta(params.lang, ({ unsubscribe }) => unsubscribe.metaTitle);

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const opened = await openMemberLink(params.token ?? '');
  if (opened.ok) return data({ opened, refusal: null });
  const refusal = subscribeRefusal(opened.reason, locale);
  return data({ opened: null, refusal }, { status: refusal.status });
}

/** One-click unsubscribing of RFC 8058 and the button of the page: the form says nothing that is read. */
export async function action({ params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const result = await leaveByLink(params.token ?? '');
  if (result.ok) return data({ hasLeft: true });
  return data({ hasLeft: false }, { status: subscribeRefusal(result.reason, locale).status });
}

export default function UnsubscribeRoute() {
  const { opened, refusal } = useLoaderData<typeof loader>();
  const hasLeft = useActionData<typeof action>()?.hasLeft ?? false;
  const words = subscribeMessagesIn(useLocale()).unsubscribe;
  const { token = '' } = useParams();
  if (!opened) return <PageHead modest title={refusal.title} lede={refusal.text} />;
  if (opened.kind === 'test') return <PageHead modest title={words.testTitle} lede={words.testText} />;
  const member = opened.kind === 'member' ? opened.member : null;
  if (member?.status !== 'confirmed')
    return (
      <>
        <PageHead modest title={hasLeft ? words.doneTitle : words.alreadyTitle} lede={words.doneText} />
        <p>
          <PageLink to={member ? `/alerts/${member.organizationSlug}` : '/alerts'}>{words.again}</PageLink>
        </p>
      </>
    );
  return (
    <>
      <PageHead modest title={words.title(member.organization)} lede={words.lede(member.address)} />
      <ActCard>
        <form method="post">
          <Button wide>{words.button}</Button>
        </form>
        <p className="small">
          {words.instead} <PageLink to={`/preferences/${token}`}>{words.preferences}</PageLink>
        </p>
      </ActCard>
    </>
  );
}
