import { data } from '@remix-run/node';
import { findNameUse } from '#app/domain/inquiry/name-use.server.ts';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import { inquiryRefusal } from '#app/http/inquiry-refusals.ts';
import { localeOf } from '#app/http/locale.ts';

/** The signature that is to be corrected, with the ISPs to choose from; a 404 where the mailbox of the link has none of that number. */
export async function correctionView(params: {
  lang?: string | undefined;
  token?: string | undefined;
  id?: string | undefined;
}) {
  const locale = localeOf(params.lang);
  const token = params.token ?? '';
  const [uses, isps] = await Promise.all([findNameUse({ token, locale }), listIsps()]);
  const use = uses.ok ? uses.signatures.find(({ id }) => String(id) === params.id) : undefined;
  if (uses.ok && use) {
    const names = isps.map(({ slug, name }) => ({ slug, name }));
    return data({ view: { token, use, isps: names }, refusal: null });
  }
  const refusal = inquiryRefusal(uses.ok ? 'inquiry_unknown' : uses.reason, locale);
  return data({ view: null, refusal }, { status: refusal.status });
}
