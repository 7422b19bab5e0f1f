import { Fragment } from 'react';
import { IspChoice, IspPicker, IspSearch } from '#app/ui/isp-search.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { Section } from '#app/ui/page-head.tsx';
import type { FrontView } from './front.view.server.ts';

/** Who carries the visitor, how we know, and how to correct it. */
export function Carrier({ carrier }: { carrier: FrontView['carrier'] }) {
  const { front } = useMessages();
  const { isp, isStated, candidates, use, isUnsure } = carrier;
  if (isp) {
    return (
      <>
        {isStated ? front.youSaid : front.youSeem}{' '}
        <b>
          {isp.name}
          {isp.brand && isp.brand !== isp.name ? ` (${isp.brand})` : ''}
        </b>
        {!isStated && use ? `, ${front.uses[use]}` : ''}
        {!isStated && isUnsure ? `, ${front.lessSure}` : ''}.{' '}
        <a href="#choose">{isStated ? front.change : front.notRight}</a>
      </>
    );
  }
  if (candidates.length > 1) {
    return (
      <>
        {front.youSeem}{' '}
        {candidates.map(({ slug, name }, index) => (
          <Fragment key={slug}>
            {index > 0 ? ` ${front.or} ` : null}
            <b>{name}</b>
          </Fragment>
        ))}
        .{' '}
        {candidates.map(({ slug, name }) => (
          <Fragment key={slug}>
            <IspChoice slug={slug} back="/" words={front.thisOne(name)} />{' '}
          </Fragment>
        ))}
      </>
    );
  }
  return (
    <>
      {front.cannotSee} <a href="#choose">{front.chooseHere}</a>
    </>
  );
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
