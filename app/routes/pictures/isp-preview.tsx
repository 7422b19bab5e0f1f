import type { LoaderFunctionArgs } from '@remix-run/node';
import { localeOf } from '#app/http/locale.ts';
import { answerPicture, pictureName } from '#app/http/pictures/picture-answer.ts';
import { drawPreview } from '#app/http/pictures/rasterise.server.ts';
import { IspPreview } from '#app/ui/pictures/isp-preview.tsx';
import { viewIspPreview } from './isp-preview.view.server.ts';

export function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const file = pictureName(params.file);
  if (file?.ending !== 'png') throw new Response(null, { status: 404 });
  const { host } = new URL(request.url);
  return answerPicture(request, { key: `isp ${locale} ${file.name}`, ending: 'png' }, async () => {
    const view = await viewIspPreview(file.name, locale);
    return view && drawPreview(<IspPreview {...view.preview} address={`${host}${view.path}`} />, view.chart);
  });
}
