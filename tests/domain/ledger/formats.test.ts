import { describe, expect, it } from 'vitest';
import { type Leaf, parseLeaf, writeLeaf } from '#app/domain/ledger/leaf.ts';
import {
  cosign,
  keyIdOf,
  openNote,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  publicKeyBytes,
  signCheckpoint,
  writeVerifierKey,
} from '#app/domain/ledger/note.server.ts';
import { parseBundle, parseTilePath, tilePath, writeBundle } from '#app/domain/ledger/tile.ts';
import { ledgerKey } from './logs.ts';

const commitment = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';
const tokens = Array.from({ length: 11 }, (_, at) => `${String.fromCharCode(65 + at)}${'_'.repeat(20)}A`);
const head = { day: '2026-11-22' } as const;

describe('a leaf', () => {
  const leaves: Leaf[] = [
    { ...head, sequence: 0, kind: 'sign', commitment },
    { ...head, sequence: 7, kind: 'correct', commitment, of: 0 },
    { ...head, sequence: 8, kind: 'withdraw', of: 7 },
    { ...head, sequence: 9, kind: 'invalidate', of: 2, reason: 'network-burst' },
    { ...head, sequence: 10, kind: 'tally', dimension: 'isp', value: 'cox-2', tokens },
    { ...head, sequence: 11, kind: 'untally', dimension: 'state', value: 'none', tokens },
    { ...head, sequence: 12, kind: 'anchor', commitment },
  ];

  it('reads back as it was written, for every kind', () => {
    for (const leaf of leaves) expect(parseLeaf(writeLeaf(leaf))).toEqual(leaf);
    expect(writeLeaf(leaves[2] as Leaf)).toBe('v1 withdraw 8 2026-11-22 - - - 7');
  });

  it('has one spelling: nothing that differs by a byte from a kind of leaf is one', () => {
    const bad = [
      '',
      'v2 withdraw 8 2026-11-22 - - - 7',
      'v1 withdraw 08 2026-11-22 - - - 7',
      'v1 withdraw 8 2026-02-30 - - - 7',
      'v1 withdraw 8 2026-11-22 - - - 8',
      'v1 withdraw 8 2026-11-22 - - - 7 ',
      'v1 withdraw 8 2026-11-22 - - - 7\n',
      'v1  withdraw 8 2026-11-22 - - - 7',
      'v1 withdraw 8 2026-11-22 comcast - - 7',
      `v1 withdraw 8 2026-11-22 - - ${commitment} 7`,
      `v1 sign 8 2026-11-22 - - ${commitment} 7`,
      `v1 sign 8 2026-11-22 - - ${commitment.slice(0, -1)}V -`,
      `v1 sign 8 2026-11-22 - - ${commitment} - x`,
      'v1 invalidate 8 2026-11-22 - - - 7',
      'v1 invalidate 8 2026-11-22 - - - 7 Loud',
      `v1 tally 8 2026-11-22 a CA - - 11 ${tokens.join(',')}`,
      `v1 tally 8 2026-11-22 - - - - 11 ${tokens.join(',')}`,
      `v1 tally 8 2026-11-22 - ca - - 11 ${tokens.join(',')}`,
      `v1 tally 8 2026-11-22 a - - - 10 ${tokens.slice(1).join(',')}`,
      `v1 tally 8 2026-11-22 a - - - 12 ${tokens.join(',')}`,
      `v1 tally 8 2026-11-22 a - - - 11 ${tokens.toReversed().join(',')}`,
      `v1 tally 8 2026-11-22 a - - - 11 ${[...tokens.slice(1), tokens.at(-1)].join(',')}`,
    ];
    for (const text of bad) expect(parseLeaf(text), text).toBeNull();
    expect(() => writeLeaf({ ...head, sequence: 1, kind: 'withdraw', of: 1 })).toThrow(RangeError);
  });
});

