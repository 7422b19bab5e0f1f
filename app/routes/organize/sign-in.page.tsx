import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { PageLink } from '#app/ui/link.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { OwnFaults, OwnPage, useOwnField } from '#app/ui/organizer/own.tsx';
import { PasskeyButton } from '#app/ui/organizer/passkey-button.tsx';
import type { Sent } from '#app/ui/submission-form.tsx';

/** The ways to sign in: by passkey, by mailed link, and what is left without either. */
export function SignInPage({ to, sent }: { to: string; sent: Sent }) {
  const { signIn } = useOrganizeMessages().account;
  const field = useOwnField(sent);
  return (
    <OwnPage organizer={null} title={signIn.title} lede={signIn.lede}>
      <div className="organizer-ways">
        <section className="act" aria-labelledby="passkey-title">
          <h2 id="passkey-title">{signIn.passkeyTitle}</h2>
          <p>{signIn.passkeyText}</p>
          <PasskeyButton deed="sign-in" to={to} label={signIn.passkey} />
        </section>
        <section className="act" aria-labelledby="link-title" id="form">
          <h2 id="link-title">{signIn.linkTitle}</h2>
          <p>{signIn.linkText}</p>
          <OwnFaults sent={sent} />
          <form method="post" noValidate>
            <input type="hidden" name="to" value={to} />
            <Field {...field('email')} type="email" label={signIn.email} autoComplete="username webauthn" required />
            <Button weight="quiet">{signIn.link}</Button>
          </form>
        </section>
      </div>
      <p>
        <PageLink to={`/organize/recover?to=${encodeURIComponent(to)}`}>{signIn.recover}</PageLink>
      </p>
      <p className="small">{signIn.noAccount}</p>
    </OwnPage>
  );
}

/** After asking for a link: the same for every address. */
export function LinkSentPage({ to, isDevelopment }: { to: string; isDevelopment: boolean }) {
  const { sent } = useOrganizeMessages().account;
  return (
    <OwnPage organizer={null} title={sent.title} lede={sent.lede}>
      <p>
        {sent.again} <PageLink to={`/organize/sign-in?to=${encodeURIComponent(to)}`}>{sent.back}</PageLink>
      </p>
      {isDevelopment ? (
        <p className="small">
          {sent.development} <a href="/dev/mailbox">/dev/mailbox</a>
        </p>
      ) : null}
    </OwnPage>
  );
}
