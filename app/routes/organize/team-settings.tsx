import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { settingsForm } from '#app/domain/organizer/account.ts';
import { changeOrganization, getOrganization } from '#app/domain/organizer/organization.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, TextArea } from '#app/ui/field.tsx';
import { localeOfPath } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { OrganizerPage, organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { OwnFaults, useOwnField } from '#app/ui/organizer/own.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).account.settings.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'organization.change');
  return { seat, organization: await getOrganization(seat.organization.id) };
}

export async function action(args: ActionFunctionArgs) {
  const { organization, actor } = await requireSeat(args, 'organization.change');
  const form = await parseForm(args.request, settingsForm);
  if (form.status !== 'success') return data({ sent: form.reply(), isSaved: false }, { status: 422 });
  await changeOrganization({ ...form.value, organizationId: organization.id, actor });
  return data({ sent: null, isSaved: true });
}

/** What an owner may change of an organization. */
export default function SettingsRoute() {
  const { seat, organization } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { settings } = useOrganizeMessages().account;
  const field = useOwnField(answer?.sent);
  return (
    <OrganizerPage seat={seat} title={settings.title} lede={settings.lede}>
      {answer?.isSaved ? (
        <div role="status">
          <Notice tone="good">
            <p>{settings.saved}</p>
          </Notice>
        </div>
      ) : null}
      <OwnFaults sent={answer?.sent} />
      <form method="post" noValidate className="organizer-narrow">
        <Field {...field('name', organization.name)} label={settings.name} required />
        <Field id="slug" label={settings.slug} hint={settings.slugHint} value={organization.slug} readOnly />
        <TextArea
          {...field('postalAddress', organization.postalAddress ?? '')}
          label={settings.postalAddress}
          hint={settings.postalHint}
          rows={4}
        />
        <Field
          {...field('replyTo', organization.replyTo ?? '')}
          type="email"
          label={settings.replyTo}
          hint={settings.replyHint}
        />
        <Button>{settings.button}</Button>
      </form>
    </OrganizerPage>
  );
}
