import { monthWords } from '#app/ui/charts/months.ts';
import { DealChart, SpeedSource } from '#app/ui/charts/speed-figures.tsx';
import { CriteriaTable } from '#app/ui/criteria-table.tsx';
import { IncidentItem } from '#app/ui/incident.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { EnglishNote } from '#app/ui/notice.tsx';
import { PageHead, Section, TwoColumns } from '#app/ui/page-head.tsx';
import { Carrier, Chooser } from './front.carrier.tsx';
import { Deed } from './front.deed.tsx';
import type { FrontView } from './front.view.server.ts';

/** Who carries the visitor, what is known of that ISP, and the one deed: sign. */
export function FrontPage({ view }: { view: FrontView }) {
  const { criteria, front } = useMessages();
  const { carrier, deal } = view;
  const name = carrier.isp?.name;
  const title = deal ? deal.headline : name ? front.noStory(name) : front.nobody;
  return (
    <>
      <PageHead
        kick={<Carrier carrier={carrier} />}
        title={title}
        lede={
          <>
            {deal ? (deal.isPaid ? front.lede : front.ledeDeal) : front.ledeNoStory}{' '}
            <PageLink to="/about#law">{front.howLawStands}</PageLink>
          </>
        }
      />
      <TwoColumns main={<Main view={view} />} side={<Deed view={view} />} />
      {carrier.isp ? (
        <Section title={criteria.sectionTitle(carrier.isp.name)} id="criteria">
          <CriteriaTable answers={view.criteria} ispName={carrier.isp.name} />
        </Section>
      ) : null}
      <Record view={view} />
      <Section title={front.whatYouCanDo} id="what-to-do">
        <ol className="steps">
          <li>{front.steps.sign}</li>
          <li>{front.steps.confirm}</li>
          <li>{front.steps.write}</li>
        </ol>
      </Section>
      {carrier.isp ? <Chooser view={view} asSection /> : null}
    </>
  );
}

function Main({ view }: { view: FrontView }) {
  const { front, isp: words } = useMessages();
  const locale = useLocale();
  const { deal, example, figure, isFigureOld, carrier } = view;
  if (deal) return <DealChart deal={deal} />;
  if (!carrier.isp) {
    return (
      <>
        <Chooser view={view} />
        {example ? (
          <div className="example">
            <p>{example.headline}</p>
            <DealChart deal={example} />
          </div>
        ) : null}
      </>
    );
  }
  const { slug, name } = carrier.isp;
  return (
    <>
      <h2>{front.newestTitle(name)}</h2>
      {figure?.mbps ? (
        <>
          <p>
            {front.newest(figure.indexName, monthWords(locale, figure.month, 'long'), figure.mbps.toFixed(2))}
            {isFigureOld ? ` ${front.newestOld}` : ''}
          </p>
          <p className="small">
            <SpeedSource />
          </p>
        </>
      ) : (
        <p>{words.speedNone(name)}</p>
      )}
      <p>
        <PageLink to={`/isps/${slug}`}>{front.fullRecord(name)}</PageLink>
      </p>
    </>
  );
}

function Record({ view }: { view: FrontView }) {
  const { front } = useMessages();
  const locale = useLocale();
  const { incidents, carrier, replies } = view;
  const isp = carrier.isp;
  return (
    <Section title={isp ? front.record : front.recordLatest} id="record">
      <EnglishNote show={locale === 'es' && incidents.length > 0} />
      {isp && incidents.length === 0 ? <p>{front.recordNone(isp.name)}</p> : null}
      {incidents.map((incident) => (
        <IncidentItem key={incident.slug} incident={incident} replies={replies[incident.slug] ?? []} />
      ))}
      {isp ? (
        <p className="after-record">
          <PageLink to={`/isps/${isp.slug}`}>{front.fullRecord(isp.name)}</PageLink>
        </p>
      ) : null}
    </Section>
  );
}
