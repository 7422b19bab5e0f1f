import { mostComparisonBytes } from '#app/domain/measurement/comparison-run.ts';
import { TEST_SECONDS } from '#app/domain/measurement/run.ts';
import type { RefusalWords } from '#app/http/refusals.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { OutsideLink, PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { formatMegabytes } from '#app/ui/measure/figures.tsx';
import { type MeasureOffer, MeasureTool } from '#app/ui/measure/measure-tool.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { PageHead, Prose, TwoColumns } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';

const MLAB_PAGE = 'https://speed.measurementlab.net/';
const SPECIFICATION = 'https://github.com/m-lab/ndt-server/blob/main/spec/ndt7-protocol.md';
const LICENCE = '/licences/m-lab-ndt7.txt';
const SPEEDS_MBPS = [25, 100, 500, 1000];

/** What a test is, what it uses and what it cannot tell, beside the test itself. */
export function MeasurePage({ view, refusal }: { view: MeasureOffer; refusal: RefusalWords | null }) {
  const { measure } = useMessages();
  const isOffered = view.ownServer !== null || view.isMlabOffered;
  return (
    <>
      <PageHead modest title={measure.title} lede={measure.lede} />
      {refusal ? (
        <div role="alert">
          <Notice tone="down" title={refusal.title}>
            <p>{refusal.text}</p>
          </Notice>
        </div>
      ) : null}
      <TwoColumns
        main={
          isOffered ? (
            <>
              <noscript>
                <WithoutScripting chosenSlug={view.chosenSlug} />
              </noscript>
              <MeasureTool offer={view} />
            </>
          ) : (
            <Off />
          )
        }
        side={<Explanation hasComparison={view.comparison !== null} />}
      />
    </>
  );
}

/** A report is made about one ISP: whoever has none chosen comes to the list of them first. */
function WithoutScripting({ chosenSlug }: { chosenSlug: string | null }) {
  const { noScript } = useMessages().measure;
  return (
    <>
      <style>{'.measure-tool{display:none}'}</style>
      <Notice tone="down" title={noScript.title}>
        <p>{noScript.text}</p>
        <p>{noScript.instead}</p>
        <ul>
          <li>
            <PageLink to={chosenSlug ? `/isps/${chosenSlug}/report` : '/isps'}>{noScript.report}</PageLink>
          </li>
          <li>
            <PageLink to="/measurements">{noScript.see}</PageLink>
          </li>
          <li>
            <OutsideLink href={MLAB_PAGE}>{noScript.mlab}</OutsideLink>
          </li>
        </ul>
      </Notice>
    </>
  );
}

function Off() {
  const { off, noScript } = useMessages().measure;
  return (
    <Notice title={off.title}>
      <p>
        {off.text} <OutsideLink href={MLAB_PAGE}>{noScript.mlab}</OutsideLink>
      </p>
    </Notice>
  );
}

function Explanation({ hasComparison }: { hasComparison: boolean }) {
  const { comparison, measure } = useMessages();
  const { tells, data } = measure;
  const locale = useLocale();
  return (
    <Prose>
      <h2>{tells.title}</h2>
      <p>{tells.does}</p>
      <p>{tells.doesNot}</p>
      <p>{tells.better}</p>
      <h2>{data.title}</h2>
      <p>{data.text}</p>
      <Table
        stacks={false}
        rows={SPEEDS_MBPS}
        rowKey={(mbps) => mbps}
        columns={[
          { key: 'speed', heading: data.speed, cell: (mbps) => data.mbps(formatNumber(locale, mbps)) },
          {
            key: 'each',
            heading: data.each,
            numeric: true,
            cell: (mbps) => data.megabytes(formatMegabytes(locale, (mbps * 1e6 * TEST_SECONDS) / 8)),
          },
        ]}
      />
      <p className="line-note">{data.mobile}</p>
      <p>{hasComparison ? data.comparison(formatMegabytes(locale, mostComparisonBytes)) : comparison.notSetUp}</p>
      <p className="small">
        {tells.method} <OutsideLink href={SPECIFICATION}>{tells.methodLink}</OutsideLink>. {tells.client}{' '}
        <a href={LICENCE}>{tells.licence}</a>.
      </p>
    </Prose>
  );
}
