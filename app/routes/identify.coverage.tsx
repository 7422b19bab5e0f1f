import type { EditionName, RangeFacts } from '#app/domain/isp/ranges.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { FactDate } from '#app/ui/fact-date.tsx';
import { OutsideLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { Prose } from '#app/ui/page-head.tsx';
import { Table } from '#app/ui/table.tsx';

const rows = ['newest', 'older', 'hosting', 'announced'] as const;

/** How many addresses the look-up places, by edition, with the source and day of each. */
export function Coverage({ ranges: { editions, coverage }, count }: { ranges: RangeFacts; count: number }) {
  const { network } = useMessages();
  const locale = useLocale();
  const share = (part: number) =>
    new Intl.NumberFormat(locale === 'es' ? 'es-US' : 'en-US', {
      style: 'percent',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    }).format(part / Math.max(1, coverage.ipv4.announced));
  return (
    <>
      <Table
        caption={network.coveredCaption}
        columns={[
          { key: 'what', heading: network.coveredWhat, cell: (row) => network.coveredRows[row] },
          {
            key: 'ipv4',
            heading: network.coveredIpv4,
            numeric: true,
            cell: (row) => formatNumber(locale, coverage.ipv4[row]),
          },
          { key: 'share', heading: network.coveredIpv4Share, numeric: true, cell: (row) => share(coverage.ipv4[row]) },
          {
            key: 'ipv6',
            heading: network.coveredIpv6,
            numeric: true,
            cell: (row) => formatNumber(locale, coverage.ipv6[row]),
          },
        ]}
        rows={rows}
        rowKey={(row) => row}
      />
      <p className="small">{network.coveredNote(formatNumber(locale, count))}</p>
      <dl className="facts">
        <Edition words={network.editionNewest} edition={editions.newest} />
        {editions.older.map((edition) => (
          <Edition key={edition.name} words={network.editionOlder} edition={edition} />
        ))}
      </dl>
      <h3>{network.sources}</h3>
      <Prose>
        <ul>
          <li>
            {network.sourceRanges} <OutsideLink href="https://db-ip.com">{network.sourceDbIp}</OutsideLink>
          </li>
          <li>
            {network.sourceKinds}{' '}
            <OutsideLink href="https://github.com/X4BNet/lists_vpn">github.com/X4BNet/lists_vpn</OutsideLink>
          </li>
        </ul>
      </Prose>
    </>
  );
}

function Edition({ words, edition }: { words: string; edition: EditionName }) {
  const { network } = useMessages();
  return (
    <>
      <dt>{words}</dt>
      <dd>
        {edition.name}, {network.editionOf} <FactDate date={edition.dated} />
      </dd>
    </>
  );
}
