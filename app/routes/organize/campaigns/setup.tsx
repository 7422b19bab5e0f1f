import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { listCampaignDockets } from '#app/domain/campaign/docket.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath } from '#app/ui/locale.tsx';
import { OrganizerPage, organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Unsaved } from './edit.parts.tsx';
import { SetupForm } from './setup.form.tsx';
import { postSetup } from './setup.view.server.ts';
import { sheetOf } from './steps.view.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).campaigns.steps.setup);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.change');
  return { seat, sheet: await sheetOf(seat, args.params.campaign), dockets: await listCampaignDockets() };
}

export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.change');
  const sheet = await sheetOf(seat, args.params.campaign);
  const posted = await args.request.formData();
  const answer = await postSetup({ seat, sheet, pageLocale: localeOf(args.params.lang), posted });
  return data(answer, { status: answer.conflict ? 409 : 422 });
}

export default function SetupRoute() {
  const { seat, sheet, dockets } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() ?? null;
  const { campaigns: words } = useOrganizeMessages();
  const home = `/organize/${seat.organization.slug}/campaigns/${sheet.slug}`;
  const base = answer?.conflict?.base ?? Number(answer?.form.typed.base ?? sheet.version);
  return (
    <OrganizerPage
      seat={seat}
      kick={<PageLink to={home}>{sheet.content.texts.en?.title || sheet.slug}</PageLink>}
      title={words.steps.setup}
    >
      {answer ? <Unsaved answer={answer} timeZone={sheet.timeZone} /> : null}
      <SetupForm home={home} setup={sheet.content} base={base} dockets={dockets} answer={answer?.form ?? null} />
    </OrganizerPage>
  );
}
