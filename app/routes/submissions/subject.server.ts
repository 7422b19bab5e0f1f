import { findIncident } from '#app/domain/incident/incident.server.ts';
import { findIspsBySlugs } from '#app/domain/isp/isp.server.ts';
import { listMailDomains } from '#app/domain/reply/mail-domain.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { operatorAddress } from '#app/http/operator.server.ts';

type Params = { lang?: string | undefined; slug?: string | undefined };

/** The published incident of the address; a 404 `Response` is thrown for any other, and for an unknown language. */
export async function incidentOf({ lang, slug }: Params) {
  localeOf(lang);
  const incident = await findIncident(slug ?? '');
  if (!incident) throw new Response(null, { status: 404 });
  return incident;
}

/** The ISP of the address; a 404 `Response` is thrown for any other, and for an unknown language. */
export async function ispOf({ lang, slug }: Params) {
  localeOf(lang);
  const [isp] = await findIspsBySlugs([slug ?? '']);
  if (!isp) throw new Response(null, { status: 404 });
  return isp;
}

/** Whether the address is that of a reply to an incident, and not to an ISP's record. */
export function isToIncident(request: Request): boolean {
  return /^(?:\/es)?\/incidents\//.test(new URL(request.url).pathname);
}

/** What a reply would be to, and the domains from which one can be sent, by ISP. */
export async function replySubject(request: Request, params: Params) {
  const incident = isToIncident(request) ? await incidentOf(params) : null;
  const slugs = incident ? incident.isps.flatMap(({ slug }) => slug ?? []) : [(await ispOf(params)).slug];
  const isps = await findIspsBySlugs([...new Set(slugs)]);
  const listed = await listMailDomains({ ispIds: isps.map(({ id }) => id) });
  const domains = isps.map(({ slug, name }) => ({
    name,
    domains: listed.flatMap(({ ispSlug, domain }) => (ispSlug === slug ? [domain] : [])),
  }));
  return {
    incident: incident && { slug: incident.slug, title: incident.title },
    isp: incident ? null : (isps[0] ?? null),
    domains,
    operator: operatorAddress(),
  };
}
