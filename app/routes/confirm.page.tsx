import { Fragment } from 'react';
import type { RefusalWords } from '#app/http/refusals.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { ActCard, PageHead } from '#app/ui/page-head.tsx';
import { type ConfirmView, Correction } from './confirm.correction.tsx';

/** What is about to be confirmed, the form that corrects it, and the button that confirms; changes nothing by itself. */
export function ConfirmPage({ view }: { view: ConfirmView }) {
  const { confirm } = useMessages().sign;
  const locale = useLocale();
  const { challenge, token, remark } = view;
  const { standing } = challenge;
  if (standing === 'held') return <HeldPage />;
  const head = {
    first: { title: confirm.title, lede: confirm.lede },
    second: { title: confirm.title, lede: confirm.lede },
    confirmed: { title: confirm.againTitle, lede: confirm.againLede },
    shared: confirm.shared,
  }[standing];
  const isDone = standing === 'confirmed';
  return (
    <>
      <PageHead modest {...head} />
      <div className="max-w-2xl">
        {remark ? (
          <div role="status">
            <Notice tone={remark === 'saved' ? 'good' : 'plain'}>
              <p>{confirm.correct[remark]}</p>
            </Notice>
          </div>
        ) : null}
        <ActCard>
          <Facts challenge={challenge} />
          {standing === 'second' ? <p>{confirm.second}</p> : null}
          {standing === 'shared' ? null : (
            <form method="post" action={pathInLocale(locale, `/confirm/${token}`)}>
              <Button wide>{isDone ? confirm.againButton : confirm.button}</Button>
            </form>
          )}
          {isDone ? <MyPageLink /> : <Correction view={view} />}
          {isDone ? null : <p className="small">{confirm.notYou}</p>}
        </ActCard>
      </div>
    </>
  );
}

function Facts({ challenge }: { challenge: ConfirmView['challenge'] }) {
  const { confirm } = useMessages().sign;
  const { campaignTitle, name, zip, state, ispName, isNamePublic, isSubscribing, partner } = challenge;
  const facts = [
    [confirm.campaign, campaignTitle],
    [confirm.name, name],
    [confirm.zip, zip],
    [confirm.state, state ?? confirm.notGiven],
    [confirm.isp, ispName ?? confirm.notGiven],
    [confirm.namePublic, isNamePublic ? confirm.yes : confirm.no],
    [confirm.alerts, isSubscribing ? confirm.yes : confirm.no],
    ...(partner ? [[confirm.partner(partner.name), partner.isAgreed ? confirm.yes : confirm.no]] : []),
  ];
  return (
    <dl className="facts">
      {facts.map(([term, fact]) => (
        <Fragment key={term}>
          <dt>{term}</dt>
          <dd>{fact}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function MyPageLink() {
  const { confirm } = useMessages().sign;
  return (
    <p className="small">
      <PageLink to="/me">{confirm.myPage}</PageLink>
    </p>
  );
}

/** The mailbox is proved, and an organizer looks at the signature before it counts. */
function HeldPage() {
  const { held } = useMessages().sign.confirm;
  return (
    <>
      <PageHead modest title={held.title} lede={held.lede} />
      <div className="max-w-2xl">
        <p>{held.text}</p>
        <MyPageLink />
      </div>
    </>
  );
}

/** A link that confirms nothing, and what can be done instead. */
export function RefusedPage({ refusal }: { refusal: RefusalWords | null }) {
  const { confirm, refusals } = useMessages().sign;
  const { title, text } = refusal ?? refusals.unknown;
  return (
    <>
      <PageHead modest title={title} lede={text} />
      <p>
        <ButtonLink to="/campaigns">{confirm.allCampaigns}</ButtonLink>
      </p>
    </>
  );
}
