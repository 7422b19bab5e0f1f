import { data } from '@remix-run/node';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import { findAlertsWording } from '#app/domain/signature/alerts.server.ts';
import { findChallengeByToken } from '#app/domain/signature/signature.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { refusalOf } from '#app/http/refusals.ts';

/** What the page of a mailed link shows, with the status of a refusal where the link opens nothing. */
export async function confirmView(params: { lang?: string | undefined; token?: string | undefined }) {
  const locale = localeOf(params.lang);
  const token = params.token ?? '';
  const [found, isps] = await Promise.all([findChallengeByToken({ token, locale }), listIsps()]);
  if (!found.ok) {
    const refusal = refusalOf(found.reason, locale);
    return data({ view: null, refusal }, { status: refusal.status });
  }
  return data({
    view: {
      token,
      challenge: found,
      isps: isps.map(({ slug, name }) => ({ slug, name })),
      alerts: await findAlertsWording({ campaignSlug: found.campaignSlug, locale }),
    },
    refusal: null,
  });
}
