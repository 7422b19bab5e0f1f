import type { SubmissionResult } from '@conform-to/react';
import type { Campaign, CampaignTarget } from '#app/domain/campaign/campaign.ts';
import type { Count as CountOf } from '#app/domain/count/count.ts';
import type { ShownFigure } from '#app/domain/ledger/counts.ts';
import type { PartnerBox } from '#app/domain/partner/partner.ts';
import type { RefusalWords } from '#app/http/refusals.ts';
import { Count, formatNumber } from '#app/ui/count.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLiveCount } from '#app/ui/live-count.ts';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { NetworkNote, type NetworkNoteProps } from '#app/ui/network-choice.tsx';
import { EnglishNote, Notice } from '#app/ui/notice.tsx';
import { ActCard, PageHead, Prose, Section, TwoColumns } from '#app/ui/page-head.tsx';
import { SignForm } from '#app/ui/sign-form.tsx';
import { Source } from '#app/ui/source-list.tsx';
import { Addressees } from './campaign.addressees.tsx';

type CampaignView = NetworkNoteProps & {
  campaign: Campaign;
  isOpen: boolean;
  isPaused: boolean;
  isps: { slug: string; name: string }[];
  count: CountOf;
  targets: CampaignTarget[];
  consent: string | null;
  alerts: { id: number; body: string } | null;
  partner: { slug: string; box: PartnerBox | null } | null;
  stamp: string;
  isp: { slug: string; name: string; shown: ShownFigure | null } | null;
};

type Answer = { faults: SubmissionResult<string[]> | null; refusal: RefusalWords | null } | undefined;

/** One campaign: what it asks, what that rests on, how many have signed, and the form. */
export function CampaignPage({ view, answer }: { view: CampaignView; answer: Answer }) {
  const words = useMessages().campaign;
  const { campaign, isOpen } = view;
  const isFallback = useLocale() !== campaign.locale;
  return (
    <>
      <PageHead title={campaign.title} kick={isOpen ? words.kick : words.closedKick} lede={campaign.summary} />
      <EnglishNote show={isFallback} />
      {isOpen && !view.isPaused ? (
        <p className="min-[901px]:hidden">
          <a className="button button-deed" href="#sign-card">
            {words.signTitle}
          </a>
        </p>
      ) : null}
      <TwoColumns
        main={
          <Prose>
            <h2>{words.ask}</h2>
            <p>
              <strong>{campaign.ask}</strong>
            </p>
            {campaign.body.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </Prose>
        }
        side={<Deed view={view} answer={answer} />}
      />
      {campaign.sources.length > 0 ? (
        <Section title={words.sources} id="sources">
          <Prose>
            <ul lang="en">
              {campaign.sources.map((source) => (
                <li key={source}>
                  <Source text={source} />
                </li>
              ))}
            </ul>
          </Prose>
        </Section>
      ) : null}
    </>
  );
}

function Deed({ view, answer }: { view: CampaignView; answer: Answer }) {
  const words = useMessages().campaign;
  const locale = useLocale();
  const { campaign, isps, isp, consent, alerts, partner, stamp } = view;
  const query = partner ? `?partner=${partner.slug}` : '';
  const refusal = answer?.refusal;
  const notice = refusal ? (
    <Notice tone="down" title={refusal.title}>
      <p>{refusal.text}</p>
    </Notice>
  ) : null;
  const head = (
    <>
      <h2>{view.isOpen ? words.signTitle : words.closed.title}</h2>
      <Counted view={view} />
    </>
  );
  if (!view.isOpen)
    return (
      <ActCard>
        {notice}
        {head}
        <p>{campaign.state === 'open' && campaign.opensAt ? words.notOpen.text : words.closed.text}</p>
        <PageLink to="/campaigns">{words.otherCampaigns}</PageLink>
      </ActCard>
    );
  if (view.isPaused)
    return (
      <ActCard>
        {notice}
        {head}
        <p>{words.paused}</p>
      </ActCard>
    );
  return (
    <>
      {notice}
      <SignForm
        action={pathInLocale(locale, `/campaigns/${campaign.slug}`) + query}
        isps={isps}
        chosenSlug={isp?.slug ?? null}
        consent={consent}
        alerts={alerts}
        partner={partner}
        stamp={stamp}
        lastResult={answer?.faults ?? null}
      >
        {head}
        <Addressees targets={view.targets} />
        <NetworkNote isHidden={view.isHidden} sharedBy={view.sharedBy} />
      </SignForm>
    </>
  );
}

function Counted({ view: { count: given, campaign, isp } }: { view: CampaignView }) {
  const count = useLiveCount(campaign.slug, given);
  const words = useMessages().campaign;
  const locale = useLocale();
  return (
    <Count value={count.total}>
      {words.peopleSigned(count.total)} ({words.goal(formatNumber(locale, campaign.goal))}).{' '}
      {count.asOf ? words.asOf(minuteOf(locale, count.asOf)) : words.notCounted}{' '}
      {isp?.shown
        ? `${words.ofIsp(formatNumber(locale, isp.shown.shown), isp.name, minuteOf(locale, isp.shown.asOf))} `
        : null}
      <PageLink to={`/campaigns/${campaign.slug}/counting`}>{words.howWeCount}</PageLink>
    </Count>
  );
}