describe('a tile', () => {
  it('has the path of the specification, and back', () => {
    for (const [number, path] of [
      [0, '000'],
      [999, '999'],
      [1000, 'x001/000'],
      [1234067, 'x001/x234/067'],
    ] as const) {
      expect(tilePath({ level: 2, number, width: 256 })).toBe(`tile/2/${path}`);
      expect(parseTilePath(`tile/entries/${path}.p/17`)).toEqual({ level: 'entries', number, width: 17 });
    }
  });

  it('of entries says each length in two bytes, and a broken one is none', () => {
    const bundle = writeBundle(['a', '', 'ñ'.repeat(300)]);
    expect([...bundle.slice(0, 7)]).toEqual([0, 1, 97, 0, 0, 2, 88]);
    expect(parseBundle(bundle)).toEqual(['a', '', 'ñ'.repeat(300)]);
    expect(parseBundle(bundle.slice(0, -1))).toBeNull();
    expect(() => writeBundle(['a'.repeat(65_536)])).toThrow(RangeError);
  });
});

/** Key and note of the documentation of golang.org/x/mod/sumdb/note, which the specification grew out of. */
const known = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const knownNote = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

describe('a note', () => {
  const keyOf = (text: string) => {
    const key = parseVerifierKey(text);
    if (!key) throw new Error(`${text} is no key`);
    return key;
  };

  it('of another implementation opens, and not when a byte of it differs', () => {
    expect(openNote(knownNote, [keyOf(known)])?.text).toBe(knownNote.slice(0, knownNote.indexOf('\n\n') + 1));
    expect(openNote(knownNote.replace('answer', 'Answer'), [keyOf(known)])).toBeNull();
    expect(openNote(knownNote, [])).toBeNull();
    expect(parseVerifierKey(known.replace('c74f20a3', 'c74f20a4'))).toBeNull();
  });

  it('has its signatures after its last empty line, and none of another form', () => {
    expect(parseNote(knownNote)?.signatures).toHaveLength(1);
    for (const text of [
      '',
      'a\n\n',
      'a\n— x y\n',
      knownNote.trimEnd(),
      knownNote.replace('—', '-'),
      knownNote.replace('Peter', 'Peter '),
      `${knownNote}x\n`,
      knownNote.replace('nAM=', 'nAM'),
      knownNote.replace('\n', '\r\n'),
    ])
      expect(parseNote(text), text).toBeNull();
  });

  it('carries the lines of witnesses, each verified with its time', () => {
    const [log, witness] = [ledgerKey(), ledgerKey()];
    const origin = 'petition.example/log/notes';
    const note = signCheckpoint({ origin, size: 3, root: Buffer.alloc(32, 7) }, { name: origin, key: log });
    const text = parseNote(note)?.text ?? '';
    expect(parseCheckpoint(text)).toEqual({ origin, size: 3, root: Buffer.alloc(32, 7) });
    const at = new Date('2026-11-22T12:00:00Z');
    const whole = note + cosign(text, { name: 'witness.example/w', key: witness }, at);
    const logKey = keyOf(writeVerifierKey(origin, 1, publicKeyBytes(log)));
    const witnessKey = keyOf(writeVerifierKey('witness.example/w', 4, publicKeyBytes(witness)));
    expect(openNote(whole, [logKey, witnessKey])?.by).toEqual([
      { key: logKey, at: null },
      { key: witnessKey, at },
    ]);
    const forged = note + cosign(text.replace('\n3\n', '\n4\n'), { name: 'witness.example/w', key: witness }, at);
    expect(openNote(forged, [logKey, witnessKey])).toBeNull();
    expect(openNote(forged, [logKey])?.by).toHaveLength(1);
    expect(keyIdOf(origin, 1, publicKeyBytes(log))).not.toEqual(keyIdOf(origin, 4, publicKeyBytes(log)));
  });

  it('of a checkpoint is refused in any other spelling', () => {
    const root = Buffer.alloc(32).toString('base64');
    for (const text of [
      `o\n03\n${root}\n`,
      `o\n3\n${root}`,
      `o\n3\n${root.slice(4)}\n`,
      `\n3\n${root}\n`,
      `o\n-1\n${root}\n`,
      `o\n3\n${root}\n\nx\n`,
    ])
      expect(parseCheckpoint(text), text).toBeNull();
    expect(parseCheckpoint(`o\n3\n${root}\nan extension\n`)?.size).toBe(3);
  });
});
