import { Button } from '#app/ui/button.tsx';
import { FactDate } from '#app/ui/fact-date.tsx';
import { Field } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary, type FormFault } from '#app/ui/notice.tsx';
import { ActCard, PageHead, TwoColumns } from '#app/ui/page-head.tsx';
import { SourceList } from '#app/ui/source-list.tsx';
import { type Sent, useFaultWords, useSent } from '#app/ui/submission-form.tsx';

type AskPageProps = {
  sent: Sent;
  /** What an investigation found in 2017's comments; null where the timeline does not hold it. */
  finding: { date: string; sources: readonly string[] } | null;
};

/** Asks for the mailbox whose name is in question, and optionally a name to look for on the public record. */
export function AskPage({ sent, finding }: AskPageProps) {
  const { inquiry, sign, submission } = useMessages();
  const { form } = inquiry;
  const field = useSent(sent);
  const words = useFaultWords();
  const faults: FormFault[] = Object.entries(sent?.error ?? {}).flatMap(([id, codes]) =>
    codes?.[0] ? [{ id, message: words(codes[0]) }] : [],
  );
  return (
    <>
      <PageHead modest title={inquiry.title} lede={inquiry.lede} />
      {finding ? (
        <div className="small finding">
          {inquiry.finding} <FactDate date={finding.date} />
          <SourceList sources={finding.sources} />
        </div>
      ) : null}
      <TwoColumns
        main={
          <ActCard id="form">
            <ErrorSummary faults={faults} />
            <form method="post" action="#form" noValidate>
              <Field
                {...field('email')}
                type="email"
                label={form.email}
                hint={form.emailHint}
                autoComplete="email"
                required
              />
              <Field {...field('name')} label={form.name} hint={form.nameHint} autoComplete="name" />
              <div className="sr-only" aria-hidden="true">
                <label htmlFor="website">{sign.trap}</label>
                <input id="website" name="website" type="text" tabIndex={-1} autoComplete="off" />
              </div>
              <Button wide>{form.button}</Button>
            </form>
            <p className="small">
              {form.promise} <PageLink to="/privacy">{submission.privacy}</PageLink>
            </p>
          </ActCard>
        }
        side={
          <div className="prose">
            <h2>{inquiry.howTitle}</h2>
            <ul>
              {inquiry.how.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        }
      />
    </>
  );
}
