import { Fragment, type ReactNode } from 'react';
import type { SubmissionSays, SubmissionSeen } from '#app/domain/submission/find.server.ts';
import type { RefusalWords } from '#app/http/refusals.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { ActCard, PageHead } from '#app/ui/page-head.tsx';
import { GistFacts } from '#app/ui/report.tsx';

type Waiting = Extract<SubmissionSeen, { isConfirmed: false }>;

/** What is about to be confirmed, word for word, and the button that does it; the address of the page is where it posts. */
export function ConfirmPage({ seen }: { seen: Waiting }) {
  const { confirm } = useMessages().submission;
  const { says } = seen;
  const words = confirm[says.kind];
  const facts: [string, ReactNode][] = [
    [confirm.name, seen.name],
    ...(seen.isp ? [[confirm.isp, seen.isp.name] as [string, ReactNode]] : []),
    ...(seen.incident ? [[confirm.incident, seen.incident.title] as [string, ReactNode]] : []),
  ];
  return (
    <>
      <PageHead modest title={words.title} lede={'lede' in words ? words.lede : confirm.lede} />
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
          <Says says={says} />
          <form method="post">
            <Button wide>{words.button}</Button>
          </form>
          <p className="small">{confirm.notYou}</p>
        </ActCard>
      </div>
    </>
  );
}

function Says({ says }: { says: SubmissionSays }) {
  const { submission, report } = useMessages();
  const { confirm } = submission;
  if (says.kind === 'me_too') return says.gist ? <GistFacts gist={says.gist} /> : <p>{confirm.me_too.gone}</p>;
  if (says.kind === 'report') {
    const { whatHappened, plan, usState } = says.details;
    return (
      <GistFacts
        gist={says.details}
        more={[
          [report.facts.words, <Kept key="words">{whatHappened}</Kept>],
          [report.facts.plan, plan ?? confirm.notGiven],
          [report.facts.state, usState ?? confirm.notGiven],
        ]}
      />
    );
  }
  const facts: [string, ReactNode][] =
    says.kind === 'correction'
      ? [
          [confirm.correction.whatIsWrong, <Kept key="words">{says.whatIsWrong}</Kept>],
          [confirm.correction.source, says.source ?? confirm.notGiven],
        ]
      : [
          [confirm.reply.role, says.role],
          [confirm.reply.domain, says.domain],
          [confirm.reply.body, <Kept key="words">{says.body}</Kept>],
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

function Kept({ children }: { children: string }) {
  return <span className="kept-words">{children}</span>;
}

/** A link that confirms nothing, and what can be done instead. */
export function RefusedPage({ refusal }: { refusal: RefusalWords | null }) {
  const { confirm, refusals } = useMessages().submission;
  const { title, text } = refusal ?? refusals.submission_unknown;
  return (
    <>
      <PageHead modest title={title} lede={text} />
      <p>
        <ButtonLink to="/isps">{confirm.all}</ButtonLink>
      </p>
    </>
  );
}
