/** Media type of the size that a witness answers when it knows another one. Source: C2SP tlog-witness. */
export const SIZE_TYPE = 'text/x.tlog.size';

/** Longest answer of a witness that is read, in bytes: a few signature lines. Own choice. */
export const MAX_ANSWER_BYTES = 16 * 1024;

/** The body of `add-checkpoint`: the size that the witness is thought to know, the proof from it, an empty line, the signed checkpoint. Source: C2SP tlog-witness. */
export function writeAddCheckpoint(oldSize: number, proof: readonly Buffer[], note: string): string {
  return [`old ${oldSize}`, ...proof.map((hash) => hash.toString('base64')), '', note].join('\n');
}

/**
 * What became of handing a checkpoint to a witness. `cosigned`: its line is kept. `ahead`: it has seen a larger tree, or another one of the same size, than ours, which
 * means that this log was rolled back or forked. `refused` and `failed`: with the status, null where there was no answer.
 */
export type WitnessOutcome =
  | { outcome: 'cosigned' }
  | { outcome: 'ahead'; size: number }
  | { outcome: 'refused' | 'failed'; status: number | null };
