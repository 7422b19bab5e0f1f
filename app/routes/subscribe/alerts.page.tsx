import { subscribeMessagesIn } from '#app/messages/subscribe.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Select } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { ErrorSummary, type FormFault } from '#app/ui/notice.tsx';
import { ActCard, PageHead, TwoColumns } from '#app/ui/page-head.tsx';
import { type Sent, useFaultWords, useSent } from '#app/ui/submission-form.tsx';

type AlertsPageProps = {
  host: { organization: string; campaign: { slug: string; title: string } | null };
  consent: { id: number; body: string };
  isps: { value: string; label: string }[];
  /** The ISP that the visitor chose on this site; null: none. */
  chosenSlug: string | null;
  sent: Sent;
};

/** Says what comes and how often, and takes the wish for it. */
export function AlertsPage({ host, consent, isps, chosenSlug, sent }: AlertsPageProps) {
  const words = subscribeMessagesIn(useLocale());
  const { sign } = useMessages();
  const field = useSent(sent);
  const faultWords = useFaultWords();
  const faults: FormFault[] = Object.entries(sent?.error ?? {}).flatMap(([id, codes]) =>
    codes?.[0] ? [{ id, message: faultWords(codes[0]) }] : [],
  );
  const { organization, campaign } = host;
  const isp = field('isp');
  return (
    <>
      <PageHead
        modest
        title={words.title}
        lede={campaign ? words.ledeCampaign(organization, campaign.title) : words.lede(organization)}
      />
      <TwoColumns
        main={
          <ActCard id="form">
            <ErrorSummary faults={faults} />
            <form method="post" action="#form" noValidate>
              <Field
                {...field('email')}
                type="email"
                label={words.email}
                hint={words.emailHint}
                autoComplete="email"
                required
              />
              <Select
                {...isp}
                defaultValue={isp.defaultValue ?? (sent ? '' : (chosenSlug ?? ''))}
                label={words.isp}
                placeholder={words.ispNone}
                options={isps}
              />
              <Field
                {...field('zip')}
                label={words.zip}
                hint={words.zipHint}
                inputMode="numeric"
                autoComplete="postal-code"
                maxLength={10}
              />
              <input type="hidden" name="consent" value={consent.id} />
              <div className="sr-only" aria-hidden="true">
                <label htmlFor="website">{sign.trap}</label>
                <input id="website" name="website" type="text" tabIndex={-1} autoComplete="off" />
              </div>
              <p className="small mt-3">
                {words.agree} {consent.body}
              </p>
              <Button wide>{words.button}</Button>
            </form>
            <p className="small">
              <PageLink to="/privacy">{words.privacy}</PageLink>
            </p>
          </ActCard>
        }
        side={
          <div className="prose">
            <h2>{words.what}</h2>
            <ul>
              {words.whatLines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <h2>{words.often}</h2>
            <p>{words.oftenText}</p>
            <h2>{words.kept}</h2>
            <p>{words.keptText}</p>
          </div>
        }
      />
    </>
  );
}
