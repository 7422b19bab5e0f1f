import type { SignatureUse } from '#app/domain/inquiry/inquiry.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';

/** One signature: what was said, how it was confirmed, whether and where it counts, and what its holder can do about it. */
export function SignatureEntry({ token, use }: { token: string; use: SignatureUse }) {
  const words = useMessages().inquiry.uses;
  const id = `signature-${use.id}`;
  const isCounted = use.status === 'confirmed' && use.sequence !== null;
  const isHeld = use.status === 'suspicious' && use.provedAt !== null;
  const standing = isHeld ? 'held' : use.status === 'confirmed' && !isCounted ? 'confirmedOnly' : use.status;
  return (
    <article className="name-use" aria-labelledby={id}>
      <h3 id={id}>{use.campaign}</h3>
      <p>
        <b>{words.status[standing]}</b>
      </p>
      <Facts use={use} />
      {use.doubts.length > 0 ? <Doubts doubts={use.doubts} /> : null}
      {isCounted ? (
        <p>
          <a href={`/me/${token}/receipts/${use.id}`} download>
            {words.receipt}
          </a>
          {'. '}
          <PageLink to="/verify">{words.verify}</PageLink>
        </p>
      ) : null}
      {use.status === 'confirmed' || isHeld ? (
        <>
          <p>
            <ButtonLink to={`/me/${token}/signatures/${use.id}`}>{words.correct}</ButtonLink>
          </p>
          <form method="post">
            <input type="hidden" name="which" value={use.id} />
            <Button weight="quiet" name="intent" value="withdraw-signature" aria-describedby={`${id}-hint`}>
              {words.withdrawSignature}
            </Button>
            <p className="small" id={`${id}-hint`}>
              {words.withdrawHint.signature}
            </p>
          </form>
        </>
      ) : null}
    </article>
  );
}

function Facts({ use }: { use: SignatureUse }) {
  const words = useMessages().inquiry.uses;
  const locale = useLocale();
  const day = (at: Date) => formatDate(locale, at.toISOString().slice(0, 10));
  return (
    <dl className="facts">
      <dt>{words.name}</dt>
      <dd>{use.name}</dd>
      <dt>{words.zip}</dt>
      <dd>{use.zip}</dd>
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
      {use.sequence === null ? null : (
        <>
          <dt>{words.entry}</dt>
          <dd>
            {words.entryNumber(use.sequence)}
            {use.undone === null ? '' : `, ${words.undoneBy(use.undone)}`}
            {use.isCorrecting ? `; ${words.correcting}` : ''}
          </dd>
        </>
      )}
      <dt>{words.handedIn}</dt>
      <dd>{use.handedInAt ? day(use.handedInAt) : words.nameNever}</dd>
    </dl>
  );
}

function Doubts({ doubts }: { doubts: readonly string[] }) {
  const words = useMessages().inquiry.uses;
  const rules: Record<string, string> = words.rules;
  return (
    <>
      <p>{words.doubts}:</p>
      <ul>
        {doubts.map((rule) => (
          <li key={rule}>{rules[rule] ?? rule}</li>
        ))}
      </ul>
    </>
  );
}
