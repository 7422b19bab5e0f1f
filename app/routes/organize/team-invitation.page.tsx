import type { OpenInvitation } from '#app/domain/organizer/invitation.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { OwnFaults, OwnPage, useOwnField } from '#app/ui/organizer/own.tsx';
import type { Sent } from '#app/ui/submission-form.tsx';

type InvitationPageProps = {
  invitation: Pick<OpenInvitation, 'organization' | 'email' | 'role' | 'hasAccount'> | null;
  organizer: { name: string; email: string } | null;
  /** Address of this page, to come back to after signing in. */
  path: string;
  sent: Sent;
};

/** An invitation with the button that accepts it; whoever has an account signs in first. */
export function InvitationPage({ invitation, organizer, path, sent }: InvitationPageProps) {
  const { account, frame } = useOrganizeMessages();
  const words = account.invitation;
  const field = useOwnField(sent);
  if (!invitation) return <OwnPage organizer={organizer} title={words.badTitle} lede={words.badLede} />;
  const { organization, email, role, hasAccount } = invitation;
  const lede = `${words.lede(email, frame.roles[role])} ${account.roles[role]}.`;
  if (hasAccount && organizer?.email !== email)
    return (
      <OwnPage organizer={organizer} title={words.title(organization)} lede={lede}>
        <p>{organizer ? words.other(organizer.email) : words.signInFirst}</p>
        {organizer ? null : (
          <ButtonLink to={`/organize/sign-in?to=${encodeURIComponent(path)}`}>{words.signIn}</ButtonLink>
        )}
      </OwnPage>
    );
  return (
    <OwnPage organizer={organizer} title={words.title(organization)} lede={lede}>
      <OwnFaults sent={sent} />
      <form method="post" noValidate className="organizer-narrow">
        {hasAccount ? null : <Field {...field('name')} label={words.name} autoComplete="name" required />}
        <Button>{words.button}</Button>
      </form>
    </OwnPage>
  );
}
