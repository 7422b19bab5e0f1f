import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { organizationForm } from '#app/domain/organizer/account.ts';
import { makeOrganization } from '#app/domain/organizer/organization.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireInstallationOwner } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { OwnFaults, OwnPage, useOwnField } from '#app/ui/organizer/own.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).account.make.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const { organizer } = await requireInstallationOwner(args);
  return { organizer };
}

export async function action(args: ActionFunctionArgs) {
  const { organizer, actor } = await requireInstallationOwner(args);
  const form = await parseForm(args.request, organizationForm);
  if (form.status !== 'success') return data({ sent: form.reply() }, { status: 422 });
  const made = await makeOrganization({ ...form.value, actor, ownerId: organizer.id });
  if (made.ok)
    return redirect(localePath(localeOf(args.params.lang), `/organize/${made.organization.slug}/settings`), 303);
  return data({ sent: form.reply({ fieldErrors: { slug: [made.reason] } }) }, { status: 422 });
}

/** Another organization of the installation, made by an owner of the one that keeps it. */
export default function NewOrganizationRoute() {
  const { organizer } = useLoaderData<typeof loader>();
  const sent = useActionData<typeof action>()?.sent;
  const { make } = useOrganizeMessages().account;
  const field = useOwnField(sent);
  return (
    <OwnPage organizer={organizer} title={make.title} lede={make.lede}>
      <OwnFaults sent={sent} />
      <form method="post" noValidate className="organizer-narrow">
        <Field {...field('name')} label={make.name} required />
        <Field {...field('slug')} label={make.slug} hint={make.slugHint} autoCapitalize="none" required />
        <Button>{make.button}</Button>
      </form>
    </OwnPage>
  );
}
