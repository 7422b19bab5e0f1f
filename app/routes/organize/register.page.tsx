import type { ReactNode } from 'react';
import { statesAfter } from '#app/domain/incident/editorial.ts';
import type { readRegister } from '#app/domain/review/register.server.ts';
import type { RegisterDeed, RegisterRefusal } from '#app/domain/review/review.ts';
import { Button } from '#app/ui/button.tsx';
import { FactDate } from '#app/ui/fact-date.tsx';
import { Field, Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';

type Answer = { typed: Record<string, unknown> | null; refusal: RegisterRefusal | null; isDone: boolean } | undefined;
type RegisterPageProps = { seat: FrameSeat; held: Awaited<ReturnType<typeof readRegister>>; answer: Answer };

/** What waits for a decision: reports, corrections and replies, each with its form. */
export function RegisterPage({ seat, held: { reports, corrections, replies }, answer }: RegisterPageProps) {
  const { register: words } = useOrganizeMessages().review;
  return (
    <OrganizerPage seat={seat} title={words.title} lede={words.lede}>
      {answer?.isDone ? <Notice tone="good" title={words.done} /> : null}
      {answer?.refusal ? <Notice tone="down" title={words.refusals[answer.refusal]} /> : null}
      {answer && !answer.isDone && !answer.refusal ? <Notice tone="down" title={words.fault} /> : null}
      <Section title={words.reports} id="reports">
        {reports.length === 0 ? <p>{words.noReports}</p> : null}
        {reports.map((report) => (
          <Held key={report.publicId} what="report" id={report.publicId} to={statesAfter(report.state)} answer={answer}>
            <p>
              <PageLink to={`/reports/${report.publicId}`}>{report.ispSlug}</PageLink>: {report.service},{' '}
              {report.trouble}, <FactDate date={report.occurredOn} />.{' '}
              {report.isOwnNetwork ? words.own : words.elsewhere}
              {report.hasMeasurement ? `, ${words.measured}` : ''}; {words.confirmations(report.confirmations)}
            </p>
            <blockquote className="review-words">{report.whatHappened}</blockquote>
          </Held>
        ))}
      </Section>
      <Section title={words.corrections} id="corrections">
        {corrections.length === 0 ? <p>{words.noCorrections}</p> : null}
        {corrections.map(({ publicId, incidentSlug, incidentTitle, whatIsWrong, source }) => (
          <Held key={publicId} what="correction" id={publicId} to={['accepted', 'declined']} answer={answer}>
            <p>
              <PageLink to={`/incidents/${incidentSlug}`}>{incidentTitle}</PageLink>
            </p>
            <blockquote className="review-words">{whatIsWrong}</blockquote>
            {source ? <p className="review-words">{source}</p> : null}
          </Held>
        ))}
      </Section>
      <Section title={words.replies} id="replies">
        {replies.length === 0 ? <p>{words.noReplies}</p> : null}
        {replies.map(({ incidentSlug, reply }) => (
          <Held
            key={reply.publicId}
            what="reply"
            id={reply.publicId}
            to={reply.withdrawn ? [] : ['withdrawn']}
            answer={answer}
          >
            <p>
              <PageLink to={incidentSlug ? `/incidents/${incidentSlug}` : `/isps/${reply.ispSlug}`}>
                {incidentSlug ?? reply.ispSlug}
              </PageLink>
              , {reply.domain}
              {reply.withdrawn ? ` (${words.withdrawn})` : ''}
            </p>
          </Held>
        ))}
      </Section>
    </OrganizerPage>
  );
}

type HeldProps = {
  what: RegisterDeed['what'];
  id: string;
  to: readonly (RegisterDeed['to'] | 'new')[];
  answer: Answer;
  children: ReactNode;
};

function Held({ what, id, to, answer, children }: HeldProps) {
  const { register: words } = useOrganizeMessages().review;
  const typed = answer?.typed?.id === id ? answer.typed : null;
  const decisions = to.filter((one): one is RegisterDeed['to'] => one !== 'new');
  return (
    <article className="review-held" id={`held-${id}`}>
      {children}
      {decisions.length === 0 ? null : (
        <form method="post" action={`#held-${id}`}>
          <input type="hidden" name="what" value={what} />
          <input type="hidden" name="id" value={id} />
          {what === 'reply' ? (
            <input type="hidden" name="to" value="withdrawn" />
          ) : (
            <Select
              id={`to-${id}`}
              name="to"
              label={words.decision}
              defaultValue={String(typed?.to ?? decisions[0])}
              options={decisions.map((value) => ({ value, label: words.decisions[value] }))}
            />
          )}
          <Field
            id={`why-${id}`}
            name="why"
            label={what === 'correction' ? words.whyMail : words.why}
            defaultValue={String(typed?.why ?? '')}
            maxLength={1000}
            required
          />
          <Button weight="quiet">{what === 'reply' ? words.withdraw : words.decide}</Button>
        </form>
      )}
    </article>
  );
}
