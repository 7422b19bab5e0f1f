import type { SubmissionResult } from '@conform-to/react';
import type { Campaign, CampaignDocket, CampaignTarget } from '#app/domain/campaign/campaign.ts';
import { shownGoal } from '#app/domain/campaign/goal.ts';
import type { Count as CountOf } from '#app/domain/count/count.ts';
import type { ShownFigure } from '#app/domain/ledger/counts.ts';
import type { PartnerBox } from '#app/domain/partner/partner.ts';
import type { TrialVariant } from '#app/domain/trial/trial.ts';
import { ButtonLink } from '../button.tsx';
import { Count, formatNumber } from '../count.tsx';
import { minuteOf } from '../fact-date.tsx';
import { PageLink } from '../link.tsx';
import { useLiveCount } from '../live-count.ts';
import { pathInLocale, useLocale, useMessages } from '../locale.tsx';
import { NetworkNote, type NetworkNoteProps } from '../network-choice.tsx';
import { EnglishNote, Notice } from '../notice.tsx';
import { ActCard, PageHead, Prose, Section, TwoColumns } from '../page-head.tsx';
import { SignForm } from '../sign-form.tsx';
import { Source } from '../source-list.tsx';
import { Addressees } from './addressees.tsx';
import { DocketNote } from './docket-note.tsx';
import { momentOf } from './moment.ts';
import { ShareText } from './share-text.tsx';

/** What the page of a campaign shows. `standing`: what its visitors are told. */
export type CampaignView = NetworkNoteProps & {
  campaign: Campaign;
  standing: 'open' | 'coming' | 'closed' | 'won';
  isPaused: boolean;
  isps: { slug: string; name: string }[];
  count: CountOf;
  targets: CampaignTarget[];
  docket: CampaignDocket | null;
  consent: { id: number; body: string } | null;
  alerts: { id: number; body: string } | null;
  partner: { slug: string; box: PartnerBox | null } | null;
  /** The words that it stands in, where a trial of them runs. */
  variant: TrialVariant | null;
  stamp: string;
  isp: { slug: string; name: string; shown: ShownFigure | null } | null;
};

type Answer =
  | { faults: SubmissionResult<string[]> | null; refusal: { title: string; text: string } | null }
  | undefined;

/** One campaign: what it asks, what that rests on, how many have signed, and the form; what came of it where it was won. `isPreview`: nothing on it can be sent. */
export function CampaignPage({
  view,
  answer,
  isPreview,
}: {
  view: CampaignView;
  answer?: Answer;
  isPreview?: boolean;
}) {
  const words = useMessages().campaign;
  const { campaign, standing } = view;
  const isFallback = useLocale() !== campaign.locale;
  return (
    <>
      <PageHead title={campaign.title} kick={words.kicks[standing]} lede={campaign.summary} />
      <EnglishNote show={isFallback} />
      <Outcome view={view} />
      {standing === 'open' && !view.isPaused ? (
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
            {/* biome-ignore lint/security/noDangerouslySetInnerHtml: petitionHtml made it, which lets nothing through but what a petition is made of. */}
            <div className="petition" dangerouslySetInnerHTML={{ __html: campaign.body }} />
          </Prose>
        }
        side={
          isPreview ? (
            <fieldset className="preview-form" disabled>
              <Deed view={view} answer={answer} />
            </fieldset>
          ) : (
            <Deed view={view} answer={answer} />
          )
        }
      />
      <DocketNote docket={view.docket} />
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
      {standing === 'open' ? <ShareText slug={campaign.slug} text={campaign.shareText} /> : null}
    </>
  );
}

function Outcome({ view: { campaign, standing } }: { view: CampaignView }) {
  const words = useMessages().campaign;
  const locale = useLocale();
  if (standing !== 'won' || campaign.outcome === '') return null;
  return (
    <Notice tone="good" title={words.outcome}>
      {campaign.outcome.split(/\n\s*\n/).map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {campaign.wonAt ? (
        <p className="small">{words.wonOn(momentOf(words, locale, campaign.wonAt, campaign.timeZone))}</p>
      ) : null}
    </Notice>
  );
}

function Over({ view: { campaign, standing } }: { view: CampaignView }) {
  const words = useMessages().campaign;
  const locale = useLocale();
  const { redirectTo } = campaign;
  const opens = standing === 'coming' && campaign.opensAt ? campaign.opensAt : null;
  return (
    <>
      <p>
        {opens
          ? words.notOpen.from(momentOf(words, locale, opens, campaign.timeZone))
          : words.over[standing === 'won' ? 'won' : 'closed']}
      </p>
      {redirectTo ? (
        <ButtonLink to={`/campaigns/${redirectTo}`}>{words.goOn}</ButtonLink>
      ) : (
        <PageLink to="/campaigns">{words.otherCampaigns}</PageLink>
      )}
    </>
  );
}

function Deed({ view, answer }: { view: CampaignView; answer: Answer }) {
  const words = useMessages().campaign;
  const locale = useLocale();
  const { campaign, standing, isps, isp, consent, alerts, partner, stamp } = view;
  const query = partner ? `?partner=${partner.slug}` : '';
  const refusal = answer?.refusal;
  const notice = refusal ? (
    <Notice tone="down" title={refusal.title}>
      <p>{refusal.text}</p>
    </Notice>
  ) : null;
  const closes = standing === 'open' && campaign.closesAt ? campaign.closesAt : null;
  const head = (
    <>
      <h2>{standing === 'open' ? words.signTitle : words.titles[standing]}</h2>
      <Counted view={view} />
      {closes ? <p className="small">{words.closes(momentOf(words, locale, closes, campaign.timeZone))}</p> : null}
    </>
  );
  if (standing !== 'open')
    return (
      <ActCard>
        {notice}
        {head}
        <Over view={view} />
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
        variant={view.variant}
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
      {words.peopleSigned(count.total)} ({words.goal(formatNumber(locale, shownGoal(campaign, count.total)))}).{' '}
      {count.asOf ? words.asOf(minuteOf(locale, count.asOf)) : words.notCounted}{' '}
      {isp?.shown
        ? `${words.ofIsp(formatNumber(locale, isp.shown.shown), isp.name, minuteOf(locale, isp.shown.asOf))} `
        : null}
      <PageLink to={`/campaigns/${campaign.slug}/counting`}>{words.howWeCount}</PageLink>
    </Count>
  );
}
