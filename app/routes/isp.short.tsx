import type { CriterionAnswer } from '#app/domain/incident/criteria.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { EvidenceLine, EvidenceTitle, HistoryItem, Says } from '#app/ui/criteria-evidence.tsx';
import { FactDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { SourceLink } from '#app/ui/source-link.tsx';
import type { IspView } from './isp.view.server.ts';

/** The four things a subscriber should know, each in a few words with source and date, and the way to the whole of it. */
export function InShort({ view }: { view: IspView }) {
  const { short } = useMessages().criteria;
  return (
    <section className="short" aria-labelledby="short-title">
      <h2 id="short-title">{short.title}</h2>
      <div className="short-four">
        <div>
          <h3>{short.ran}</h3>
          <Ran view={view} />
        </div>
        <div>
          <h3>{short.did}</h3>
          <Did view={view} />
        </div>
        <div>
          <h3>{short.promised}</h3>
          <Promised view={view} />
        </div>
        <div>
          <h3>{short.measured}</h3>
          <Measured view={view} />
        </div>
      </div>
    </section>
  );
}

function Details({ to, of }: { to: string; of: string }) {
  const { short } = useMessages().criteria;
  return (
    <a className="short-more" href={to} aria-label={`${short.details}: ${of}`}>
      {short.details}
    </a>
  );
}

function Ran({ view: { newest } }: { view: IspView }) {
  const { short } = useMessages().criteria;
  if (!newest) return <p>{short.ranNone}</p>;
  return (
    <>
      <p>
        {short.ranFigure(newest.indexName, newest.mbps.toFixed(2))},{' '}
        <FactDate date={`${newest.month}-01`} precision="month" /> (<SourceLink source={newest.source} />
        ). {newest.isOld ? short.ranOld : null}
      </p>
      <Details to="#speed" of={short.ran} />
    </>
  );
}

function Did({ view: { isp, incidents, lead } }: { view: IspView }) {
  const { short } = useMessages().criteria;
  if (!lead) return <p>{short.didNone}</p>;
  return (
    <>
      <p>
        <EvidenceTitle basis={lead} />, <FactDate date={lead.occurredOn} precision={lead.datePrecision} />.
      </p>
      <Says basis={lead} ispName={isp.name} />
      <p className="small">
        <PageLink to={`/incidents?isp=${isp.slug}`}>
          {short.didCount(incidents.length, years(incidents.map(({ occurredOn }) => occurredOn)))}
        </PageLink>
      </p>
      <Details to="#record" of={short.did} />
    </>
  );
}

/** "2012 to 2026" as "2012–2026"; one year alone stands alone. Days in, newest first. */
function years(days: readonly string[]): string {
  const [last = '', first = ''] = [days[0]?.slice(0, 4), days.at(-1)?.slice(0, 4)];
  return first === last ? last : `${first}–${last}`;
}

function Promised({ view: { isp, criteria } }: { view: IspView }) {
  const { short } = useMessages().criteria;
  const promise = criteria.find(({ criterion }) => criterion === 'binding_promise');
  return (
    <>
      {promise ? <PromiseMade answer={promise} ispName={isp.name} /> : null}
      <Details to="#criteria" of={short.promised} />
    </>
  );
}

function PromiseMade({ answer: { parts, history }, ispName }: { answer: CriterionAnswer; ispName: string }) {
  const { short } = useMessages().criteria;
  const [part] = parts;
  const past = history.find(({ reason }) => reason === 'promise_over');
  if (part)
    return (
      <>
        <p>{part.answer === 'yes' ? short.promisedYes : short.promisedNo}</p>
        <EvidenceLine basis={part.basis} ispName={ispName} />
        <Says basis={part.basis} ispName={ispName} />
      </>
    );
  if (!past) return <p>{short.promisedNone}</p>;
  return (
    <>
      <p>
        {short.promisedPast} <HistoryItem entry={past} ispName={ispName} />
      </p>
      <Says basis={past} ispName={ispName} />
    </>
  );
}

function Measured({ view: { measured } }: { view: IspView }) {
  const locale = useLocale();
  const { short } = useMessages().criteria;
  if (!measured)
    return (
      <>
        <p>{short.measuredNone}</p>
        <PageLink className="short-more" to="/measure">
          {short.measureYours}
        </PageLink>
      </>
    );
  return (
    <>
      <p>
        {short.measuredFigure(String(measured.downloadMbps.median), formatNumber(locale, measured.tests))},{' '}
        <FactDate date={measured.from} /> – <FactDate date={measured.to} /> (
        <PageLink to="/measurements">{short.source}</PageLink>).
      </p>
      <Details to="#measured" of={short.measured} />
    </>
  );
}
