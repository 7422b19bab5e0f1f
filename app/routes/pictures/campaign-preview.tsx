import { createHash } from 'node:crypto';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { findCampaign } from '#app/domain/campaign/campaign.server.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { answerPicture, pictureName } from '#app/http/pictures/picture-answer.ts';
import { drawPreview } from '#app/http/pictures/rasterise.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { CampaignPreview } from '#app/ui/pictures/campaign-preview.tsx';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const file = pictureName(params.file);
  const campaign = file?.ending === 'png' ? await findCampaign(file.name, locale) : null;
  if (!campaign) throw new Response(null, { status: 404 });
  const { slug, ask } = campaign;
  const headline = campaign.pictureHeadline || campaign.title;
  // Other words are another picture, at once.
  const words = createHash('sha256').update(`${headline}\n${ask}`).digest('base64url').slice(0, 16);
  const address = `${new URL(request.url).host}${localePath(locale, `/campaigns/${slug}`)}`;
  const { kickCampaign: kick } = messagesIn(locale).picture;
  return answerPicture(request, { key: `campaign ${locale} ${slug} ${words}`, ending: 'png' }, () =>
    drawPreview(<CampaignPreview {...{ kick, headline, ask, address }} />),
  );
}
