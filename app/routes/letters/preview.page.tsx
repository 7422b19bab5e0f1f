import type { LetterView } from '#app/domain/letter/letter.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary } from '#app/ui/notice.tsx';
import { ActCard, PageHead } from '#app/ui/page-head.tsx';
import { ChannelNotes, LetterText } from './parts.tsx';

type Props = { letter: LetterView; consent: { id: number; body: string } | null; refusal: string | null };

/** The letter as it will leave, what becomes public with it, and the button that sends it. */
export function PreviewPage({ letter, consent, refusal }: Props) {
  const { preview, edit, problem } = useMessages().letter;
  const { email, postal } = letter.channels;
  return (
    <>
      <PageHead
        modest
        kick={<span lang={letter.locale}>{letter.campaign.title}</span>}
        title={preview.title}
        lede={preview.lede}
      />
      <ErrorSummary faults={refusal ? [{ message: refusal }] : []} title={problem} />
      <article className="letter-sheet">
        <dl className="facts">
          <dt>{preview.from}</dt>
          <dd>{email ? preview.fromValue(letter.senderName) : letter.senderName}</dd>
          {email ? (
            <>
              <dt>{preview.replyTo}</dt>
              <dd>{letter.address}</dd>
            </>
          ) : null}
          <dt>{preview.to}</dt>
          <dd>
            {letter.addresseeName}
            {email ? null : <span className="small"> {preview.onPaper}</span>}
            <ChannelNotes email={email} postal={postal} />
          </dd>
          <dt>{preview.subject}</dt>
          <dd>
            <b lang={letter.locale}>{letter.subject}</b>
          </dd>
        </dl>
        <div lang={letter.locale}>
          <LetterText body={letter.body} />
        </div>
      </article>
      <p className="small">
        {edit.own(letter.ownWords.own, letter.ownWords.total)} {preview.fingerprint}:{' '}
        <code className="digest">{letter.seen}</code>
      </p>
      <div className="max-w-2xl">
        <ActCard>
          <h2>{preview.notice}</h2>
          <p>{letter.addressee.kind === 'isp' ? preview.noticeIsp : preview.noticeText}</p>
          <h3>{preview.consentTitle}</h3>
          <p lang={letter.locale}>{consent?.body}</p>
          <form method="post">
            <input type="hidden" name="seen" value={letter.seen ?? ''} />
            <input type="hidden" name="consent" value={consent?.id ?? ''} />
            <Button wide>{email ? preview.button(letter.addresseeName) : preview.buttonPaper}</Button>
          </form>
        </ActCard>
        <p className="form-end">
          <ButtonLink to={`/letters/${letter.publicId}/edit`}>{preview.back}</ButtonLink>
        </p>
      </div>
    </>
  );
}
