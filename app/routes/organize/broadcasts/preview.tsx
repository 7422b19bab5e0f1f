import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { Button } from '#app/ui/button.tsx';
import { Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath } from '#app/ui/locale.tsx';
import { MailParts } from '#app/ui/mail-parts.tsx';
import { OrganizerPage, organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { viewPreview } from './preview.view.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).broadcasts.preview.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'broadcast.read');
  const view = await viewPreview(seat, args.params.broadcast ?? '', new URL(args.request.url), args.context);
  if (!view) throw new Response(null, { status: 404, headers: privateHeaders() });
  return { seat, view };
}

/** A mail as a member of one ISP gets it in one language: both parts of it. */
export default function PreviewRoute() {
  const { seat, view } = useLoaderData<typeof loader>();
  const { preview: words, one } = useOrganizeMessages().broadcasts;
  const { mail, readers, chosen, locales } = view;
  return (
    <OrganizerPage
      seat={seat}
      kick={<PageLink to={`/organize/${seat.organization.slug}/broadcasts/${view.publicId}`}>{words.back}</PageLink>}
      title={words.title}
    >
      <form method="get" className="broadcast-line">
        <Select
          id="isp"
          name="isp"
          label={words.isp}
          defaultValue={chosen.isp}
          options={[...readers, { slug: '', name: one.unknownIsp }].map(({ slug, name }) => ({
            value: slug,
            label: name,
          }))}
        />
        <Select
          id="locale"
          name="locale"
          label={words.locale}
          defaultValue={chosen.locale}
          options={locales.map((locale) => ({ value: locale, label: one.languages[locale] }))}
        />
        <Button weight="quiet">{words.show}</Button>
      </form>
      {mail ? (
        <>
          <dl className="facts">
            <dt>{words.from}</dt>
            <dd>{mail.from}</dd>
            <dt>{words.subject}</dt>
            <dd>{mail.subject}</dd>
          </dl>
          <MailParts html={mail.html} text={mail.text} />
        </>
      ) : (
        <p>{words.missing}</p>
      )}
    </OrganizerPage>
  );
}
