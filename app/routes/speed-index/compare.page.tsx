import { Button } from '#app/ui/button.tsx';
import { Legend, Picture } from '#app/ui/charts/chart.tsx';
import type { Era } from '#app/ui/charts/compare.ts';
import { Downloads } from '#app/ui/charts/downloads.tsx';
import { GridTable, NumberedSources } from '#app/ui/charts/grid-table.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import type { ComparisonView } from './compare.view.server.ts';
import { MoreOfTheIndex } from './parts.tsx';

const SOURCES = 'compare-source';

/** Small charts of ISPs on one scale per stretch, each with its table, and a form to choose the ISPs. */
export function ComparePage({ view: { eras, sources, choices, isUnknown } }: { view: ComparisonView }) {
  const { isp, speed } = useMessages();
  return (
    <>
      <PageHead modest title={speed.compareTitle} lede={speed.compareLede} />
      {isUnknown ? (
        <Notice tone="down">
          <p>{speed.compareUnknown}</p>
        </Notice>
      ) : null}
      <Choices choices={choices} />
      {eras.length === 0 ? <p>{speed.compareNone}</p> : null}
      {eras.map((era, index) => (
        <EraSection key={era.title} era={era} id={`stretch-${index + 1}`} />
      ))}
      <Section title={speed.sourcesTitle} id="sources">
        <p>
          {isp.speedSource} {speed.warning} {isp.historyNote}
        </p>
        <NumberedSources sources={sources} list={SOURCES} />
      </Section>
      <MoreOfTheIndex here="/speed-index/compare" />
    </>
  );
}

function Choices({ choices }: { choices: ComparisonView['choices'] }) {
  const locale = useLocale();
  const { speed } = useMessages();
  return (
    <details className="more">
      <summary>{speed.compareChoose}</summary>
      <form method="get" action={pathInLocale(locale, '/speed-index/compare')}>
        <fieldset>
          <legend className="sr-only">{speed.compareChoose}</legend>
          <div className="choices">
            {choices.map(({ slug, name, isChosen }) => (
              <label key={slug}>
                <input type="checkbox" name="isp" value={slug} defaultChecked={isChosen} /> {name}
              </label>
            ))}
          </div>
        </fieldset>
        <Button weight="quiet">{speed.compareButton}</Button>{' '}
        <PageLink to="/speed-index/compare">{speed.compareAll}</PageLink>
      </form>
    </details>
  );
}

function EraSection({ era, id }: { era: Era; id: string }) {
  const { isp, speed } = useMessages();
  return (
    <Section title={era.title} id={id}>
      <p className="small">
        {era.pauseBefore} {speed.compareScale(era.low.toFixed(1), era.high.toFixed(1))}{' '}
        {era.hasSteps ? isp.historySteps : null}
      </p>
      <div className="multiples">
        {era.panels.map(({ slug, name, chartName, drawing, legend, grid }) => (
          <figure key={slug}>
            <h3>
              <PageLink to={`/isps/${slug}#speed`}>{name}</PageLink>
            </h3>
            <Legend lines={legend} />
            <Picture drawing={drawing} name={chartName} />
            <details className="more">
              <summary>{speed.figuresOf(name)}</summary>
              <GridTable grid={grid} list={SOURCES} caption={chartName} />
            </details>
            <Downloads chart={`${slug}-compare-${era.from}`} name={chartName} />
          </figure>
        ))}
      </div>
    </Section>
  );
}
