import type { InquiryDeed, NameUse } from '#app/domain/inquiry/inquiry.ts';
import type { RefusalWords } from '#app/http/refusals.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { Choice } from '#app/ui/field.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { PageHead, Section } from '#app/ui/page-head.tsx';
import { LetterEntry } from './letter-entry.tsx';
import { SignatureEntry } from './signature-entry.tsx';
import { PublicUses, Submissions, Subscriptions } from './uses.parts.tsx';

type Answer = { done: InquiryDeed | 'correct-signature' | null; isUnsure: boolean } | undefined;

/** A link that opens nothing, and where to ask again. */
export function RefusedPage({ refusal }: { refusal: RefusalWords | null }) {
  const { inquiry } = useMessages();
  const words = refusal ?? inquiry.refusals.inquiry_unknown;
  return (
    <>
      <PageHead modest title={words.title} lede={words.text} />
      <p>
        <ButtonLink to="/me">{inquiry.askAgain}</ButtonLink>
      </p>
    </>
  );
}

/** After everything was erased. */
export function ErasedPage() {
  const { erased } = useMessages().inquiry.uses;
  return (
    <>
      <PageHead modest title={erased.title} lede={erased.lede} />
      <p>{erased.text}</p>
    </>
  );
}

/** Everything that one mailbox signed and sent, with what its holder can do about it. Both doors lead here. */
export function UsesPage({ token, uses, answer }: { token: string; uses: NameUse; answer: Answer }) {
  const { me, uses: words } = useMessages().inquiry;
  const locale = useLocale();
  const { signatures, letters, submissions, subscriptions, publicUses } = uses;
  const isEmpty = signatures.length + letters.length + submissions.length + subscriptions.length === 0;
  const { title, lede } = uses.entrance === 'me' ? me.uses : words;
  const proved = signatures.filter(({ confirmedAt, provedAt }) => confirmedAt ?? provedAt);
  const isShared = new Set(proved.map(({ campaign }) => campaign)).size < proved.length;
  const until = `${formatDate(locale, uses.expiresAt.toISOString().slice(0, 10))}, ${uses.expiresAt.toISOString().slice(11, 16)} UTC`;
  return (
    <>
      <PageHead modest title={title} lede={lede(uses.address, until)} />
      {answer ? (
        <div role="status">
          <Notice tone={answer.done ? 'good' : 'down'}>
            <p>{answer.done ? words.done[answer.done] : answer.isUnsure ? words.erase.unsure : words.failed}</p>
          </Notice>
        </div>
      ) : null}
      {isEmpty ? <p>{words.nothing}</p> : null}
      {signatures.length > 0 ? (
        <Section title={words.signatures} id="signatures">
          {isShared ? <p className="small">{words.sharedMailbox}</p> : null}
          {signatures.map((use) => (
            <SignatureEntry key={use.id} token={token} use={use} />
          ))}
        </Section>
      ) : null}
      {letters.length > 0 ? (
        <Section title={words.letters} id="letters">
          {letters.map((use) => (
            <LetterEntry key={use.publicId} use={use} />
          ))}
        </Section>
      ) : null}
      {submissions.length > 0 ? <Submissions submissions={submissions} /> : null}
      {subscriptions.length > 0 ? <Subscriptions subscriptions={subscriptions} /> : null}
      {publicUses && uses.name ? <PublicUses name={uses.name} publicUses={publicUses} /> : null}
      <Section title={words.data.title} id="data">
        <p className="max-w-2xl">{words.data.text}</p>
        <p>
          <a className="button button-quiet" href={`/me/${token}/data.json?lang=${locale}`} download>
            {words.data.button}
          </a>
        </p>
      </Section>
      {isEmpty ? null : (
        <Section title={words.erase.title} id="erase">
          <p className="max-w-2xl">{words.erase.text}</p>
          <form method="post">
            <Choice
              id="sure"
              name="sure"
              value="on"
              label={words.erase.sure}
              errors={answer?.isUnsure ? [words.erase.unsure] : []}
              required
            />
            <Button weight="quiet" name="intent" value="erase">
              {words.erase.button}
            </Button>
          </form>
        </Section>
      )}
    </>
  );
}
