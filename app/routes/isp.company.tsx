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
        <dd>
          <span lang={isp.parent ? 'en' : undefined}>{isp.parent ?? words.unknown}</span>
          <CompanySource texts={[isp.parent]} />
        </dd>
        <dt>{words.brands}</dt>
        <dd>
          <Names names={isp.brands} />
          <CompanySource texts={isp.brands.map(({ note }) => note)} />
        </dd>
        <dt>{words.formerNames}</dt>
        <dd>
          <Names names={isp.formerNames} />
          <CompanySource texts={isp.formerNames.map(({ note }) => note)} />
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
        <p className="small">
          <span lang="en">{isp.note}</span> <a href="#source-company">{words.companyFacts}</a>
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

/** Where an owner or a name comes with a figure ("in 20 states"), the way to what it rests on. */
function CompanySource({ texts }: { texts: readonly (string | null)[] }) {
  const words = useMessages().isp;
  if (!texts.some((text) => text && /\d/.test(text))) return null;
  return (
    <span className="small">
      {' '}
      <a href="#source-company">{words.companyFacts}</a>
    </span>
  );
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
        <a href="#source-company">{shell.source}</a>:{' '}
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
  const { isp: words, shell } = useMessages();
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
            {
              key: 'source',
              heading: shell.source,
              cell: () => <a href="#source-networks">{words.addressData}</a>,
            },
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
