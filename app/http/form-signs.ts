import type { FormSigns } from '#app/domain/signature/form.server.ts';
import { stampAgeMs } from './form-stamp.ts';
import { networkKeyOf } from './network-key.ts';
import { readProof } from './proof.ts';

/** What a form carries besides what the person wrote: the fields `proof` and `stamp` as they came, empty when missing. Own choice. */
export interface SignsSaid {
  proof: string;
  stamp: string;
}

/** Reads the signs of a form that came from an address (null: none known). Synchronous, without a database, some microseconds whatever is said. Decision 0025. */
export type ReadSigns = (said: SignsSaid) => FormSigns;

/** The signs of a form, as `ReadSigns` says; `secret` is SECRET. The network is the /24 or /48 of the address, by month. Own choice. */
export function readSigns(
  { proof, stamp }: SignsSaid,
  address: string | null,
  tools: { secret: string; now(): Date },
): FormSigns {
  const found = readProof(proof, tools);
  return {
    proof: found.proof,
    proofDigest: found.digest,
    openMs: stampAgeMs(stamp, tools),
    networkKey: networkKeyOf(address, 'month', tools, 'block'),
  };
}
