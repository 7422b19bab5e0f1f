import { COMPLAINT_OUTCOMES, type ComplaintClock } from '#app/domain/complaint/complaint.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Choice, Fieldset } from '#app/ui/field.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { ActCard, PageHead } from '#app/ui/page-head.tsx';
import { formatDay } from './parts.tsx';

/** "Did they answer?", with the four answers; the address of the page is where it posts. */
export function ComplaintPage({ complaint, isMissing }: { complaint: ComplaintClock; isMissing: boolean }) {
  const { outcome: words, outcomes, clockWhy } = useMessages().filing;
  const locale = useLocale();
  const isp = complaint.ispName ?? words.provider;
  return (
    <>
      <PageHead modest title={words.title(isp)} lede={words.lede(formatDay(complaint.filedAt, locale))} />
      <ErrorSummary faults={isMissing ? [{ id: 'outcome', message: words.missing }] : []} />
      {complaint.outcome && complaint.outcomeAt ? (
        <Notice tone="good" title={words.saidTitle}>
          <p>
            <b>{outcomes[complaint.outcome].label}.</b> {words.said(formatDay(complaint.outcomeAt, locale))}
          </p>
        </Notice>
      ) : null}
      <div className="max-w-2xl">
        <ActCard>
          <form method="post">
            <Fieldset id="outcome" label={words.legend} errors={isMissing ? [words.missing] : []}>
              {COMPLAINT_OUTCOMES.map((outcome) => (
                <Choice
                  key={outcome}
                  id={`outcome-${outcome}`}
                  type="radio"
                  name="outcome"
                  value={outcome}
                  defaultChecked={complaint.outcome === outcome}
                  label={outcomes[outcome].label}
                />
              ))}
            </Fieldset>
            <Button wide>{words.save}</Button>
          </form>
          <p className="small">{words.counted}</p>
          <p className="small">{clockWhy}</p>
        </ActCard>
      </div>
    </>
  );
}

/** A link that opens no complaint. */
export function NoComplaintPage() {
  const { outcome: words } = useMessages().filing;
  return (
    <>
      <PageHead modest title={words.strangerTitle} lede={words.stranger} />
      <p>
        <ButtonLink to="/campaigns">{words.campaigns}</ButtonLink>
      </p>
    </>
  );
}
