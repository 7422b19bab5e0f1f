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
import { OwnShare, Room, useLengthFaults } from './help.tsx';
import { LetterSteps } from './parts.tsx';
import { PostalFields } from './postal-fields.tsx';

/** `isUnread`: whoever comes wanted to send it, and its text had changed since the preview. */
type Props = { letter: LetterView; answer: EditAnswer | null; isUnread: boolean };

/** The draft in its fields; what was typed stays whatever happens. */
export function EditPage({ letter, answer, isUnread }: Props) {
  const { letter: words, compose } = useMessages();
  const { edit, faults, problem } = words;
  const { subject = null, body = null } = answer?.faults ?? {};
  const tooLong = useLengthFaults(answer?.lengthFaults ?? []);
  const postalFaults = Object.entries(answer?.addressFaults ?? {});
  const wrong: FormFault[] = [
    ...(answer?.refusal ? [{ message: answer.refusal }] : []),
    ...(subject ? [{ id: 'subject', message: faults[subject] }] : []),
    ...(body ? [{ id: 'body', message: faults[body] }] : []),
    ...tooLong.map((message) => ({ id: 'body', message })),
    ...postalFaults.map(([id, fault]) => ({ id, message: compose.postal.faults[fault] })),
  ];
  return (
    <>
      <LetterSteps at="draft" letter={letter} />
      <PageHead
        modest
        kick={<span lang={letter.locale}>{letter.campaign.title}</span>}
        title={edit.title(letter.addresseeName)}
        lede={edit.lede}
      />
      <ErrorSummary faults={wrong} {...(answer?.refusal ? { title: problem } : {})} />
      {isUnread && !answer ? (
        <div role="status">
          <Notice tone="down">
            <p>{edit.unread}</p>
          </Notice>
        </div>
      ) : null}
      {answer?.isSaved ? (
        <div role="status">
          <Notice tone="good">
            <p>{edit.saved}</p>
          </Notice>
        </div>
      ) : null}
      <TwoColumns
        main={
          <form method="post" encType="multipart/form-data">
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
              errors={body ? [faults[body]] : tooLong}
              lang={letter.locale}
            />
            <PostalFields letter={letter} typed={answer?.address ?? null} faults={answer?.addressFaults ?? {}} />
            <p className="form-end">
              <Button name="intent" value="next">
                {compose.next}
              </Button>{' '}
              <Button weight="quiet" name="intent" value="preview">
                {compose.straight}
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

/** Entries that one sentence rests on, shown as one with the sources of all. */
function citedOnce(evidence: LetterView['evidence']): LetterView['evidence'] {
  const texts = [...new Set(evidence.map(({ text }) => text))];
  return texts.flatMap((text) => {
    const same = evidence.filter((one) => one.text === text);
    return same
      .slice(0, 1)
      .map((first) => ({ ...first, sources: [...new Set(same.flatMap(({ sources }) => sources))] }));
  });
}

function Aside({ letter }: { letter: LetterView }) {
  const { edit } = useMessages().letter;
  const locale = useLocale();
  const isSilentOnIsp = letter.evidence.every(({ kind }) => kind === 'law' || kind === 'record');
  return (
    <>
      <OwnShare letter={letter} />
      <p className="small">{edit.ownHelp}</p>
      <Room letter={letter} />
      <h2 className="h3">{edit.factTitle}</h2>
      {citedOnce(letter.evidence).map(({ ref, text, sources }) => (
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
