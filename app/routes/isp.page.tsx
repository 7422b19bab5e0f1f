import { ButtonLink } from '#app/ui/button.tsx';
import { DealEffects } from '#app/ui/charts/deal-effect.tsx';
import { DealChart, DealFigures, SpeedHistory } from '#app/ui/charts/speed-figures.tsx';
import { ComplaintsSection } from '#app/ui/complaints.tsx';
import { CriteriaTable } from '#app/ui/criteria-table.tsx';
import { IncidentItem } from '#app/ui/incident.tsx';
import { IspChoice } from '#app/ui/isp-search.tsx';
import { OutsideLink, PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { MeasuredSection } from '#app/ui/measured.tsx';
import { EnglishNote } from '#app/ui/notice.tsx';
import { ActCard, PageHead, Section, TwoColumns } from '#app/ui/page-head.tsx';
import { RepliesUnder } from '#app/ui/replies.tsx';
import { ReportsSection } from '#app/ui/report.tsx';
import { IspCompany, IspNetworks } from './isp.company.tsx';
import { InShort } from './isp.short.tsx';
import type { IspView } from './isp.view.server.ts';

/**
 * The record of one ISP: four short answers, its headline chart, what it does and has promised with both sides, the index month by month, who owns
 * it, its networks, the sources.
 */
export function IspPage({ view }: { view: IspView }) {
  const words = useMessages().isp;
  const { isp, deal } = view;
  return (
    <>
      <PageHead
        kick={
          <>
            {words.kick} <b>{isp.name}</b>. <IspChoice slug={isp.slug} back="/" words={words.setAsMine} />
          </>
        }
        title={words.pageTitle(isp.name)}
      />
      <EnglishNote show={useLocale() === 'es'} />
      <InShort view={view} />
      <TwoColumns main={deal ? <Headline deal={deal} /> : <IspCompany isp={isp} />} side={<Deed name={isp.name} />} />
      <MeasuredSection name={isp.name} figures={view.measured} />
      <Criteria view={view} />
      <Incidents view={view} />
      <ReportsSection isp={isp} reports={view.reports} />
      <ComplaintsSection name={isp.name} figures={view.complaints} />
      <Speeds view={view} />
      {deal ? (
        <Section title={words.about} id="company">
          <IspCompany isp={isp} untitled />
        </Section>
      ) : null}
      <IspNetworks networks={isp.networks} />
      <Section title={words.sourcesTitle} id="sources">
        <p>{words.sourcesWhy}</p>
        <ul className="source-kinds">
          <li id="source-index">{words.sourcesIndex}</li>
          <li id="source-networks">
            {words.sourcesNetworks} <OutsideLink href="https://db-ip.com">db-ip.com</OutsideLink>,{' '}
            <OutsideLink href="https://www.routeviews.org">routeviews.org</OutsideLink>,{' '}
            <OutsideLink href="https://www.nro.net">nro.net</OutsideLink>.
          </li>
          <li id="source-company">{words.sourcesCompany}</li>
        </ul>
        <p>{words.wrong}</p>
      </Section>
    </>
  );
}

function Headline({ deal }: { deal: NonNullable<IspView['deal']> }) {
  return (
    <>
      <p className="headline">
        {deal.headline} <a href="#around">{useMessages().isp.headlineSource}</a>
      </p>
      <DealChart deal={deal} />
    </>
  );
}

function Deed({ name }: { name: string }) {
  const { isp } = useMessages();
  return (
    <ActCard>
      <h2>{isp.deedTitle}</h2>
      <p>{isp.deedText(name)}</p>
      <ButtonLink to="/campaigns" weight="deed" wide>
        {isp.deedButton}
      </ButtonLink>
    </ActCard>
  );
}

function Criteria({ view: { isp, criteria, replies } }: { view: IspView }) {
  const words = useMessages().criteria;
  return (
    <Section title={words.sectionTitle(isp.name)} id="criteria">
      <p>
        {words.lede} <PageLink to="/isps/criteria#rules">{words.howAnswered}</PageLink>.{' '}
        <PageLink to="/isps/criteria">{words.compareAll}</PageLink>.
      </p>
      <CriteriaTable answers={criteria} ispName={isp.name} replies={replies} />
    </Section>
  );
}

function Incidents({ view: { incidents, isp, replies, repliesToRecord } }: { view: IspView }) {
  const words = useMessages().isp;
  return (
    <Section title={words.incidents} id="record">
      {incidents.length === 0 ? <p>{words.incidentsNone(isp.name)}</p> : <p>{words.segmentsExplained}</p>}
      <RepliesUnder replies={repliesToRecord} formPath={`/isps/${isp.slug}/reply`} level={3} />
      {incidents.map((incident) => (
        <IncidentItem key={incident.slug} incident={incident} replies={replies[incident.slug] ?? []} />
      ))}
    </Section>
  );
}

function Speeds({ view: { deal, effects, history, lines, isp } }: { view: IspView }) {
  const words = useMessages().isp;
  return (
    <Section title={words.historyTitle} id="speed">
      {deal ? (
        <div className="measure" id="around">
          <DealFigures deal={deal} />
        </div>
      ) : null}
      <DealEffects effects={effects} />
      {lines.length === 0 ? (
        <p>{words.speedNone(isp.name)}</p>
      ) : (
        <SpeedHistory slug={isp.slug} panels={history} lines={lines} />
      )}
    </Section>
  );
}
