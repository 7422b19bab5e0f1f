import { stateName } from '#app/domain/letter/state-names.ts';
import { Command } from '#app/ui/command.tsx';
import { Count, formatNumber } from '#app/ui/count.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';
import { ByReason, ByState, type Counts, type Waiting } from './counting.states.tsx';
import { type Vouched, Witnesses } from './counting.witnesses.tsx';

type FiguresView = {
  campaign: { slug: string; title: string; locale: 'en' | 'es' };
  log: { url: string; verifierKeys: readonly string[] } | null;
  waiting: Waiting | null;
  witnesses: readonly Vouched[];
  figures: {
    counts: Counts;
    isps: readonly { key: string; name: string | null; shown: number }[];
    places: readonly { key: string; shown: number }[];
    rest: { isp: number; state: number };
  } | null;
};

/** The figures of one campaign, where they come from, and how to recompute them. */
export function FiguresPage({ view: { campaign, figures, log, waiting, witnesses } }: { view: FiguresView }) {
  const locale = useLocale();
  const { figures: words, witnesses: witnessWords } = useMessages().counting;
  const number = (value: number) => formatNumber(locale, value);
  return (
    <div className="counting">
      <PageHead modest kick={words.kick} title={words.title(campaign.title)} />
      <p>
        <PageLink to={`/campaigns/${campaign.slug}`}>{words.campaign}</PageLink>
        {' · '}
        <PageLink to="/counting">{words.rules}</PageLink>
      </p>
      {figures ? (
        <>
          <Count value={figures.counts.counted}>
            {words.lede(number(figures.counts.size))}{' '}
            {words.asOf(minuteOf(locale, new Date(figures.counts.about.asOf)))}
          </Count>
          <Section title={words.statesTitle} id="states">
            <ByState counts={figures.counts} waiting={waiting} />
          </Section>
          <Section title={words.reasonsTitle} id="reasons">
            <ByReason counts={figures.counts} />
          </Section>
          <Section title={words.ispsTitle} id="isps">
            <Shown
              rows={figures.isps.map(({ key, name, shown }) => ({
                key,
                name: key === 'other' ? words.otherIsp : (name ?? key),
                to: name ? `/isps/${key}` : null,
                shown,
              }))}
              rest={figures.rest.isp}
              heading={words.isp}
              caption={words.ispsCaption}
            />
          </Section>
          <Section title={words.placesTitle} id="places">
            <Shown
              rows={figures.places.map(({ key, shown }) => {
                const name = stateName(key, locale) ?? key;
                return { key, name: key === 'none' ? words.noPlace : capital(name), to: null, shown };
              })}
              rest={figures.rest.state}
              heading={words.place}
              caption={words.placesCaption}
            />
          </Section>
        </>
      ) : (
        <p>{words.waiting}</p>
      )}
      <Ledger log={log} />
      <Section title={witnessWords.title} id="witnesses">
        <p>{witnessWords.lede}</p>
        <Witnesses witnesses={witnesses} />
      </Section>
    </div>
  );
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

type ShownRow = { key: string; name: string; to: string | null; shown: number };
type ShownProps = { rows: readonly ShownRow[]; rest: number; heading: string; caption: string };

function Shown({ rows, rest, heading, caption }: ShownProps) {
  const locale = useLocale();
  const words = useMessages().counting.figures;
  return (
    <>
      {rows.length === 0 ? (
        <p>{words.nothing}</p>
      ) : (
        <Table
          caption={caption}
          rows={rows}
          rowKey={({ key }) => key}
          stacks={false}
          columns={[
            { key: 'name', heading, cell: ({ name, to }) => (to ? <PageLink to={to}>{name}</PageLink> : name) },
            { key: 'shown', heading: words.shown, numeric: true, cell: ({ shown }) => formatNumber(locale, shown) },
          ]}
        />
      )}
      <p>
        {rest < 0 ? words.owed(formatNumber(locale, -rest)) : words.rest(formatNumber(locale, rest))}{' '}
        <PageLink to="/counting#breakdowns">{words.rules}</PageLink>
      </p>
    </>
  );
}

function Ledger({ log }: { log: FiguresView['log'] }) {
  const words = useMessages().counting.check;
  return (
    <Section title={words.title} id="check">
      <p>{words.lede}</p>
      {log ? (
        <>
          <Command>{`node verify.mjs recount ${log.url}`}</Command>
          <h3>{words.address}</h3>
          <ul>
            {(['checkpoint', 'counts', 'csv'] as const).map((file) => (
              <li key={file}>
                <a href={`${log.url}/${fileNames[file]}`}>{fileNames[file]}</a>: {words.files[file]}
              </li>
            ))}
          </ul>
          <h3>{words.key}</h3>
          <Command>{log.verifierKeys.join('\n')}</Command>
        </>
      ) : (
        <p>{words.none}</p>
      )}
      <p>
        <PageLink to="/verify">{words.receipt}</PageLink>
      </p>
    </Section>
  );
}

const fileNames = { checkpoint: 'checkpoint', counts: 'counts.json', csv: 'ledger.csv' } as const;
