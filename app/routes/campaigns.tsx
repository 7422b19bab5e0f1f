import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listCampaigns } from '#app/domain/campaign/campaign.server.ts';
import { standingOf } from '#app/domain/campaign/campaign.ts';
import { shownGoal } from '#app/domain/campaign/goal.ts';
import { readCount } from '#app/domain/count/count.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { Count, formatNumber } from '#app/ui/count.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath, useLocale, useMessages } from '#app/ui/locale.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';

export const handle = { still: true };

export const meta: MetaFunction = (args) => {
  const { campaigns } = messagesIn(localeOfPath(args.location.pathname)).pages;
  return pageMeta(args, { title: campaigns.title, description: campaigns.description });
};

export async function loader({ params }: LoaderFunctionArgs) {
  const campaigns = await listCampaigns(localeOf(params.lang));
  const counted = campaigns.map(async (campaign) => {
    const { id, slug, title, summary, locale } = campaign;
    const { total, asOf } = await readCount(id);
    const stands = { standing: standingOf(campaign, new Date()), goal: shownGoal(campaign, total) };
    return { slug, title, summary, locale, ...stands, total, asOf: asOf?.toISOString() ?? null };
  });
  return { campaigns: await Promise.all(counted) };
}

export default function CampaignsRoute() {
  const { campaigns } = useLoaderData<typeof loader>();
  const words = useMessages().pages.campaigns;
  return (
    <>
      <PageHead modest title={words.title} lede={words.lede} />
      {campaigns.length === 0 ? <p>{words.none}</p> : null}
      {campaigns.map((campaign) => (
        <CampaignItem key={campaign.slug} campaign={campaign} />
      ))}
    </>
  );
}

type Item = ReturnType<typeof useLoaderData<typeof loader>>['campaigns'][number];

function CampaignItem({ campaign }: { campaign: Item }) {
  const words = useMessages().pages.campaigns;
  const locale = useLocale();
  const { slug, asOf } = campaign;
  const when = asOf ? `${formatDate(locale, asOf.slice(0, 10))}, ${asOf.slice(11, 16)}` : null;
  return (
    <article className="campaign" lang={campaign.locale === locale ? undefined : campaign.locale}>
      <div>
        <h2>
          <PageLink to={`/campaigns/${slug}`}>{campaign.title}</PageLink>
        </h2>
        <p>{campaign.summary}</p>
        {campaign.standing === 'open' ? (
          <ButtonLink to={`/campaigns/${slug}`}>{words.open}</ButtonLink>
        ) : (
          <p className="small">{words[campaign.standing === 'won' ? 'won' : 'closed']}</p>
        )}
      </div>
      <div>
        <Count value={campaign.total}>
          {words.signed(campaign.total)} {words.goal(formatNumber(locale, campaign.goal))}
          {when ? `, ${words.asOf(when)}` : ''}. <PageLink to="/counting">{words.howWeCount}</PageLink>
        </Count>
      </div>
    </article>
  );
}
