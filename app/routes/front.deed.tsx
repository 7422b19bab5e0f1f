import { Count } from '#app/ui/count.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLiveCount } from '#app/ui/live-count.ts';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { ActCard } from '#app/ui/page-head.tsx';
import { SignForm } from '#app/ui/sign-form.tsx';
import type { FrontView } from './front.view.server.ts';

/** The one deed of the front page: the form of its campaign, or that no signatures are collected. */
export function Deed({ view }: { view: FrontView }) {
  const { front, campaign: words } = useMessages();
  const locale = useLocale();
  const { campaign, isps, carrier, consent, alerts, stamp } = view;
  const count = useLiveCount(campaign?.slug ?? null, view.count);
  if (!campaign) return null;
  const path = `/campaigns/${campaign.slug}`;
  if (view.isPaused)
    return (
      <ActCard>
        <h2>{campaign.title}</h2>
        <p>
          {campaign.ask} <PageLink to={path}>{front.signHere}</PageLink>
        </p>
        <p>{words.paused}</p>
      </ActCard>
    );
  return (
    <SignForm
      action={pathInLocale(locale, path)}
      isps={isps}
      chosenSlug={carrier.isp?.slug ?? null}
      consent={consent}
      alerts={alerts}
      stamp={stamp}
    >
      <h2>{campaign.title}</h2>
      <p>
        {campaign.ask} <PageLink to={path}>{front.signHere}</PageLink>
      </p>
      {count ? (
        <Count value={count.total}>
          {front.signed(count.total)} <PageLink to="/counting">{front.checkCount}</PageLink>
        </Count>
      ) : null}
    </SignForm>
  );
}
