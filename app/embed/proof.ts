import { sha256OfBlock } from '../ui/proof/sha256.ts';

/** A challenge as `/embed/SLUG/form.json` gives it; its format: `app/http/proof.ts`. */
export interface Challenge {
  parameters: { nonce: string; salt: string; keyPrefix: string; expiresAt: number };
  signature: string;
}

/** How long one stretch of work may hold the page, and how long all of it may take, in milliseconds. */
const STRETCH_MS = 12;
const WORK_MS = 60_000;

function bytesOf(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

/**
 * Works a challenge off in short stretches on the page itself, since a site's policy may forbid workers: the value of the field `proof`, or an empty text when it was not solved
 * in a minute.
 */
export async function prove({ parameters, signature }: Challenge): Promise<string> {
  const { nonce, salt, keyPrefix, expiresAt } = parameters;
  const message = new Uint8Array([...bytesOf(salt), ...bytesOf(nonce), 0, 0, 0, 0]);
  const counterAt = new DataView(message.buffer);
  const wanted = bytesOf(keyPrefix);
  const endsAt = performance.now() + WORK_MS;
  let counter = 0;
  while (performance.now() < endsAt) {
    const restAt = performance.now() + STRETCH_MS;
    while (performance.now() < restAt) {
      for (let some = 0; some < 500; some += 1, counter += 1) {
        counterAt.setUint32(message.length - 4, counter);
        const key = sha256OfBlock(message);
        if (wanted.every((byte, at) => key[at] === byte))
          return [nonce, salt, keyPrefix, expiresAt, signature, counter].join('.');
      }
    }
    await new Promise((rested) => setTimeout(rested));
  }
  return '';
}
