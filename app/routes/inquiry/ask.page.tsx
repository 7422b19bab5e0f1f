import type { InquiryEntrance } from '#app/domain/inquiry/inquiry.ts';
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
  door: InquiryEntrance;
  sent: Sent;
  /** What an investigation found in 2017's comments; null where the timeline does not hold it. */
  finding: { date: string; sources: readonly string[] } | null;
};

/** Asks for the mailbox whose page it is, or whose name is in question, and then optionally for a name to look for on the public record. */
export function AskPage({ door, sent, finding }: AskPageProps) {
  const { inquiry, sign, submission } = useMessages();
  const { form } = inquiry;
  const isMe = door === 'me';
  const { title, lede, how } = isMe ? inquiry.me : inquiry;
  const field = useSent(sent);
  const words = useFaultWords();
  const faults: FormFault[] = Object.entries(sent?.error ?? {}).flatMap(([id, codes]) =>
    codes?.[0] ? [{ id, message: words(codes[0]) }] : [],
  );
  return (
    <>
      <PageHead modest title={title} lede={lede} />
      {finding && !isMe ? (
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
                hint={isMe ? inquiry.me.emailHint : form.emailHint}
                autoComplete="email"
                required
              />
              {isMe ? null : <Field {...field('name')} label={form.name} hint={form.nameHint} autoComplete="name" />}
              <div className="sr-only" aria-hidden="true">
                <label htmlFor="website">{sign.trap}</label>
                <input id="website" name="website" type="text" tabIndex={-1} autoComplete="off" />
              </div>
              <Button wide>{isMe ? inquiry.me.button : form.button}</Button>
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
              {how.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            {isMe ? (
              <p>
                {inquiry.me.otherTitle} <PageLink to="/my-name">{inquiry.me.other}</PageLink>
              </p>
            ) : (
              <p>
                <PageLink to="/me">{inquiry.me.title}</PageLink>
              </p>
            )}
          </div>
        }
      />
    </>
  );
}
