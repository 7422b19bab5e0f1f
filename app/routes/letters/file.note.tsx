import { daysLeft, maxTicketChars } from '#app/domain/complaint/complaint.ts';
import type { OwnFiling } from '#app/domain/complaint/own-filing.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { formatDay } from './parts.tsx';

/** What was wrong with a posted note, and what had been typed. */
export type NoteAnswer = { status: number; field: string | null; text: string; ticket: string; day: string };

type NoteFormProps = { filing: OwnFiling; isComplaint: boolean; answer: NoteAnswer | null; today: string };

/** The person says that they filed it: number and day. */
export function NoteForm({ filing, isComplaint, answer, today }: NoteFormProps) {
  const words = useMessages().filing;
  const { submission } = useMessages();
  const isDocket = filing.channel === 'docket';
  const faultOf = (field: string) => (answer?.field === field ? [answer.text] : []);
  return (
    <Section title={words.doneTitle} id="done">
      <p>{isDocket ? words.doneWhy.docket : isComplaint ? words.doneWhy.complaint : words.doneWhy.form}</p>
      <form method="post" className="max-w-2xl" noValidate>
        <input type="hidden" name="intent" value="filed" />
        <Field
          id="ticket"
          name="ticket"
          label={submission.optional(isDocket ? words.confirmation : words.ticket)}
          hint={words.ticketHint}
          maxLength={2 * maxTicketChars}
          autoComplete="off"
          defaultValue={answer?.ticket ?? ''}
          errors={faultOf('ticket')}
        />
        <Field
          id="day"
          name="day"
          type="date"
          max={today}
          required
          label={words.day}
          defaultValue={answer?.day ?? ''}
          errors={faultOf('day')}
        />
        <p className="form-end">
          <Button>{words.noted}</Button>
        </p>
      </form>
    </Section>
  );
}

/** That it is filed: day and number, the 30 days of a complaint, and the way back. */
export function NotedFiling({ filing, letterId, today }: { filing: OwnFiling; letterId: string; today: string }) {
  const words = useMessages().filing;
  const locale = useLocale();
  const { filed, complaint } = filing;
  if (!filed) return null;
  return (
    <Notice tone="good" title={filed.isOwn ? words.filedTitle : words.filedByUs}>
      <p>
        {words.filedOn} {formatDay(filed.at, locale)}. {words.number}: <b>{filed.number ?? words.noNumber}</b>.
      </p>
      {complaint ? (
        <>
          <p>
            {words.clock(
              formatDay(complaint.answerDueAt, locale),
              daysLeft(complaint.answerDueAt, new Date(`${today}T00:00:00Z`)),
            )}
          </p>
          <p className="small">{words.clockWhy}</p>
          <p>
            <ButtonLink to={`/letters/${letterId}/complaint`}>{words.outcomeLink}</ButtonLink>
          </p>
        </>
      ) : null}
      {filing.canTakeBack ? (
        <form method="post">
          <input type="hidden" name="intent" value="take_back" />
          <Button weight="quiet">{words.takeBack}</Button>
        </form>
      ) : null}
    </Notice>
  );
}
