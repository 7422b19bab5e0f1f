import type { SubmissionResult } from '@conform-to/react';
import type { ReviewPreview } from '#app/domain/judgement/review.server.ts';
import { INVALIDATION_REASONS } from '#app/domain/judgement/review.ts';
import { BATCH_DEEDS } from '#app/domain/review/review.ts';
import { Button } from '#app/ui/button.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { Field, Select } from '#app/ui/field.tsx';
import { pathInLocale, useLocale } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';

/** What became of the form below the search. */
export type BatchAnswer =
  | {
      sent: SubmissionResult<string[]>;
      preview: (ReviewPreview & { upToId: number }) | null;
      fault: 'form' | 'condition' | null;
    }
  | undefined;

/** Deciding about all signatures that fit: first how many, then the deed. */
export function Batch({ action, answer }: { action: string; answer: BatchAnswer }) {
  const { review } = useOrganizeMessages();
  const { batch: words } = review;
  const locale = useLocale();
  const typed = answer?.sent.initialValue;
  const { preview = null } = answer ?? {};
  return (
    <Section title={words.title} id="batch">
      <p>{words.lede}</p>
      {answer?.fault ? (
        <Notice tone="down" title={answer.fault === 'form' ? words.faults : words.needsCondition} />
      ) : null}
      <form method="post" action={pathInLocale(locale, `${action}#batch`)}>
        <Select
          id="deed"
          name="deed"
          label={words.deed}
          defaultValue={String(typed?.deed ?? 'invalidate')}
          options={BATCH_DEEDS.map((value) => ({ value, label: words.deeds[value] }))}
        />
        <Select
          id="reason"
          name="reason"
          label={words.reason}
          defaultValue={String(typed?.reason ?? 'other')}
          options={INVALIDATION_REASONS.map(({ name }) => ({ value: name, label: words.reasons[name] }))}
        />
        <Field
          id="note"
          name="note"
          label={words.note}
          defaultValue={String(typed?.note ?? '')}
          maxLength={500}
          required
        />
        {preview ? <Preview preview={preview} /> : null}
        <Button weight={preview && preview.count > 0 ? 'deed' : 'quiet'}>
          {preview && preview.count > 0 ? words.ask : words.preview}
        </Button>
      </form>
    </Section>
  );

  function Preview({ preview: { count, parts, upToId } }: { preview: ReviewPreview & { upToId: number } }) {
    if (count === 0) return <Notice title={words.nothing} />;
    return (
      <Notice title={words.previewed(formatNumber(locale, count))}>
        <input type="hidden" name="upToId" value={upToId} />
        <input type="hidden" name="expected" value={count} />
        <ul>
          {[...new Set(parts.map(({ what }) => what))].map((what) => (
            <li key={what}>
              {words.parts[what] ?? what}:{' '}
              {parts
                .filter((part) => part.what === what)
                .map(({ value, count: some }) => `${value} ${formatNumber(locale, some)}`.trim())
                .join(', ')}
            </li>
          ))}
        </ul>
      </Notice>
    );
  }
}
