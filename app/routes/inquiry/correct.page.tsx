import type { SignatureUse } from '#app/domain/inquiry/inquiry.ts';
import { Button } from '#app/ui/button.tsx';
import { DetailsFields } from '#app/ui/details-fields.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary, type FormFault, Notice } from '#app/ui/notice.tsx';
import { ActCard, PageHead } from '#app/ui/page-head.tsx';
import { type Sent, useFaultWords } from '#app/ui/submission-form.tsx';

type CorrectView = {
  token: string;
  use: SignatureUse;
  isps: readonly { slug: string; name: string }[];
  sent?: Sent;
  no?: 'unknown' | 'not_standing' | 'too_many' | null;
};

/** ZIP and ISP of one signature, to be put right; says what that does to the ledger. */
export function CorrectPage({ view: { token, use, isps, sent, no } }: { view: CorrectView }) {
  const { correct } = useMessages().inquiry;
  const words = useFaultWords();
  const faults: FormFault[] = Object.entries(sent?.error ?? {}).flatMap(([id, codes]) =>
    codes?.[0] ? [{ id, message: words(codes[0]) }] : [],
  );
  const { name, zip, ispSlug } = use;
  return (
    <>
      <PageHead modest kick={use.campaign} title={correct.title} lede={correct.meaning} />
      <div className="max-w-2xl">
        {no ? (
          <div role="status">
            <Notice tone="down">
              <p>{correct.refusals[no]}</p>
            </Notice>
          </div>
        ) : null}
        <ActCard>
          <ErrorSummary faults={faults} />
          <form method="post" noValidate>
            <DetailsFields
              values={{ name, zip, isp: ispSlug ?? 'other', isNamePublic: false }}
              isps={isps}
              sent={sent ?? null}
            />
            <Button wide>{correct.button}</Button>
          </form>
          <p className="small">
            <PageLink to={`/me/${token}`}>{correct.back}</PageLink>
          </p>
        </ActCard>
      </div>
    </>
  );
}
