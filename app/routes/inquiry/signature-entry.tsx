import type { SignatureUse } from '#app/domain/inquiry/inquiry.ts';
import { Button } from '#app/ui/button.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';

/** One signature: what was said, how it was confirmed, whether it counts, and the button that withdraws it. */
export function SignatureEntry({ use }: { use: SignatureUse }) {
  const words = useMessages().inquiry.uses;
  const locale = useLocale();
  const day = (at: Date) => formatDate(locale, at.toISOString().slice(0, 10));
  const id = `signature-${use.id}`;
  return (
    <article className="name-use" aria-labelledby={id}>
      <h3 id={id}>{use.campaign}</h3>
      <p>
        <b>{words.status[use.status]}</b>
      </p>
      <dl className="facts">
        <dt>{words.name}</dt>
        <dd>{use.name}</dd>
        <dt>{words.state}</dt>
        <dd>{use.state ?? '—'}</dd>
        <dt>{words.isp}</dt>
        <dd>{use.isp ?? '—'}</dd>
        <dt>{words.signed}</dt>
        <dd>{day(use.signedAt)}</dd>
        <dt>{words.confirmed}</dt>
        <dd>
          {use.confirmedAt
            ? `${day(use.confirmedAt)}, ${use.confirmedBy ? words.by[use.confirmedBy] : ''}`
            : words.neverConfirmed}
        </dd>
        {use.withdrawnAt ? (
          <>
            <dt>{words.withdrawnOn}</dt>
            <dd>{day(use.withdrawnAt)}</dd>
          </>
        ) : null}
        <dt>{words.handedIn}</dt>
        <dd>{use.handedInAt ? day(use.handedInAt) : words.nameNever}</dd>
      </dl>
      {use.status === 'confirmed' ? (
        <form method="post">
          <input type="hidden" name="which" value={use.id} />
          <Button weight="quiet" name="intent" value="withdraw-signature" aria-describedby={`${id}-hint`}>
            {words.withdrawSignature}
          </Button>
          <p className="small" id={`${id}-hint`}>
            {words.withdrawHint.signature}
          </p>
        </form>
      ) : null}
    </article>
  );
}
