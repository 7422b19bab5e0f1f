import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { noWords } from '#app/domain/campaign/content.ts';
import { localeOf } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath } from '#app/ui/locale.tsx';
import { OrganizerPage, organizerMeta, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Preview, Unsaved } from './edit.parts.tsx';
import { sheetOf } from './steps.view.server.ts';
import { WordsForm } from './words.form.tsx';
import { postWords } from './words.view.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location, params }) => {
  const { steps, languages } = organizeMessagesIn(localeOfPath(location.pathname)).campaigns;
  return organizerMeta(localeOfPath(location.pathname), steps.words(languages[params.locale === 'es' ? 'es' : 'en']));
};

function langOf(text: string | undefined): 'en' | 'es' {
  if (text === 'en' || text === 'es') return text;
  throw new Response(null, { status: 404, headers: privateHeaders() });
}

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.change');
  return { seat, lang: langOf(args.params.locale), sheet: await sheetOf(seat, args.params.campaign) };
}

export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.change');
  const [lang, pageLocale] = [langOf(args.params.locale), localeOf(args.params.lang)];
  const sheet = await sheetOf(seat, args.params.campaign);
  const answer = await postWords({ seat, sheet, lang, pageLocale, posted: await args.request.formData() });
  return data(answer, { status: answer.preview ? 200 : answer.conflict ? 409 : 422 });
}

export default function WordsRoute() {
  const { seat, lang, sheet } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() ?? null;
  const { campaigns: words } = useOrganizeMessages();
  const home = `/organize/${seat.organization.slug}/campaigns/${sheet.slug}`;
  const title = words.steps.words(words.languages[lang]);
  const base = answer?.conflict?.base ?? Number(answer?.form.typed.base ?? sheet.version);
  return (
    <OrganizerPage
      seat={seat}
      kick={<PageLink to={home}>{sheet.content.texts.en?.title || sheet.slug}</PageLink>}
      title={title}
    >
      {answer ? <Unsaved answer={answer} timeZone={sheet.timeZone} lang={lang} /> : null}
      <WordsForm
        home={home}
        lang={lang}
        words={sheet.content.texts[lang] ?? noWords}
        base={base}
        answer={answer?.form ?? null}
      />
      {answer?.preview ? <Preview view={answer.preview} note={words.wordsForm.previewNote} /> : null}
    </OrganizerPage>
  );
}
