import { Fragment } from 'react';
import type { LetterView } from '#app/domain/letter/letter.server.ts';
import { maxBodyChars, maxSubjectChars } from '#app/domain/letter/letter.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, TextArea } from '#app/ui/field.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary, type FormFault, Notice } from '#app/ui/notice.tsx';
import { PageHead, TwoColumns } from '#app/ui/page-head.tsx';
import { SourceList } from '#app/ui/source-list.tsx';
import type { EditAnswer } from './edit.form.server.ts';

type Props = { letter: LetterView; answer: EditAnswer | null };

/** The draft in two fields; what was typed stays whatever happens. */
export function EditPage({ letter, answer }: Props) {
  const { edit, faults, problem } = useMessages().letter;
  const { subject = null, body = null } = answer?.faults ?? {};
  const wrong: FormFault[] = [
    ...(answer?.refusal ? [{ message: answer.refusal }] : []),
    ...(subject ? [{ id: 'subject', message: faults[subject] }] : []),
    ...(body ? [{ id: 'body', message: faults[body] }] : []),
  ];
  return (
    <>
      <PageHead
        modest
        kick={<span lang={letter.locale}>{letter.campaign.title}</span>}
        title={edit.title(letter.addresseeName)}
        lede={edit.lede}
      />
      <ErrorSummary faults={wrong} {...(answer?.refusal ? { title: problem } : {})} />
      {answer?.isSaved ? (
        <div role="status">
          <Notice tone="good">
            <p>{edit.saved}</p>
          </Notice>
        </div>
      ) : null}
      <TwoColumns
        main={
          <form method="post">
            <Field
              id="subject"
              name="subject"
              label={edit.subject}
              defaultValue={answer?.subject ?? letter.subject}
              maxLength={maxSubjectChars}
              required
              errors={subject ? [faults[subject]] : []}
              lang={letter.locale}
            />
            <TextArea
              id="body"
              name="body"
              label={edit.body}
              hint={edit.bodyHint}
              defaultValue={answer?.body ?? letter.body}
              maxLength={maxBodyChars}
              required
              rows={24}
              errors={body ? [faults[body]] : []}
              lang={letter.locale}
            />
            <p className="form-end">
              <Button name="intent" value="preview">
                {edit.preview}
              </Button>{' '}
              <Button weight="quiet" name="intent" value="save">
                {edit.save}
              </Button>
            </p>
          </form>
        }
        side={<Aside letter={letter} />}
      />
    </>
  );
}

function Aside({ letter }: { letter: LetterView }) {
  const { edit } = useMessages().letter;
  const locale = useLocale();
  const isSilentOnIsp = letter.evidence.every(({ kind }) => kind === 'law');
  return (
    <>
      <h2 className="h3">{edit.ownTitle}</h2>
      <p>{edit.own(letter.ownWords.own, letter.ownWords.total)}</p>
      <p className="small">{edit.ownHelp}</p>
      <h2 className="h3">{edit.factTitle}</h2>
      {letter.evidence.map(({ ref, text, sources }) => (
        <Fragment key={ref}>
          <p lang={letter.locale}>{text}</p>
          <SourceList sources={sources} />
        </Fragment>
      ))}
      {locale === 'es' && letter.evidence.length > 0 ? <p className="small">{edit.evidenceLanguage}</p> : null}
      {isSilentOnIsp ? <p className="small">{edit.noFact}</p> : null}
      <form method="post" className="form-apart">
        <Button weight="quiet" name="intent" value="discard" aria-describedby="discard-hint">
          {edit.discard}
        </Button>
        <p className="small" id="discard-hint">
          {edit.discardHint}
        </p>
      </form>
    </>
  );
}
