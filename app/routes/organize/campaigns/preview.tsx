import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath } from '#app/ui/locale.tsx';
import { OrganizerPage, organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Preview } from './edit.parts.tsx';
import { previewOf } from './preview.view.server.ts';
import { sheetOf } from './steps.view.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).campaigns.page.preview);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.read');
  const sheet = await sheetOf(seat, args.params.campaign);
  const asked = new URL(args.request.url).searchParams.get('in');
  const lang = asked === 'es' || !sheet.content.texts.en ? 'es' : 'en';
  return { seat, sheet, lang, preview: await previewOf(sheet, sheet.content, lang) } as const;
}

export default function PreviewRoute() {
  const { seat, sheet, lang, preview } = useLoaderData<typeof loader>();
  const { campaigns: words } = useOrganizeMessages();
  const home = `/organize/${seat.organization.slug}/campaigns/${sheet.slug}`;
  return (
    <OrganizerPage
      seat={seat}
      kick={<PageLink to={home}>{sheet.content.texts.en?.title || sheet.slug}</PageLink>}
      title={words.page.preview}
    >
      <p>
        {(['en', 'es'] as const).map((one) =>
          sheet.content.texts[one] ? (
            <PageLink key={one} to={`${home}/preview?in=${one}`} aria-current={one === lang ? 'page' : undefined}>
              {words.steps.words(words.languages[one])}{' '}
            </PageLink>
          ) : null,
        )}
      </p>
      {preview ? <Preview view={preview} /> : <p>{words.wordsForm.notOffered(words.languages[lang])}</p>}
    </OrganizerPage>
  );
}
