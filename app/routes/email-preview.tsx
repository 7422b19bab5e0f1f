import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { inDevelopment, unlisted } from '#app/http/development.ts';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { MailParts } from '#app/ui/mail-parts.tsx';
import { PageHead } from '#app/ui/page-head.tsx';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.mail.subject ?? '' }, unlisted];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  inDevelopment(context);
  const locale = new URL(request.url).searchParams.get('in') === 'es' ? 'es' : 'en';
  const mail = (await context.emailPreview?.render(params.name ?? '', locale)) ?? null;
  if (!mail) throw new Response(null, { status: 404 });
  const { subject, html, text } = mail;
  return { mail: { subject, html, text }, name: params.name ?? '', locale };
}

export default function EmailPreviewPage() {
  const { mail, name, locale } = useLoaderData<typeof loader>();
  const { emails } = useMessages().dev;
  const other = locale === 'en' ? 'es' : 'en';
  return (
    <>
      <PageHead modest kick={<PageLink to="/dev/emails">{emails.back}</PageLink>} title={mail.subject} />
      <p>
        <PageLink to={`/dev/emails/${name}?in=${other}`}>{emails.inLanguage[other]}</PageLink>
      </p>
      <MailParts html={mail.html} text={mail.text} />
    </>
  );
}
