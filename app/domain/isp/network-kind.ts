/** What a network carries: home lines, phones, both home and business lines, rented servers, a VPN's exits; or we do not know. Issue 3, point 1. */
export const NETWORK_KINDS = ['home', 'mobile', 'mixed', 'hosting', 'vpn', 'unknown'] as const;

/** One of `NETWORK_KINDS`. Own choice. */
export type NetworkKind = (typeof NETWORK_KINDS)[number];

/** A kind of line that a person may have on a network. Own choice. */
export const LINES = ['home', 'mobile', 'business'] as const;

/** One of `LINES`. Own choice. */
export type Line = (typeof LINES)[number];

/** One thing that a person on a shared network may be on: an ISP, one of its brands when it has one for it, and the kind of line. Own choice. */
export interface NetworkChoice {
  slug: string;
  brand: string | null;
  line: Line;
}

/**
 * One AS number of which something is known: the ISPs it leads to in the catalogue's order (none for hosting and VPN networks), its
 * kind, whether that is sourced, and what a person on it may choose between (none unless brands or kinds of line share it). Own choice.
 */
export interface CatalogueNetwork {
  asn: number;
  slugs: readonly string[];
  kind: NetworkKind;
  isSure: boolean;
  choices: readonly NetworkChoice[];
}

/** The part of the seed files that says which AS number is what. Own choice. */
export interface NetworkFacts {
  isps: readonly { slug: string; asns: readonly { asn: number; use: string }[] }[];
  kinds: {
    shared: readonly { asn: number; kind: NetworkKind; choices: readonly NetworkChoice[] }[];
    networks: readonly { asn: number; kind: NetworkKind; confidence: 'sourced' | 'partly' }[];
  };
}

/** Whether a network of this kind is one on which a person's own ISP cannot be seen at all. Own choice. */
export function hidesIsp(kind: NetworkKind): boolean {
  return kind === 'hosting' || kind === 'vpn';
}

/**
 * Every AS number that the seed files name, once. The catalogue's "residential/mixed" counts as home lines unless `shared` says that business
 * lines are known to be on it; "uncertain" as unknown; a mobile network offers phone and home internet. Own choice of the mapping.
 */
export function catalogueNetworks({ isps, kinds }: NetworkFacts): CatalogueNetwork[] {
  const shared = new Map(kinds.shared.map((network) => [network.asn, network]));
  const networks = new Map<number, CatalogueNetwork>();
  for (const { slug, asns } of isps) {
    for (const { asn, use } of asns) {
      const slugs = [...(networks.get(asn)?.slugs ?? []), slug];
      const stated = shared.get(asn);
      const kind = stated?.kind ?? networks.get(asn)?.kind ?? kindOfUse(use);
      const choices = stated?.choices ?? (slugs.length > 1 || kind === 'mobile' ? choicesOf(slugs, kind) : []);
      networks.set(asn, { asn, slugs, kind, isSure: kind !== 'unknown', choices });
    }
  }
  for (const { asn, kind, confidence } of kinds.networks)
    networks.set(asn, { asn, slugs: [], kind, isSure: confidence === 'sourced', choices: [] });
  return [...networks.values()];
}

function choicesOf(slugs: readonly string[], kind: NetworkKind): NetworkChoice[] {
  const lines: readonly Line[] = kind === 'mobile' ? ['mobile', 'home'] : ['home'];
  return slugs.flatMap((slug) => lines.map((line) => ({ slug, brand: null, line })));
}

function kindOfUse(use: string): NetworkKind {
  if (use.startsWith('mobile')) return 'mobile';
  return use.startsWith('residential') || use.startsWith('shared') ? 'home' : 'unknown';
}
