import type { LetterDelivery, LetterView } from '#app/domain/letter/letter.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { formatDay, formatInstant, Instant } from './parts.tsx';

const tones = {
  sent: 'good',
  posted: 'good',
  filed: 'good',
  failed: 'down',
  bounced: 'down',
  cancelled: 'down',
} as const;

type Props = { delivery: LetterDelivery; letter: LetterView };

/** One way of a sent letter: where it stands in plain words, what the other side answered, and what the writer has to do. */
export function Delivery({ delivery, letter }: Props) {
  const { status, channelNames, states, channels } = useMessages().letter;
  const locale = useLocale();
  const { state, channel } = delivery;
  const tone = state in tones ? tones[state as keyof typeof tones] : 'plain';
  return (
    <Notice tone={tone} title={`${channelNames[channel]}: ${states[state]}`}>
      <p className="delivery-to">
        {channel === 'docket' && letter.docket ? `${letter.docket.number}, ${letter.docket.title}` : delivery.address}{' '}
        {delivery.isDemonstration && channel !== 'docket' ? (
          <span className="small">{channels.demonstration}</span>
        ) : null}
      </p>
      <Meaning delivery={delivery} />
      <Returned delivery={delivery} />
      <Expected delivery={delivery} />
      {state === 'deferred' && delivery.nextAttemptAt ? (
        <p>{status.nextTry(formatInstant(delivery.nextAttemptAt, locale))}</p>
      ) : null}
      <NextDeed delivery={delivery} letter={letter} />
      {channel === 'email' || delivery.attempts.length > 0 ? <Attempts delivery={delivery} /> : null}
    </Notice>
  );
}

/** A day that a person noted stands at its first instant; a system's own time does not. */
const isDay = (at: Date) => at.getTime() % 86_400_000 === 0;

function Meaning({ delivery: { channel, state, externalId, externalAt, changedAt } }: { delivery: LetterDelivery }) {
  const words = useMessages().compose.status;
  const locale = useLocale();
  if (state === 'filed')
    return (
      <p>
        {externalAt
          ? words.filedOn(isDay(externalAt) ? formatDay(externalAt, locale) : formatInstant(externalAt, locale))
          : null}{' '}
        {externalId ? (channel === 'docket' ? words.confirmation(externalId) : words.ticket(externalId)) : null}
      </p>
    );
  if (state === 'posted') return <p>{words.postedOn(formatInstant(changedAt, locale))}</p>;
  if (state === 'queued') return <p>{channel === 'docket' ? words.is.queued.docket : words.is.queued.email}</p>;
  if (state === 'prepared') return <p>{channel === 'paper' ? words.is.prepared.paper : words.is.prepared.web_form}</p>;
  if (state === 'awaiting' || state === 'unknown' || state === 'bounced' || state === 'sent')
    return <p>{words.is[state]}</p>;
  return null;
}

/** Code and words of the server that returned it. */
function Returned({ delivery: { returned } }: { delivery: LetterDelivery }) {
  const words = useMessages().compose.status;
  if (!returned?.answer) return null;
  return (
    <p>
      {words.returnedSaying}, <Instant at={returned.receivedAt} />: <q lang="en">{returned.answer}</q>
    </p>
  );
}

/** When it is expected to leave, in the unit that fits. */
function Expected({ delivery: { channel, estimate } }: { delivery: LetterDelivery }) {
  const words = useMessages().compose.status;
  if (!estimate) return null;
  if (estimate.kind === 'paused') return <p>{words.paused}</p>;
  if (estimate.kind !== 'within') return null;
  const minutes = estimate.highMinutes;
  const wait =
    minutes <= 90
      ? words.minutes(minutes)
      : minutes <= 48 * 60
        ? words.hours(Math.ceil(minutes / 60))
        : words.days(Math.ceil(minutes / 1440));
  if (estimate.isRetry) return <p>{words.estimateRetry(wait)}</p>;
  return <p>{channel === 'docket' ? words.estimateFiled(wait) : words.estimate(wait)}</p>;
}

/** What the writer has to do next by this channel, where it is theirs. */
function NextDeed({ delivery: { channel, state }, letter }: Props) {
  const { letter: common, compose, filing } = useMessages();
  const words = compose.status;
  if (channel === 'web_form' && state !== 'cancelled')
    return (
      <p>
        <ButtonLink weight={state === 'prepared' ? 'deed' : 'quiet'} to={`/letters/${letter.publicId}/file`}>
          {state === 'filed' ? filing.afterwards : words.toForm}
        </ButtonLink>
      </p>
    );
  if (channel === 'docket' && state === 'awaiting')
    return (
      <p>
        <ButtonLink to={`/letters/${letter.publicId}/file`}>{filing.toDocket}</ButtonLink>
      </p>
    );
  if (channel !== 'paper' || state === 'cancelled') return null;
  return (
    <form method="post" className="form-end">
      <ButtonLink to={`/letters/${letter.publicId}/print`}>{common.status.print}</ButtonLink>
      {state === 'posted' ? (
        <Button weight="quiet" name="intent" value="not_posted">
          {words.notPosted}
        </Button>
      ) : (
        <Button weight="quiet" name="intent" value="posted">
          {words.posted}
        </Button>
      )}
    </form>
  );
}

function Attempts({ delivery }: { delivery: LetterDelivery }) {
  const { status, outcomes } = useMessages().letter;
  if (delivery.attempts.length === 0) return <p className="small">{status.noAttempts}</p>;
  return (
    <ol className="attempts" aria-label={status.attempts}>
      {delivery.attempts.map((attempt) => (
        <li key={attempt.number}>
          <p>
            {status.attempt} {attempt.number}, <Instant at={attempt.startedAt} />: <b>{outcomes[attempt.outcome]}</b>
          </p>
          <p className="small">
            {status.answer}: {attempt.response ? <q lang="en">{attempt.response}</q> : status.noAnswer}
          </p>
        </li>
      ))}
    </ol>
  );
}
