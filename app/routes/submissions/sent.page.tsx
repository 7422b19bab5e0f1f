import type { RefusalWords } from '#app/http/refusals.ts';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { MailSent } from '#app/ui/mail-sent.tsx';

type SentView = { claim: string | null; isDevelopment: boolean };
type Answer = { fault: 'code_shape' | null; refusal: RefusalWords | null } | undefined;

/** After a form about an ISP: where the mail's code is entered. */
export function SentPage({ view, answer }: { view: SentView; answer: Answer }) {
  const { sign, submission } = useMessages();
  const locale = useLocale();
  const refusal = answer?.refusal;
  const message = answer?.fault ? sign.faults[answer.fault] : refusal ? `${refusal.title}. ${refusal.text}` : null;
  return (
    <MailSent
      action={view.claim && pathInLocale(locale, `/submissions/sent?claim=${view.claim}`)}
      message={message}
      isDevelopment={view.isDevelopment}
      words={submission.sent}
    />
  );
}
