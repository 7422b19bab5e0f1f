import type { IspName, IspNetwork, IspProfile } from '#app/domain/isp/isp.ts';
import { formatNumber } from '#app/ui/count.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { OutsideLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Source } from '#app/ui/source-list.tsx';
import { Table } from '#app/ui/table.tsx';

/** Owner, names, technology and subscribers of an ISP, as far as published. */
export function IspCompany({ isp, untitled }: { isp: IspProfile; untitled?: boolean }) {
  const words = useMessages().isp;
  const technologies: Record<string, string | undefined> = words.technologies;
  return (
    <>
      {untitled ? null : <h2>{words.about}</h2>}
      <dl className="facts">
        <dt>{words.owner}</dt>
        <dd lang={isp.parent ? 'en' : undefined}>{isp.parent ?? words.unknown}</dd>
        <dt>{words.brands}</dt>
        <dd>
          <Names names={isp.brands} />
        </dd>
        <dt>{words.formerNames}</dt>
        <dd>
          <Names names={isp.formerNames} />
        </dd>
        <dt>{words.technology}</dt>
        <dd>{isp.technologies.map((technology) => technologies[technology] ?? technology).join(', ')}</dd>
        <dt>{words.subscribers}</dt>
        <dd>
          <Subscribers isp={isp} />
        </dd>
        {isp.website ? (
          <>
            <dt>{words.website}</dt>
            <dd>
              <OutsideLink href={isp.website}>{isp.website.replace(/^https?:\/\//, '')}</OutsideLink>
            </dd>
          </>
        ) : null}
      </dl>
      {isp.note ? (
        <p className="small" lang="en">
          {isp.note}
        </p>
      ) : null}
    </>
  );
}

function Names({ names }: { names: readonly IspName[] }) {
  const words = useMessages().isp;
  if (names.length === 0) return words.none;
  return names.map(({ name, note }, index) => (
    <span key={name}>
      {index > 0 ? ', ' : ''}
      {name}
      {note ? (
        <span className="small" lang="en">
          {' '}
          ({note})
        </span>
      ) : null}
    </span>
  ));
}

function Subscribers({ isp: { subscribers } }: { isp: IspProfile }) {
  const locale = useLocale();
  const { isp: words, shell } = useMessages();
  if (!subscribers) return words.unknown;
  const date = formatDate(locale, subscribers.asOf, subscribers.asOfPrecision);
  return (
    <>
      {words.subscribersAsOf(formatNumber(locale, subscribers.count), date)}
      <p className="small">
        {shell.source}:{' '}
        <span lang="en">
          <Source text={subscribers.source} />
          {subscribers.note ? (
            <>
              ; <Source text={subscribers.note} />
            </>
          ) : null}
        </span>
        . {subscribers.confidence === 'partly' ? words.partly : null}
      </p>
    </>
  );
}

/** The networks by which the site recognises the ISP. */
export function IspNetworks({ networks }: { networks: readonly IspNetwork[] }) {
  const words = useMessages().isp;
  const locale = useLocale();
  if (networks.length === 0) return null;
  return (
    <Section title={words.networks} id="networks">
      <p>{words.networksWhy}</p>
      <details className="more">
        <summary>{words.networksShow(networks.length)}</summary>
        <Table
          rows={networks}
          rowKey={({ asn }) => asn}
          columns={[
            { key: 'asn', heading: words.asn, cell: ({ asn }) => `AS${asn}` },
            { key: 'addresses', heading: words.addresses, cell: (n) => formatNumber(locale, n.ipv4Addresses) },
            { key: 'organization', heading: words.organization, cell: (n) => <span lang="en">{n.organization}</span> },
            { key: 'use', heading: words.use, cell: (n) => <Use network={n} /> },
          ]}
        />
      </details>
    </Section>
  );
}

function Use({ network }: { network: IspNetwork }) {
  const words = useMessages().isp;
  return (
    <>
      {words.uses[network.use]}
      {network.useNote ? <span lang="en">; {network.useNote}</span> : null}
    </>
  );
}
