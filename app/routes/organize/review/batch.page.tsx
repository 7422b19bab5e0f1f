import type { Batch, BatchRefusal } from '#app/domain/review/batch.server.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { minuteOf } from '#app/ui/fact-date.tsx';
import { Field } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { type FrameSeat, OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { ReviewPlaces } from './places.tsx';

type BatchPageProps = {
  seat: FrameSeat;
  batch: Batch;
  answer: { refusal: BatchRefusal | 'no_reason' | null; isIncomplete: boolean } | undefined;
};

/** One batch: what it does, how far it is, and stopping or undoing it. */
export function BatchPage({ seat, batch, answer }: BatchPageProps) {
  const { batches: words, batch: asked } = useOrganizeMessages().review;
  const locale = useLocale();
  const { state, deed, changed, expected, restored } = batch;
  const isMoving = state === 'queued' || state === 'running';
  const takesOut = deed === 'invalidate' || deed === 'refuse';
  const said = [
    [words.progress(formatNumber(locale, changed), formatNumber(locale, expected)), words.states[state]],
    ...(restored > 0 ? [[words.restored, formatNumber(locale, restored)]] : []),
    [words.asked, minuteOf(locale, batch.askedAt)],
    [words.note, batch.note],
    ...(takesOut
      ? [
          [
            words.reason,
            batch.reason in asked.reasons ? asked.reasons[batch.reason as keyof typeof asked.reasons] : batch.reason,
          ],
        ]
      : []),
    [
      words.conditions,
      Object.entries(batch.filter)
        .map(([name, value]) => `${name}: ${value}`)
        .join('; '),
    ],
    ...(batch.undoneWhy === null ? [] : [[words.why, batch.undoneWhy]]),
  ];
  return (
    <OrganizerPage seat={seat} title={words.number(batch.id)} lede={asked.deeds[deed]}>
      <ReviewPlaces slug={seat.organization.slug} />
      {answer?.refusal ? <Notice tone="down" title={words.refusals[answer.refusal]} /> : null}
      <progress max={Math.max(expected, changed, 1)} value={changed} aria-label={words.changed} />
      <dl className="review-facts">
        {said.map(([what, value]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd className="review-words">{value}</dd>
          </div>
        ))}
      </dl>
      {isMoving || state === 'undoing' ? (
        <p>
          <PageLink to={`/organize/${seat.organization.slug}/review/batches/${batch.id}`}>{words.refresh}</PageLink>
        </p>
      ) : null}
      {isMoving ? (
        <form method="post">
          <p>{words.stopHint}</p>
          <Button weight="quiet" name="intent" value="stop">
            {words.stop}
          </Button>
        </form>
      ) : null}
      {(state === 'done' || state === 'cancelled') && takesOut && changed > 0 ? (
        <Section title={words.undo} id="undo">
          <p>{words.undoHint}</p>
          <form method="post">
            <Field id="why" name="why" label={words.why} maxLength={500} required />
            <Button weight="quiet" name="intent" value="undo">
              {words.undo}
            </Button>
          </form>
        </Section>
      ) : null}
    </OrganizerPage>
  );
}
