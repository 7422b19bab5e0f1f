import { canChange } from '#app/domain/delivery/delivery.ts';
import type { LetterView } from '#app/domain/letter/letter.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary, Notice } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { Delivery } from './delivery.tsx';
import { formatInstant, LetterSteps, LetterText } from './parts.tsx';

type Props = { letter: LetterView; refusal: { text: string } | null };

/** What became of a letter by each channel, and what its writer can still do. */
export function StatusPage({ letter, refusal }: Props) {
  const { status, problem } = useMessages().letter;
  const locale = useLocale();
  const isSent = letter.status === 'sent';
  return (
    <>
      {isSent ? <LetterSteps at="sent" letter={letter} /> : null}
      <PageHead
        modest
        kick={<span lang={letter.locale}>{letter.campaign.title}</span>}
        title={status.title(letter.addresseeName)}
        lede={isSent && letter.sentAt ? status.sentOn(formatInstant(letter.sentAt, locale)) : status.stillDraft}
      />
      <ErrorSummary faults={refusal ? [{ message: refusal.text }] : []} title={problem} />
      {isSent ? <Sent letter={letter} /> : letter.status === 'discarded' ? null : <Unsent letter={letter} />}
      <Text letter={letter} />
      <p className="form-apart">
        <PageLink to={`/campaigns/${letter.campaign.slug}/letters`}>{status.others}</PageLink>
      </p>
    </>
  );
}

function Unsent({ letter }: { letter: LetterView }) {
  const { status } = useMessages().letter;
  return (
    <p>
      <ButtonLink weight="deed" to={`/letters/${letter.publicId}/edit`}>
        {status.continue}
      </ButtonLink>
    </p>
  );
}

function Sent({ letter }: { letter: LetterView }) {
  const { letter: common, addressee, compose } = useMessages();
  const { status } = common;
  const words = compose.status;
  const locale = useLocale();
  const next = letter.nextDraft;
  const canWithdraw = letter.deliveries.some(({ channel, state }) => canChange(channel, state, 'cancelled'));
  return (
    <Section title={status.deliveries} id="deliveries">
      {letter.withdrawnAt ? (
        <Notice tone="down">
          <p>{words.withdrawn(formatInstant(letter.withdrawnAt, locale))}</p>
        </Notice>
      ) : null}
      {letter.deliveries.map((delivery) => (
        <Delivery key={delivery.publicId} delivery={delivery} letter={letter} />
      ))}
      <p className="small">
        {status.reload}{' '}
        {letter.receiptMailedAt ? words.receiptMailed(formatInstant(letter.receiptMailedAt, locale)) : null}
      </p>
      {next ? (
        <Notice title={status.nextTitle}>
          <p>
            <ButtonLink weight="deed" to={`/letters/${next.publicId}/edit`}>
              {addressee.choose.continue(next.addresseeName)}
            </ButtonLink>
          </p>
        </Notice>
      ) : null}
      {canWithdraw ? (
        <form method="post" className="form-apart">
          <Button weight="quiet" name="intent" value="withdraw" aria-describedby="withdraw-hint">
            {words.withdraw}
          </Button>
          <p className="small" id="withdraw-hint">
            {words.withdrawHint}
          </p>
        </form>
      ) : null}
    </Section>
  );
}

function Text({ letter }: { letter: LetterView }) {
  const { letter: common, compose } = useMessages();
  const { status, preview } = common;
  const words = compose.status;
  const locale = useLocale();
  if (letter.body === '') return <p>{words.erased}</p>;
  return (
    <Section title={status.text} id="text">
      <article className="letter-sheet" lang={letter.locale}>
        <p>
          <b>{letter.subject}</b>
        </p>
        <LetterText body={letter.body} />
      </article>
      {letter.status === 'sent' ? (
        <details className="letter-fold">
          <summary>{words.proof}</summary>
          {letter.previewedAt ? <p>{words.previewedOn(formatInstant(letter.previewedAt, locale))}</p> : null}
          {letter.consent ? (
            <>
              <p>{words.agreed(words.consentKinds[letter.consent.kind], letter.consent.version)}</p>
              <blockquote lang={letter.locale}>{letter.consent.body}</blockquote>
            </>
          ) : null}
          <p>{compose.preview.from(letter.template.name, letter.template.version)}</p>
          <p className="small">
            {preview.fingerprint}: <code className="digest">{letter.seen}</code>
          </p>
          <LetterText body={letter.bytes ?? ''} />
        </details>
      ) : null}
    </Section>
  );
}
