import type { LetterView } from '#app/domain/letter/letter.server.ts';
import { type LetterSource, postalLines } from '#app/domain/letter/source.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { ActCard, PageHead, Section } from '#app/ui/page-head.tsx';
import { Arrival } from './arrival.tsx';
import { OwnShare } from './help.tsx';
import { LetterSteps, LetterText } from './parts.tsx';

type Refusal = { text: string; reason: string } | null;
type Props = { letter: LetterView; shown: LetterSource; refusal: Refusal };

/** The letter as it will leave by each channel, read from the bytes that are stored; what becomes public with it; and the button that sends it. */
export function PreviewPage({ letter, shown, refusal }: Props) {
  const { letter: common, compose } = useMessages();
  const { preview, problem } = common;
  const words = compose.preview;
  return (
    <>
      <LetterSteps at="preview" letter={letter} />
      <PageHead
        modest
        kick={<span lang={letter.locale}>{letter.campaign.title}</span>}
        title={preview.title}
        lede={preview.lede}
      />
      <ErrorSummary faults={refusal ? [{ message: refusal.text }] : []} title={problem} />
      {shown.docket ? <PublicNotice docket={shown.docket.number} shown={shown} /> : null}
      <Section title={words.waysTitle} id="ways">
        <div className="arrivals">
          {shown.ways.map((way) => (
            <Arrival key={way.channel} way={way} shown={shown} />
          ))}
        </div>
      </Section>
      <Section title={words.letter} id="letter">
        <article className="letter-sheet" lang={letter.locale}>
          <p>
            <b>{shown.subject}</b>
          </p>
          <LetterText body={shown.body} />
        </article>
        <details className="letter-fold">
          <summary>{words.bytesTitle}</summary>
          <p className="small">{words.bytesHint}</p>
          <LetterText body={letter.bytes ?? ''} />
          <p className="small">
            {preview.fingerprint}: <code className="digest">{letter.seen}</code>
          </p>
          <p className="small">{words.from(letter.template.name, letter.template.version)}</p>
        </details>
      </Section>
      <div className="max-w-2xl">
        <OwnShare letter={letter} />
        <Act letter={letter} shown={shown} refusal={refusal} />
        <p className="form-end">
          <ButtonLink to={`/letters/${letter.publicId}/words`}>{words.toWords}</ButtonLink>{' '}
          <ButtonLink to={`/letters/${letter.publicId}/edit`}>{preview.back}</ButtonLink>
        </p>
      </div>
    </>
  );
}

/** What becomes public for good with a letter to a docket; stands before everything that sends. */
function PublicNotice({ docket, shown }: { docket: string; shown: LetterSource }) {
  const words = useMessages().compose.preview;
  const { postal, fromName, replyTo } = shown;
  return (
    <Notice tone="down" title={words.publicTitle}>
      <p>{words.publicText(docket)}</p>
      <ul className="channel-notes">
        <li>
          {words.publicName}: <b>{fromName}</b>
        </li>
        {postal ? (
          <li>
            {words.publicAddress}: <b>{postalLines(postal).join(', ')}</b>
          </li>
        ) : null}
        {replyTo ? (
          <li>
            {words.publicEmail}: <b>{replyTo}</b>
          </li>
        ) : null}
        <li>{words.publicLetter}</li>
      </ul>
    </Notice>
  );
}

function Act({ letter, shown, refusal }: Props) {
  const { preview } = useMessages().letter;
  const words = useMessages().compose.preview;
  const { consent } = letter;
  const has = (channel: string) => shown.ways.some((way) => way.channel === channel);
  const button = has('docket')
    ? words.send.docket(letter.addresseeName)
    : has('email')
      ? preview.button(letter.addresseeName)
      : has('web_form')
        ? words.send.form
        : preview.buttonPaper;
  const isStale = refusal && ['ways_changed', 'consent_changed', 'text_changed'].includes(refusal.reason);
  return (
    <ActCard>
      {shown.docket ? null : (
        <>
          <h2>{preview.notice}</h2>
          <p>{letter.addressee.kind === 'isp' ? preview.noticeIsp : preview.noticeText}</p>
        </>
      )}
      <h2>{preview.consentTitle}</h2>
      <p lang={letter.locale}>{consent?.body}</p>
      {consent ? <p className="small">{words.consentVersion(consent.version)}</p> : null}
      <form method="post">
        <input type="hidden" name="seen" value={letter.seen ?? ''} />
        <input type="hidden" name="consent" value={consent?.id ?? ''} />
        {isStale ? (
          <Button wide name="intent" value="again">
            {words.again}
          </Button>
        ) : (
          <Button wide name="intent" value="send">
            {button}
          </Button>
        )}
      </form>
    </ActCard>
  );
}
