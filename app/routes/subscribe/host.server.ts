import { currentConsent } from '#app/domain/campaign/campaign.server.ts';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import { findAlertsHost } from '#app/domain/subscriber/request.server.ts';
import { localeOf } from '#app/http/locale.ts';

type Params = { lang?: string | undefined; organization?: string | undefined; slug?: string | undefined };

/** Whose list the address offers, and the wording for it; a 404 `Response` is thrown where there is no such organization, campaign or wording. */
export async function hostOf({ lang, organization, slug }: Params) {
  const locale = localeOf(lang);
  const host = await findAlertsHost({ organization, campaign: slug, locale });
  const consent = host && (await currentConsent('subscribe', locale, { campaignId: host.campaign?.id ?? null }));
  if (!host || !consent) throw new Response(null, { status: 404 });
  return { host, consent, locale };
}

/** ISPs as a form offers them. */
export async function ispChoices() {
  return (await listIsps()).map(({ slug, name }) => ({ value: slug, label: name }));
}
