import { Fragment } from 'react';
import type { RefusalWords } from '#app/http/refusals.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { ActCard, PageHead } from '#app/ui/page-head.tsx';

type Challenge = {
  name: string;
  campaignSlug: string;
  campaignTitle: string;
  state: string | null;
  ispName: string | null;
  isConfirmed: boolean;
};

/** What is about to be confirmed, and the button that does it; the address of the page is where it posts. */
export function ConfirmPage({ challenge }: { challenge: Challenge }) {
  const { confirm } = useMessages().sign;
  const { isConfirmed } = challenge;
  const facts = [
    [confirm.campaign, challenge.campaignTitle],
    [confirm.name, challenge.name],
    [confirm.state, challenge.state ?? confirm.notGiven],
    [confirm.isp, challenge.ispName ?? confirm.notGiven],
  ];
  return (
    <>
      <PageHead
        modest
        title={isConfirmed ? confirm.againTitle : confirm.title}
        lede={isConfirmed ? confirm.againLede : confirm.lede}
      />
      <div className="max-w-2xl">
        <ActCard>
          <dl className="facts">
            {facts.map(([term, fact]) => (
              <Fragment key={term}>
                <dt>{term}</dt>
                <dd>{fact}</dd>
              </Fragment>
            ))}
          </dl>
          <form method="post">
            <Button wide>{isConfirmed ? confirm.againButton : confirm.button}</Button>
          </form>
          {isConfirmed ? null : (
            <>
              <p className="small">{confirm.notYou}</p>
              <p className="small">
                {confirm.correct} <PageLink to={`/campaigns/${challenge.campaignSlug}`}>{confirm.signAgain}</PageLink>
              </p>
            </>
          )}
        </ActCard>
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
