import type { OwnAlert } from '#app/domain/dashboard/alerts.server.ts';
import type { LiveFigures } from '#app/domain/dashboard/dashboard.ts';
import type { Breakdown } from '#app/domain/dashboard/read.server.ts';
import { Button } from '#app/ui/button.tsx';
import { Count, formatNumber } from '#app/ui/count.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { sparkBars } from '#app/ui/organizer/charts/bars.ts';
import { Spark } from '#app/ui/organizer/charts/bars.tsx';
import { type Following, useLiveFigures } from '#app/ui/organizer/charts/live-figures.ts';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { AlertsSection, type SettleAnswer } from './dashboard.alerts.tsx';
import { TimeSection } from './dashboard.course.tsx';
import { FunnelSection } from './dashboard.funnel.tsx';
import { GroupSections } from './dashboard.groups.tsx';
import { LettersSection, MailSection } from './dashboard.letters.tsx';
import { rateWords, secondOf } from './dashboard.words.ts';

export type DashboardView = {
  seat: FrameSeat;
  campaign: { slug: string; title: string; state: string; goal: number };
  live: LiveFigures;
  breakdown: Breakdown;
  alerts: readonly OwnAlert[];
  canSettle: boolean;
};

/** Age from which the figures are called old, in milliseconds. */
const OLD_MS = 30_000;

/** The dashboard of one campaign: what happens now, from the page to the addressee, by time, place and source; letters, mail and alerts. */
export function DashboardPage({ view, answer }: { view: DashboardView; answer: SettleAnswer | null }) {
  const { dashboard: words } = useOrganizeMessages();
  const home = `/organize/${view.seat.organization.slug}/dashboard`;
  const here = `${home}/${view.campaign.slug}`;
  const { live, following, turn } = useLiveFigures(view.live, `${here}/live.json`);
  const files = `${here}/`;
  return (
    <OrganizerPage seat={view.seat} title={view.campaign.title} kick={<PageLink to={home}>{words.all}</PageLink>}>
      <div className="dashboard">
        <StateLine live={live} here={here} following={following} turn={turn} />
        <Now live={live} goal={view.campaign.goal} />
        <AlertsSection alerts={view.alerts} canSettle={view.canSettle} answer={answer} />
        <FunnelSection funnel={live.funnel} since={view.breakdown.since} />
        <TimeSection hours={view.breakdown.hours} days={view.breakdown.days} files={files} />
        <GroupSections shown={view.breakdown} slug={view.campaign.slug} files={files} />
        <LettersSection shown={view.breakdown} files={files} />
        <MailSection shown={view.breakdown} />
      </div>
    </OrganizerPage>
  );
}

type StateLineProps = { live: LiveFigures; here: string; following: Following; turn: () => void };

/** When the figures are from, and how the page follows them; without scripting, a link. */
function StateLine({ live, here, following, turn }: StateLineProps) {
  const { dashboard: words } = useOrganizeMessages();
  const locale = useLocale();
  const ageMs = live.asOf === null ? 0 : Date.parse(live.at) - Date.parse(live.asOf);
  return (
    <div className="dashboard-state">
      <p>{live.asOf === null ? words.notYet : words.asOf(secondOf(locale, live.asOf))}</p>
      {ageMs > OLD_MS ? <p>{words.behind(formatNumber(locale, Math.round(ageMs / 1000)))}</p> : null}
      {following === 'off' || following === 'paused' ? (
        <p>
          <a href={pathInLocale(locale, here)}>{words.reload}</a>
        </p>
      ) : null}
      {following === 'off' ? null : (
        <>
          <p>{following === 'paused' ? words.paused : following === 'lost' ? words.lost : words.following}</p>
          <Button type="button" weight="quiet" onClick={turn}>
            {following === 'paused' ? words.resume : words.pause}
          </Button>
        </>
      )}
    </div>
  );
}

function Now({ live, goal }: { live: LiveFigures; goal: number }) {
  const { now: words } = useOrganizeMessages().dashboard;
  const locale = useLocale();
  const busiest = live.minutes.reduce(
    (most, one) => (one.amount > most.amount ? one : most),
    live.minutes[0] ?? { at: '', amount: 0 },
  );
  const name = `${words.minutes}. ${words.minuteOf(busiest.at.slice(11, 16), formatNumber(locale, busiest.amount))}`;
  return (
    <Section title={words.title} id="now">
      <div className="dashboard-now">
        <div>
          <Count value={live.total}>
            {words.verified}
            {live.countAsOf === null ? '' : `, ${words.countAsOf(secondOf(locale, live.countAsOf))}`}.{' '}
            {words.goal(formatNumber(locale, goal))}
          </Count>
        </div>
        <div>
          <p className="rate">{words.rate(rateWords(locale, live.rate))}</p>
          <p className="small">{words.rateNote}</p>
          <Spark {...sparkBars(live.minutes)} name={name} />
          <p className="small">{words.minutes}</p>
        </div>
      </div>
    </Section>
  );
}
