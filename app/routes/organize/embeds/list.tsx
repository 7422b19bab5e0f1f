import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listEmbedCampaigns } from '#app/domain/partner/list.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath, useLocale } from '#app/ui/locale.tsx';
import { OrganizerPage, organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Table } from '#app/ui/table.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).embeds.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'embed.read');
  const locale = localeOf(args.params.lang);
  return { seat, campaigns: await listEmbedCampaigns({ organizationId: seat.organization.id, locale }) };
}

export default function EmbedsRoute() {
  const { seat, campaigns } = useLoaderData<typeof loader>();
  const { embeds: words } = useOrganizeMessages();
  const locale = useLocale();
  const path = `/organize/${seat.organization.slug}/embeds`;
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede}>
      {campaigns.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <Table
          rows={campaigns}
          rowKey={({ slug }) => slug}
          stacks={false}
          columns={[
            {
              key: 'campaign',
              heading: words.campaign,
              cell: ({ slug, title }) => <PageLink to={`${path}/${slug}`}>{title}</PageLink>,
            },
            {
              key: 'origins',
              heading: words.origins,
              numeric: true,
              cell: ({ origins }) => formatNumber(locale, origins),
            },
            {
              key: 'partners',
              heading: words.partners,
              numeric: true,
              cell: ({ partners }) => formatNumber(locale, partners),
            },
          ]}
        />
      )}
    </OrganizerPage>
  );
}
