import type { RefusalWords } from '#app/http/refusals.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { ShareText } from '#app/ui/campaign/share-text.tsx';
import { CodeForm } from '#app/ui/code-form.tsx';
import { formatNumber } from '#app/ui/count.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { ActCard, PageHead, Section, TwoColumns } from '#app/ui/page-head.tsx';

type ThanksView = {
  slug: string;
  title: string;
  shareText: string;
  claim: string | null;
  isConfirmed: boolean;
  /** The place of the signer's entry and the size of the tree; null while it is not in a signed tree yet. */
  receipt: { sequence: number; size: number } | null;
  isDevelopment: boolean;
};
type Answer = { fault: 'code_shape' | null; refusal: RefusalWords | null } | undefined;

/** After signing: where the mail's code is entered; after confirming: what comes next. Shows no address. */
export function ThanksPage({ view, answer }: { view: ThanksView; answer: Answer }) {
  return view.isConfirmed ? <Next view={view} /> : <Waiting view={view} answer={answer} />;
}

function Next({ view }: { view: ThanksView }) {
  const { thanks } = useMessages().sign;
  return (
    <>
      <PageHead
        modest
        kick={thanks.confirmedKick(view.title)}
        title={thanks.confirmedTitle}
        lede={thanks.confirmedLede}
      />
      <TwoColumns
        main={
          <>
            <ActCard>
              <h2>{thanks.nextTitle}</h2>
              <p>{thanks.nextText}</p>
              <ButtonLink weight="deed" wide to={`/campaigns/${view.slug}/letters`}>
                {thanks.write}
              </ButtonLink>
            </ActCard>
            <ShareText slug={view.slug} text={view.shareText} />
            <Receipt view={view} />
          </>
        }
        side={<PageLink to={`/campaigns/${view.slug}`}>{thanks.signAgain}</PageLink>}
      />
    </>
  );
}

function Receipt({ view: { slug, receipt } }: { view: ThanksView }) {
  const words = useMessages().verify.thanks;
  const locale = useLocale();
  return (
    <Section title={words.title} id="receipt">
      {receipt ? (
        <>
          <p>{words.ready(formatNumber(locale, receipt.sequence), formatNumber(locale, receipt.size))}</p>
          <p>
            <a className="button button-quiet" href={`/campaigns/${slug}/receipt.txt`}>
              {words.download}
            </a>
          </p>
          <p className="small">
            {words.secret} <PageLink to="/verify">{words.check}</PageLink>
          </p>
        </>
      ) : (
        <p>
          {words.waiting} <PageLink to={`/campaigns/${slug}/thanks`}>{words.look}</PageLink>
        </p>
      )}
    </Section>
  );
}

function Waiting({ view, answer }: { view: ThanksView; answer: Answer }) {
  const { thanks, faults } = useMessages().sign;
  const locale = useLocale();
  const refusal = answer?.refusal;
  const message = answer?.fault ? faults[answer.fault] : refusal ? `${refusal.title}. ${refusal.text}` : null;
  return (
    <>
      <PageHead modest kick={thanks.kick(view.title)} title={thanks.title} lede={thanks.lede} />
      <TwoColumns
        main={
          view.claim ? (
            <CodeForm
              action={pathInLocale(locale, `/campaigns/${view.slug}/thanks?claim=${view.claim}`)}
              message={message}
              words={thanks}
            />
          ) : null
        }
        side={<NoMail view={view} />}
      />
    </>
  );
}

function NoMail({ view }: { view: ThanksView }) {
  const { thanks } = useMessages().sign;
  return (
    <div className="prose">
      <h2>{thanks.noMail}</h2>
      <ul>
        {thanks.noMailReasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <p>
        <PageLink to={`/campaigns/${view.slug}`}>{thanks.signAgain}</PageLink>
      </p>
      {view.isDevelopment ? (
        <p className="small">
          {thanks.development} <a href="/dev/mailbox">/dev/mailbox</a>
        </p>
      ) : null}
    </div>
  );
}
