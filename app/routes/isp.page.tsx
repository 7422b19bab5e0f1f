import { ButtonLink } from '#app/ui/button.tsx';
import { DealEffects } from '#app/ui/charts/deal-effect.tsx';
import { DealChart, DealFigures, SpeedHistory } from '#app/ui/charts/speed-figures.tsx';
import { CriteriaTable } from '#app/ui/criteria-table.tsx';
import { IncidentItem } from '#app/ui/incident.tsx';
import { IspChoice } from '#app/ui/isp-search.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { EnglishNote } from '#app/ui/notice.tsx';
import { ActCard, PageHead, Section, TwoColumns } from '#app/ui/page-head.tsx';
import { IspCompany, IspNetworks } from './isp.company.tsx';
import type { IspView } from './isp.view.server.ts';

/** The record of one ISP: its speeds, its incidents with both sides, who owns it, its networks, the sources. */
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
        title={deal ? deal.headline : isp.name}
        modest={!deal}
      />
      <EnglishNote show={useLocale() === 'es'} />
      <TwoColumns main={deal ? <DealChart deal={deal} /> : <IspCompany isp={isp} />} side={<Deed name={isp.name} />} />
      <Section title={words.criteriaTitle(isp.name)} id="criteria">
        <CriteriaTable answers={view.criteria} recordPath={`/isps/${isp.slug}`} />
      </Section>
      <Incidents view={view} />
      <Speeds view={view} />
      {deal ? (
        <Section title={words.about} id="company">
          <IspCompany isp={isp} untitled />
        </Section>
      ) : null}
      <IspNetworks networks={isp.networks} />
      <Section title={words.sourcesTitle} id="sources">
        <p>{words.sourcesWhy}</p>
        <p>{words.wrong}</p>
      </Section>
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

function Incidents({ view: { incidents, isp } }: { view: IspView }) {
  const words = useMessages().isp;
  return (
    <Section title={words.incidents} id="record">
      {incidents.length === 0 ? <p>{words.incidentsNone(isp.name)}</p> : <p>{words.segmentsExplained}</p>}
      {incidents.map((incident) => (
        <IncidentItem key={incident.slug} incident={incident} />
      ))}
    </Section>
  );
}

function Speeds({ view: { deal, effects, history, lines, isp } }: { view: IspView }) {
  const words = useMessages().isp;
  return (
    <Section title={words.historyTitle} id="speed">
      {deal ? (
        <div className="measure">
          <DealFigures deal={deal} />
        </div>
      ) : null}
      <DealEffects effects={effects} />
      {lines.length === 0 ? <p>{words.speedNone(isp.name)}</p> : <SpeedHistory panels={history} lines={lines} />}
    </Section>
  );
}
