/** What a print keeps of a letter, as bytes: the count of words, each word in four bytes, own and unique words in a bit each. Little-endian. */
export interface Sketch {
  words: Uint32Array;
  own: Uint8Array;
  /** 1 for a word of one's own that no letter like it holds. */
  unique: Uint8Array;
}

/** The bytes of a sketch, laid out by method 1. */
export function sketchBytes({ words, own, unique }: Sketch): Uint8Array {
  const bits = (words.length + 7) >>> 3;
  const bytes = new Uint8Array(4 + 4 * words.length + 2 * bits);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, words.length, true);
  for (let at = 0; at < words.length; at += 1) {
    view.setUint32(4 + 4 * at, words[at] as number, true);
    const byte = 4 + 4 * words.length + (at >>> 3);
    bytes[byte] = (bytes[byte] as number) | ((own[at] as number) << (at & 7));
    bytes[byte + bits] = (bytes[byte + bits] as number) | ((unique[at] as number) << (at & 7));
  }
  return bytes;
}

/** Reads what `sketchBytes` wrote. Throws for bytes of another length. */
export function readSketch(bytes: Uint8Array): Sketch {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.length < 4 ? -1 : view.getUint32(0, true);
  const bits = (count + 7) >>> 3;
  if (count < 0 || bytes.length !== 4 + 4 * count + 2 * bits) throw new Error('these bytes are no sketch of a letter');
  const sketch = { words: new Uint32Array(count), own: new Uint8Array(count), unique: new Uint8Array(count) };
  for (let at = 0; at < count; at += 1) {
    const byte = 4 + 4 * count + (at >>> 3);
    sketch.words[at] = view.getUint32(4 + 4 * at, true);
    sketch.own[at] = ((bytes[byte] as number) >>> (at & 7)) & 1;
    sketch.unique[at] = ((bytes[byte + bits] as number) >>> (at & 7)) & 1;
  }
  return sketch;
}
