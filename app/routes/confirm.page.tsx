import { Fragment } from 'react';
import type { Standing } from '#app/domain/signature/seat.ts';
import type { RefusalWords } from '#app/http/refusals.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { DetailsFields } from '#app/ui/details-fields.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary, type FormFault, Notice } from '#app/ui/notice.tsx';
import { ActCard, PageHead } from '#app/ui/page-head.tsx';
import { type Sent, useFaultWords } from '#app/ui/submission-form.tsx';

type Challenge = {
  name: string;
  zip: string;
  campaignTitle: string;
  state: string | null;
  ispSlug: string | null;
  ispName: string | null;
  isNamePublic: boolean;
  standing: Standing;
};

/** What the page of a mailed link shows. `sent`: the correction as it came back with faults; `remark`: what became of one. */
export type ConfirmView = {
  token: string;
  challenge: Challenge;
  isps: readonly { slug: string; name: string }[];
  sent?: Sent;
  remark?: 'saved' | 'used' | null;
};

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

function Facts({ challenge }: { challenge: Challenge }) {
  const { confirm } = useMessages().sign;
  const { campaignTitle, name, zip, state, ispName, isNamePublic } = challenge;
  const facts = [
    [confirm.campaign, campaignTitle],
    [confirm.name, name],
    [confirm.zip, zip],
    [confirm.state, state ?? confirm.notGiven],
    [confirm.isp, ispName ?? confirm.notGiven],
    [confirm.namePublic, isNamePublic ? confirm.yes : confirm.no],
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

/** Closed at first; open where it is the only thing to do, and where faults came back. */
function Correction({ view: { challenge, isps, token, sent } }: { view: ConfirmView }) {
  const { correct } = useMessages().sign.confirm;
  const locale = useLocale();
  const words = useFaultWords();
  const faults: FormFault[] = Object.entries(sent?.error ?? {}).flatMap(([id, codes]) =>
    codes?.[0] ? [{ id, message: words(codes[0]) }] : [],
  );
  const { name, zip, ispSlug, isNamePublic, standing } = challenge;
  return (
    <details id="correct" open={standing === 'shared' || faults.length > 0}>
      <summary>{correct.summary}</summary>
      <p className="small">{correct.hint}</p>
      <ErrorSummary faults={faults} />
      <form method="post" action={pathInLocale(locale, `/confirm/${token}/details#correct`)} noValidate>
        <DetailsFields withName values={{ name, zip, isp: ispSlug ?? 'other', isNamePublic }} isps={isps} sent={sent} />
        <Button weight="quiet" wide>
          {correct.button}
        </Button>
      </form>
    </details>
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
