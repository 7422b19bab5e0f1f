import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isConsistent, readConsistency, readInclusion, readRoot } from '#app/domain/ledger/merkle.server.ts';
import {
  keyIdOf,
  openCheckpoint,
  parseVerifierKey,
  publicKeyBytes,
  publicKeyOf,
  signCheckpoint,
  writeVerifierKey,
} from '#app/domain/ledger/note.server.ts';
import { listTiles } from '#app/domain/ledger/tile.ts';
import { growMemoryTree, ledgerKey, type MemoryTree } from './logs.ts';

/** The parts of `@sigstore/verify` that check proofs and checkpoints; the package names them in no export. */
interface Oracle {
  verifyMerkleInclusion(
    entry: { canonicalizedBody: Buffer; inclusionProof: { logIndex: string; hashes: Buffer[] } },
    checkpoint: { logSize: bigint; logHash: Buffer },
  ): void;
  verifyCheckpoint(
    entry: { inclusionProof: { checkpoint: { envelope: string } } },
    tlogs: { logID: Buffer; baseURL: string; publicKey: unknown }[],
  ): { origin: string; logSize: bigint; logHash: Buffer };
}

const folder = join(dirname(createRequire(import.meta.url).resolve('@sigstore/verify')), 'tlog');
const [{ verifyMerkleInclusion }, { verifyCheckpoint }] = (await Promise.all(
  ['merkle.js', 'checkpoint.js'].map((file) => import(pathToFileURL(join(folder, file)).href)),
)) as [Pick<Oracle, 'verifyMerkleInclusion'>, Pick<Oracle, 'verifyCheckpoint'>];

const origin = 'petition.example/log/oracle';
const key = ledgerKey();
const verifierKey = writeVerifierKey(origin, 1, publicKeyBytes(key));

/** A note as the oracle reads it; throws when it refuses it. */
function readByOracle(envelope: string) {
  const publicKey = publicKeyOf(publicKeyBytes(key));
  const logID = keyIdOf(origin, 1, publicKeyBytes(key));
  return verifyCheckpoint({ inclusionProof: { checkpoint: { envelope } } }, [
    { logID, baseURL: `https://${origin}`, publicKey },
  ]);
}

const accepted = (size: number, root: Buffer) =>
  readByOracle(signCheckpoint({ origin, size, root }, { name: origin, key }));

async function isAccepted(
  tree: MemoryTree,
  leaves: readonly string[],
  sequence: number,
  size: number,
): Promise<boolean> {
  const hashes = await readInclusion(sequence, size, tree.read);
  const entry = {
    canonicalizedBody: Buffer.from(leaves[sequence] ?? ''),
    inclusionProof: { logIndex: String(sequence), hashes },
  };
  try {
    verifyMerkleInclusion(entry, { logSize: BigInt(size), logHash: await readRoot(size, tree.read) });
    return true;
  } catch {
    return false;
  }
}

describe('an implementation that is not ours accepts', () => {
  const leaves = Array.from({ length: 1025 }, (_, at) => `v1 sign ${at} 2026-11-22 - - c${at} -`);
  const tree = growMemoryTree(leaves);

  it('the checkpoint of every size from 0 to 1,025, as we do', () => {
    for (let size = 0; size <= 1025; size += 1) {
      const root = tree.roots[size] ?? Buffer.alloc(0);
      expect(accepted(size, root)).toMatchObject({ origin, logSize: BigInt(size), logHash: root });
    }
    const note = signCheckpoint({ origin, size: 3, root: tree.roots[3] ?? Buffer.alloc(0) }, { name: origin, key });
    const known = parseVerifierKey(verifierKey);
    expect(openCheckpoint(note, origin, known ? [known] : [])?.size).toBe(3);
    expect(() => readByOracle(note.replace('\n3\n', '\n4\n'))).toThrow('invalid checkpoint signature');
  });

  it('inclusion proofs in every size from 1 to 1,025: the last and two others', async () => {
    let proofs = 0;
    for (let size = 1; size <= 1025; size += 1)
      for (const sequence of new Set([size >> 1, (size * size + 17) % size, size - 1])) {
        if (!(await isAccepted(tree, leaves, sequence, size)))
          throw new Error(`leaf ${sequence} of ${size} is refused`);
        proofs += 1;
      }
    expect(proofs).toBeGreaterThan(2500);
  });

  it('every leaf of the sizes around a full tile', async () => {
    for (const size of [1, 2, 3, 255, 256, 257, 513])
      for (let sequence = 0; sequence < size; sequence += 1)
        if (!(await isAccepted(tree, leaves, sequence, size)))
          throw new Error(`leaf ${sequence} of ${size} is refused`);
  });

  it('no proof of another leaf', async () => {
    expect(await isAccepted(tree, leaves.with(500, 'v1 sign 500 another'), 500, 1025)).toBe(false);
    expect(await isAccepted(tree, leaves, 500, 1025)).toBe(true);
  });

  it('our roots continue one another, between all sizes around powers of two', async () => {
    const sizes = [0, 1, 2, 3, 4, 5, 127, 128, 255, 256, 257, 511, 512, 768, 1023, 1024, 1025];
    for (const size of sizes)
      for (const old of sizes.filter((one) => one <= size)) {
        const hashes = await readConsistency(old, size, tree.read);
        const head = (of: number) => ({ size: of, root: tree.roots[of] ?? Buffer.alloc(32) });
        expect(isConsistent(head(old), head(size), hashes), `${old} to ${size}`).toBe(true);
        if (old === 0 || old === size) continue;
        expect(isConsistent({ ...head(old), root: Buffer.alloc(32) }, head(size), hashes)).toBe(false);
        expect(isConsistent(head(old), { ...head(size), root: Buffer.alloc(32) }, hashes)).toBe(false);
        expect(isConsistent(head(old), head(size), hashes.slice(1))).toBe(false);
      }
  });
});

describe('a ledger of 70,000 leaves', () => {
  const leaves = Array.from({ length: 70_000 }, (_, at) => `v1 sign ${at} 2026-11-22 - - c${at} -`);
  const tree = growMemoryTree(leaves, 10_000);

  it('has 273 full tiles of leaf hashes and one of 112, and above them the tiles that the specification says', () => {
    const names = [...listTiles(70_000)].filter(({ level }) => level !== 'entries');
    const widths = (level: number) => names.filter((one) => one.level === level).map(({ width }) => width);
    expect(widths(0).filter((width) => width === 256)).toHaveLength(273);
    expect(widths(0).slice(273)).toEqual([112]);
    expect(widths(1)).toEqual([256, 17]);
    expect(widths(2)).toEqual([1]);
    for (const { level, number, width } of names) expect(tree.tiles.get(`${level}/${number}`)).toHaveLength(width * 32);
    expect(tree.tiles.size).toBe(names.length);
  });

  it('is accepted by an implementation that is not ours', async () => {
    const root = tree.roots[70_000] ?? Buffer.alloc(0);
    expect(accepted(70_000, root)).toMatchObject({ logSize: 70_000n, logHash: root });
    for (const sequence of [
      0,
      1,
      255,
      256,
      65_535,
      65_536,
      69_887,
      69_888,
      69_999,
      ...Array.from({ length: 200 }, (_, at) => (at * 347_911) % 70_000),
    ])
      expect(await isAccepted(tree, leaves, sequence, 70_000), `leaf ${sequence}`).toBe(true);
    for (const size of [65_536, 65_537, 69_999])
      expect(await isAccepted(tree, leaves, size - 1, size), `size ${size}`).toBe(true);
  });
});
