import type { RefusalWords } from '#app/http/refusals.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary } from '#app/ui/notice.tsx';
import { ActCard, PageHead, TwoColumns } from '#app/ui/page-head.tsx';

type SentView = { claim: string | null; isDevelopment: boolean };
type Answer = { fault: 'code_shape' | null; refusal: RefusalWords | null } | undefined;

/** After a form: where the mail's code is entered. The same for every sender; shows no address. */
export function SentPage({ view, answer }: { view: SentView; answer: Answer }) {
  const { sign, submission } = useMessages();
  const { sent } = submission;
  const locale = useLocale();
  const refusal = answer?.refusal;
  const message = answer?.fault ? sign.faults[answer.fault] : refusal ? `${refusal.title}. ${refusal.text}` : null;
  return (
    <>
      <PageHead modest title={sent.title} lede={sent.lede} />
      <TwoColumns
        main={
          view.claim ? (
            <ActCard>
              {message ? <ErrorSummary faults={[{ id: 'code', message }]} /> : null}
              <form method="post" action={pathInLocale(locale, `/submissions/sent?claim=${view.claim}`)} noValidate>
                <Field
                  id="code"
                  name="code"
                  label={sent.code}
                  hint={sent.codeHint}
                  errors={message ? [message] : undefined}
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  maxLength={12}
                  required
                />
                <Button wide>{sent.confirm}</Button>
              </form>
            </ActCard>
          ) : null
        }
        side={
          <div className="prose">
            <h2>{sent.noMail}</h2>
            <ul>
              {sent.noMailReasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
            {view.isDevelopment ? (
              <p className="small">
                {sent.development} <a href="/dev/mailbox">/dev/mailbox</a>
              </p>
            ) : null}
          </div>
        }
      />
    </>
  );
}
