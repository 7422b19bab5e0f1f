import type { LoaderFunctionArgs } from '@remix-run/node';
import { findCampaign } from '#app/domain/campaign/campaign.server.ts';
import { readCount } from '#app/domain/count/count.server.ts';

/** Public figures: any page may read them. */
const open = { 'Access-Control-Allow-Origin': '*' };

export async function loader({ params }: LoaderFunctionArgs) {
  const campaign = await findCampaign(params.slug ?? '', 'en');
  if (!campaign) throw new Response(null, { status: 404 });
  const { total, asOf } = await readCount(campaign.id);
  const said = { campaign: campaign.slug, counted: total, asOf: asOf?.toISOString() ?? null };
  return Response.json(said, { headers: open });
}
