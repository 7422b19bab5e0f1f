import type { Standing } from '#app/domain/signature/seat.ts';
import { Button } from '#app/ui/button.tsx';
import { DetailsFields } from '#app/ui/details-fields.tsx';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary, type FormFault } from '#app/ui/notice.tsx';
import { type Sent, useFaultWords } from '#app/ui/submission-form.tsx';

type Challenge = {
  name: string;
  zip: string;
  campaignTitle: string;
  state: string | null;
  ispSlug: string | null;
  ispName: string | null;
  isNamePublic: boolean;
  standing: Standing;
};

/** What the page of a mailed link shows. `sent`: the correction as it came back with faults; `remark`: what became of one. */
export type ConfirmView = {
  token: string;
  challenge: Challenge;
  isps: readonly { slug: string; name: string }[];
  sent?: Sent;
  remark?: 'saved' | 'used' | null;
};

/** Closed at first; open where it is the only thing to do, and where faults came back. */
export function Correction({ view: { challenge, isps, token, sent } }: { view: ConfirmView }) {
  const { correct } = useMessages().sign.confirm;
  const locale = useLocale();
  const words = useFaultWords();
  const faults: FormFault[] = Object.entries(sent?.error ?? {}).flatMap(([id, codes]) =>
    codes?.[0] ? [{ id, message: words(codes[0]) }] : [],
  );
  const { name, zip, ispSlug, isNamePublic, standing } = challenge;
  return (
    <details id="correct" open={standing === 'shared' || faults.length > 0}>
      <summary>{correct.summary}</summary>
      <p className="small">{correct.hint}</p>
      <ErrorSummary faults={faults} />
      <form method="post" action={pathInLocale(locale, `/confirm/${token}/details#correct`)} noValidate>
        <DetailsFields withName values={{ name, zip, isp: ispSlug ?? 'other', isNamePublic }} isps={isps} sent={sent} />
        <Button weight="quiet" wide>
          {correct.button}
        </Button>
      </form>
    </details>
  );
}
