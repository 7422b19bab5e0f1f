import type { PartnerBox } from '#app/domain/partner/partner.ts';
import type { Standing } from '#app/domain/signature/seat.ts';
import { Button } from '#app/ui/button.tsx';
import { DetailsFields } from '#app/ui/details-fields.tsx';
import { Choice } from '#app/ui/field.tsx';
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
  isSubscribing: boolean;
  partner: (PartnerBox & { isAgreed: boolean }) | null;
  standing: Standing;
};

/** What the page of a mailed link shows. `sent`: the correction as it came back with faults; `remark`: what became of one. */
export type ConfirmView = {
  token: string;
  challenge: Challenge;
  isps: readonly { slug: string; name: string }[];
  /** The wording beside the box that asks for alerts; null: no box. */
  alerts: { id: number; body: string } | null;
  sent?: Sent;
  remark?: 'saved' | 'used' | null;
};

/** Closed at first; open where it is the only thing to do, and where faults came back. */
export function Correction({ view }: { view: ConfirmView }) {
  const { challenge, isps, token, sent } = view;
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
        <Boxes view={view} />
        <Button weight="quiet" wide>
          {correct.button}
        </Button>
      </form>
    </details>
  );
}

/** What the form ticked besides, as it is or as it came back. */
function Boxes({ view: { challenge, alerts, sent } }: { view: ConfirmView }) {
  const { sign } = useMessages();
  const { isSubscribing, partner } = challenge;
  const isTicked = (name: 'subscribe' | 'partnerConsent', was: boolean) =>
    sent ? Boolean(sent.initialValue?.[name]) : was;
  return (
    <>
      {alerts ? (
        <Choice
          id="subscribe"
          name="subscribe"
          value={alerts.id}
          defaultChecked={isTicked('subscribe', isSubscribing)}
          label={sign.alerts}
          hint={alerts.body}
        />
      ) : null}
      {partner ? (
        <Choice
          id="partnerConsent"
          name="partnerConsent"
          value={partner.wordingId}
          defaultChecked={isTicked('partnerConsent', partner.isAgreed)}
          label={sign.partnerBox(partner.name)}
          hint={partner.wording}
        />
      ) : null}
    </>
  );
}
