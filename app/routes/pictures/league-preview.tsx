import type { LoaderFunctionArgs } from '@remix-run/node';
import { localeOf } from '#app/http/locale.ts';
import { answerPicture, pictureName } from '#app/http/pictures/picture-answer.ts';
import { drawPreview } from '#app/http/pictures/rasterise.server.ts';
import { LeaguePreview } from '#app/ui/pictures/league-preview.tsx';
import { viewLeaguePreview } from './league-preview.view.server.ts';

export function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const file = pictureName(params.file);
  if (file?.ending !== 'png') throw new Response(null, { status: 404 });
  const { host } = new URL(request.url);
  return answerPicture(request, { key: `league ${locale} ${file.name}`, ending: 'png' }, async () => {
    const view = await viewLeaguePreview(file.name, locale);
    return view && drawPreview(<LeaguePreview {...view.preview} address={`${host}${view.path}`} />);
  });
}
