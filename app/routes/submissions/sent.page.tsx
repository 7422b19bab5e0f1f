import type { RefusalWords } from '#app/http/refusals.ts';
import { CodeForm } from '#app/ui/code-form.tsx';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { PageHead, TwoColumns } from '#app/ui/page-head.tsx';

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
            <CodeForm
              action={pathInLocale(locale, `/submissions/sent?claim=${view.claim}`)}
              message={message}
              words={sent}
            />
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
