/** How sure an identification is: the newest ranges agree, only the older edition or a shared network says so, or nothing is known. */
export type IdentifyConfidence = 'high' | 'low' | 'none';

/** Why an ISP was or was not seen. `private` is an address of no public network, as on a developer's machine. */
export type IdentifyReason =
  | 'range'
  | 'older_range'
  | 'shared_network'
  | 'simulated'
  | 'private'
  | 'not_in_catalogue'
  | 'no_address';

/**
 * The ISP seen from a network address. `slugs` holds the candidates in the catalogue's order: one when the network is one
 * ISP's, several when an AS number is shared, none when unknown. Never holds the address.
 */
export interface IspSeen {
  slugs: readonly string[];
  asn: number | null;
  confidence: IdentifyConfidence;
  reason: IdentifyReason;
}

/** Nothing seen, for the reason given. */
export function notSeen(reason: IdentifyReason): IspSeen {
  return { slugs: [], asn: null, confidence: 'none', reason };
}
