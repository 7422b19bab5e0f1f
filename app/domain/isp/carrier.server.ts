import type { Tools } from '#app/db.server.ts';
import { type Identification, type IspSeen, identificationOf } from './identify.ts';
import { findIspsBySlugs } from './isp.server.ts';
import type { IspOwner, IspSummary } from './isp.ts';
import type { Line, NetworkChoice } from './network-kind.ts';

/** What is known of a visitor's ISP: what the network tells and what the person stated. */
export interface Sighting {
  seen: IspSeen;
  statedSlug: string | null;
  statedLine?: Line | undefined;
}

/** One of the choices on a shared network, with today's name of its ISP. */
export interface NamedChoice extends NetworkChoice {
  name: string;
}

/**
 * Who carries a visitor. `isp`: the one that they stated, else the one seen when it is one alone, with the brand that fits the line, the newest
 * name that it no longer bears, and the company it was sold to. `choices`: what a person on a shared network who has stated nothing may be on.
 */
export interface Carrier {
  isp: {
    id: number;
    slug: string;
    name: string;
    brand: string | null;
    formerName: string | null;
    owner: IspOwner | null;
  } | null;
  isStated: boolean;
  line: Line | null;
  identification: Identification;
  choices: NamedChoice[];
}

/** Names who carries a visitor; from the catalogue in memory. A stated ISP that the catalogue lacks counts as not stated. */
export async function findCarrier(
  { seen, statedSlug, statedLine }: Sighting,
  given: Partial<Tools> = {},
): Promise<Carrier> {
  const [stated] = statedSlug === null ? [] : await findIspsBySlugs([statedSlug], given);
  const candidates = await findIspsBySlugs(seen.slugs, given);
  const isp = stated ?? (candidates.length === 1 ? candidates[0] : undefined);
  const line = (stated && statedLine) || null;
  return {
    isp: isp ? named(isp, brandOf(isp, line, seen.choices)) : null,
    isStated: Boolean(stated),
    line,
    identification: identificationOf(seen, candidates),
    choices: stated
      ? []
      : seen.choices.flatMap((choice) => {
          const owner = candidates.find(({ slug }) => slug === choice.slug);
          return owner ? [{ ...choice, name: owner.name }] : [];
        }),
  };
}

function named({ id, slug, name, formerNames, owner }: IspSummary, brand: string | null): NonNullable<Carrier['isp']> {
  return { id, slug, name, brand: brand === name ? null : brand, formerName: formerNames[0] ?? null, owner };
}

/** The first brand stands for the ISP, except where the network carries several: then only the one of the stated line is right. */
function brandOf({ slug, brands }: IspSummary, line: Line | null, choices: readonly NetworkChoice[]): string | null {
  const own = choices.filter((choice) => choice.slug === slug);
  if (own.length > 1 || line) return own.find((choice) => choice.line === line)?.brand ?? null;
  return brands[0] ?? null;
}
