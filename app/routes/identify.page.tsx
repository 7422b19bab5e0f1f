import { Fragment, type ReactNode } from 'react';
import type { Carrier } from '#app/domain/isp/carrier.server.ts';
import type { RangeFacts } from '#app/domain/isp/ranges.ts';
import { FactDate } from '#app/ui/fact-date.tsx';
import { IspChoice, IspPicker } from '#app/ui/isp-search.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { NetworkChoices } from '#app/ui/network-choice.tsx';
import { PageHead, Prose, Section } from '#app/ui/page-head.tsx';
import { Coverage } from './identify.coverage.tsx';

const here = '/isps/identify';

type IdentifyView = {
  carrier: Carrier;
  isps: readonly { slug: string; name: string }[];
  ranges: RangeFacts | null;
};

/** What the visitor is seen as, how that is done, what it cannot know, how far it reaches, what is not stored. */
export function IdentifyPage({ carrier, isps, ranges }: IdentifyView) {
  const { network } = useMessages();
  return (
    <div className="identify">
      <PageHead modest title={network.title} lede={network.lede} />
      <Section title={network.you} id="you">
        <Seen carrier={carrier} />
        <p className="small">{network.addressNotShown}</p>
        <p>{network.wrong}</p>
        <IspPicker isps={isps} chosenSlug={carrier.isp?.slug ?? null} back={here} />
        {carrier.isStated ? <IspChoice slug="" back={here} words={network.forget} /> : null}
      </Section>
      <Section title={network.how} id="how">
        <Points points={network.howSteps} isOrdered />
      </Section>
      <Section title={network.limits} id="limits">
        <Points points={network.limitPoints} />
      </Section>
      <Section title={network.covered} id="covered">
        {ranges ? <Coverage ranges={ranges} count={isps.length} /> : <p>{network.editionMissing}</p>}
      </Section>
      <Section title={network.notStored} id="not-stored">
        <Points points={network.notStoredPoints} />
      </Section>
    </div>
  );
}

function Seen({ carrier: { identification, choices, isp, isStated, line } }: { carrier: Carrier }) {
  const { network } = useMessages();
  const { isps, asn, kind, confidence, reason, isHidden } = identification;
  const [only] = isps.length === 1 ? isps : [];
  const owner = isStated ? null : isp?.owner;
  const rows: { name: string; value: ReactNode }[] = [
    { name: network.isp, value: isps.length > 0 ? <IspLinks isps={isps} /> : network.ispNone },
    ...(only && only.brands.length > 0 ? [{ name: network.brands, value: only.brands.join(', ') }] : []),
    ...(only && only.formerNames.length > 0 ? [{ name: network.formerNames, value: only.formerNames.join(', ') }] : []),
    ...(owner ? [{ name: network.owner, value: <OwnerSince owner={owner} /> }] : []),
    { name: network.asNumber, value: asn === null ? network.asNone : `AS${asn}` },
    { name: network.kind, value: network.kinds[kind] },
    { name: network.confidence, value: network.confidences[confidence] },
    { name: network.reason, value: network.reasons[reason] },
    {
      name: network.stated,
      value: isStated && isp ? `${isp.name}${line ? `, ${network.lines[line]}` : ''}` : network.statedNone,
    },
  ];
  return (
    <>
      <dl className="facts">
        {rows.map(({ name, value }) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      {isHidden && !isStated ? (
        <p>
          <strong>{network.hidden}</strong> {network.hiddenChoose}.
        </p>
      ) : null}
      {choices.length > 1 ? (
        <div>
          {network.shared} <NetworkChoices choices={choices} back={here} />
        </div>
      ) : null}
    </>
  );
}

function OwnerSince({ owner }: { owner: { name: string; since: string } }) {
  const { network } = useMessages();
  return (
    <>
      {network.ownedSince(owner.name)} <FactDate date={owner.since} />
    </>
  );
}

function IspLinks({ isps }: { isps: readonly { slug: string; name: string }[] }) {
  return (
    <>
      {isps.map(({ slug, name }, at) => (
        <span key={slug}>
          {at > 0 ? ', ' : null}
          <PageLink to={`/isps/${slug}`}>{name}</PageLink>
        </span>
      ))}
    </>
  );
}

function Points({ points, isOrdered }: { points: readonly string[]; isOrdered?: boolean }) {
  const items = points.map((point) => <li key={point}>{point}</li>);
  return <Prose>{isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>}</Prose>;
}
