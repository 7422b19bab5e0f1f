import type { DeliveryView } from '#app/domain/delivery/delivery.ts';
import type { LetterView } from '#app/domain/letter/letter.server.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { formatInstant, LetterText } from './parts.tsx';

/** What became of a letter, for its writer. */
export function StatusPage({ letter }: { letter: LetterView }) {
  const { status, choose } = useMessages().letter;
  const locale = useLocale();
  const isSent = letter.status === 'sent';
  const next = letter.nextDraft;
  return (
    <>
      <PageHead
        modest
        kick={<span lang={letter.locale}>{letter.campaign.title}</span>}
        title={status.title(letter.addresseeName)}
        lede={isSent && letter.sentAt ? status.sentOn(formatInstant(letter.sentAt, locale)) : status.stillDraft}
      />
      {isSent ? (
        <Section title={status.deliveries} id="deliveries">
          {letter.deliveries.map((delivery) => (
            <Delivery key={delivery.publicId} delivery={delivery} letterId={letter.publicId} />
          ))}
          <p className="small">{status.reload}</p>
          {next ? (
            <Notice title={status.nextTitle}>
              <p>
                <ButtonLink weight="deed" to={`/letters/${next.publicId}/edit`}>
                  {choose.continue(next.addresseeName)}
                </ButtonLink>
              </p>
            </Notice>
          ) : null}
        </Section>
      ) : letter.status === 'discarded' ? null : (
        <p>
          <ButtonLink weight="deed" to={`/letters/${letter.publicId}/edit`}>
            {status.continue}
          </ButtonLink>
        </p>
      )}
      <Section title={status.text} id="text">
        <article className="letter-sheet" lang={letter.locale}>
          <p>
            <b>{letter.subject}</b>
          </p>
          <LetterText body={letter.body} />
        </article>
      </Section>
      <p className="form-apart">
        <PageLink to={`/campaigns/${letter.campaign.slug}/letters`}>{status.others}</PageLink>
      </p>
    </>
  );
}

const tones = { sent: 'good', posted: 'good', failed: 'down', bounced: 'down', cancelled: 'down' } as const;

function Delivery({ delivery, letterId }: { delivery: DeliveryView; letterId: string }) {
  const { status, channelNames, states, channels } = useMessages().letter;
  const locale = useLocale();
  const tone = delivery.state in tones ? tones[delivery.state as keyof typeof tones] : 'plain';
  return (
    <Notice tone={tone} title={`${channelNames[delivery.channel]}: ${states[delivery.state]}`}>
      <p>
        {delivery.address} {delivery.isDemonstration ? <span className="small">{channels.demonstration}</span> : null}
      </p>
      {delivery.state === 'deferred' && delivery.nextAttemptAt ? (
        <p>{status.nextTry(formatInstant(delivery.nextAttemptAt, locale))}</p>
      ) : null}
      {delivery.channel === 'paper' ? (
        <p>
          <ButtonLink to={`/letters/${letterId}/print`}>{status.print}</ButtonLink>
        </p>
      ) : (
        <Attempts delivery={delivery} />
      )}
    </Notice>
  );
}

function Attempts({ delivery }: { delivery: DeliveryView }) {
  const { status, outcomes } = useMessages().letter;
  const locale = useLocale();
  if (delivery.attempts.length === 0) return <p className="small">{status.noAttempts}</p>;
  return (
    <ol className="attempts" aria-label={status.attempts}>
      {delivery.attempts.map((attempt) => (
        <li key={attempt.number}>
          <p>
            {status.attempt} {attempt.number},{' '}
            <time dateTime={attempt.startedAt.toISOString()}>{formatInstant(attempt.startedAt, locale)}</time>:{' '}
            <b>{outcomes[attempt.outcome]}</b>
          </p>
          <p className="small">
            {status.answer}: {attempt.response ? <q lang="en">{attempt.response}</q> : status.noAnswer}
          </p>
        </li>
      ))}
    </ol>
  );
}
