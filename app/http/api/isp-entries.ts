import type { IspProfile, IspSummary } from '#app/domain/isp/isp.ts';
import type { IspRecordShape, IspShape } from './shapes.ts';

/** An ISP as the list of the API gives it; `origin` is the site's, without a trailing slash. Own choice. */
export function toIsp({ slug, name, brands, formerNames }: IspSummary, origin: string): IspShape {
  return { slug, name, brands: [...brands], formerNames: [...formerNames], page: `${origin}/isps/${slug}` };
}

/** The record of an ISP as the API gives it: everything published, without the database's own key. Own choice. */
export function toIspRecord({ id: _, ...isp }: IspProfile, origin: string): IspRecordShape {
  return {
    ...isp,
    brands: [...isp.brands],
    formerNames: [...isp.formerNames],
    indexNames: [...isp.indexNames],
    technologies: [...isp.technologies],
    states: isp.states && [...isp.states],
    networks: [...isp.networks],
    page: `${origin}/isps/${isp.slug}`,
  };
}
