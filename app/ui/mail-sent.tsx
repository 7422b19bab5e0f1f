import { CodeForm } from './code-form.tsx';
import { PageHead, TwoColumns } from './page-head.tsx';

type MailSentProps = {
  /** Where the code is posted to; null when the page was opened without a claim. */
  action: string | null;
  message: string | null;
  isDevelopment: boolean;
  words: {
    title: string;
    lede: string;
    code: string;
    codeHint: string;
    confirm: string;
    noMail: string;
    noMailReasons: readonly string[];
    development: string;
  };
};

/** After a form that is answered by mail: where the mail's code is entered. The same for every sender; shows no address. */
export function MailSent({ action, message, isDevelopment, words }: MailSentProps) {
  return (
    <>
      <PageHead modest title={words.title} lede={words.lede} />
      <TwoColumns
        main={action ? <CodeForm action={action} message={message} words={words} /> : null}
        side={
          <div className="prose">
            <h2>{words.noMail}</h2>
            <ul>
              {words.noMailReasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
            {isDevelopment ? (
              <p className="small">
                {words.development} <a href="/dev/mailbox">/dev/mailbox</a>
              </p>
            ) : null}
          </div>
        }
      />
    </>
  );
}
