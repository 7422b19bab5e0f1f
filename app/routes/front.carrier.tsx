import { Fragment } from 'react';
import { FactDate } from '#app/ui/fact-date.tsx';
import { IspChoice, IspPicker, IspSearch } from '#app/ui/isp-search.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { NetworkChoices } from '#app/ui/network-choice.tsx';
import { Section } from '#app/ui/page-head.tsx';
import type { FrontView } from './front.view.server.ts';

type CarrierView = FrontView['carrier'];

/** Who carries the visitor, how we know, and how to correct it. */
export function Carrier({ carrier }: { carrier: CarrierView }) {
  return (
    <>
      <WhoCarries carrier={carrier} /> <HowWeKnow />
    </>
  );
}

function WhoCarries({ carrier }: { carrier: CarrierView }) {
  const { front, network } = useMessages();
  const { isp, isStated, line, identification, choices } = carrier;
  const { kind, reason, isps, isHidden } = identification;
  if (isp) {
    const isKindTold = !isStated && kind !== 'unknown';
    return (
      <>
        {isStated ? front.youSaid : front.youSeem} <NamedIsp isp={isp} />
        {line ? `, ${network.lines[line]}` : null}
        {isKindTold ? `, ${network.kinds[kind]}` : null}
        {!isStated && reason === 'older_range' ? `, ${front.lessSure}` : null}.{' '}
        {choices.length > 1 ? (
          <>
            {network.shared} <NetworkChoices choices={choices} back="/" />{' '}
          </>
        ) : null}
        <a href="#choose">{isStated ? front.change : front.notRight}</a>
      </>
    );
  }
  if (isps.length > 1) {
    return (
      <>
        {front.youSeem}{' '}
        {isps.map(({ slug, name }, index) => (
          <Fragment key={slug}>
            {index > 0 ? ` ${front.or} ` : null}
            <b>{name}</b>
          </Fragment>
        ))}
        . {network.sharedBy} <NetworkChoices choices={choices} back="/" />
      </>
    );
  }
  return (
    <>
      {isHidden ? network.hidden : front.cannotSee}{' '}
      <a href="#choose">{isHidden ? network.hiddenChoose : front.chooseHere}</a>
    </>
  );
}

/** Today's name with brand and the name it bore, and the company that it was sold to. */
function NamedIsp({ isp }: { isp: NonNullable<CarrierView['isp']> }) {
  const { network } = useMessages();
  const also = [isp.brand, isp.formerName ? network.formerly(isp.formerName) : null].filter(Boolean).join('; ');
  return (
    <>
      <b>{isp.name}</b>
      {also ? ` (${also})` : null}
      {isp.owner ? (
        <>
          , {network.ownedSince(isp.owner.name)} <FactDate date={isp.owner.since} />
        </>
      ) : null}
    </>
  );
}

function HowWeKnow() {
  const { network } = useMessages();
  return <PageLink to="/isps/identify">{network.howWeKnow}</PageLink>;
}

/** The choice of an ISP: from the list, or by a search. */
export function Chooser({ view, asSection }: { view: FrontView; asSection?: boolean }) {
  const { front } = useMessages();
  const { isps, carrier } = view;
  const inside = (
    <>
      <p className="small">{front.chooseWhy}</p>
      <IspPicker isps={isps} chosenSlug={carrier.isp?.slug ?? null} back="/" />
      <IspSearch />
      {carrier.isStated ? <IspChoice slug="" back="/" words={front.forget} /> : null}
    </>
  );
  if (asSection) {
    return (
      <Section title={front.chooseTitle} id="choose">
        {inside}
      </Section>
    );
  }
  return (
    <div id="choose">
      <h2>{front.chooseTitle}</h2>
      {inside}
    </div>
  );
}
