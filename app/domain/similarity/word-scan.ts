/** Most words of a letter that are compared: more than the longest letter holds. Own choice. */
export const MAX_WORDS = 2_500;

const SEED = 0x811c9dc5;
const PRIME = 0x01000193;

/** Of each ASCII character: 0 ends a word, 1 may be passed over inside one, any other figure is the folded character. */
const ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code);
  if (/[a-z0-9]/.test(sign)) return code;
  if (/[A-Z]/.test(sign)) return code + 32;
  return /['`.,]/.test(sign) ? 1 : 0;
});

/** A text ready for `scanWords`: compatibility forms taken apart and small letters throughout, when it is not plain ASCII already. */
export function folded(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is that of ASCII.
  return /[^\x00-\x7f]/.test(text) ? text.normalize('NFKD').toLowerCase() : text;
}

/**
 * The words of `text` from `from` to `to` as numbers of 32 bits, equal for equal words, written to `out` from place `at`; answers the place after the
 * last. `text` comes from `folded`. A word is a run of letters and digits; an apostrophe inside it, accents, and a point or comma between digits are
 * passed over; a web address is one word; the mark of a note ("[1]") is none. No string is made on the way. Hash: FNV-1a, then a mixer.
 */
export function scanInto(text: string, from: number, to: number, out: Uint32Array, at = 0): number {
  let place = at;
  let index = from;
  while (index < to && place < out.length) {
    const code = text.charCodeAt(index);
    if (code === 91) {
      index = afterMark(text, index, to);
      continue;
    }
    if (foldOf(code) <= 1) {
      index += 1;
      continue;
    }
    let hash = SEED;
    const start = index;
    for (; index < to; index += 1) {
      const sign = foldOf(text.charCodeAt(index));
      if (sign > 1) hash = Math.imul(hash ^ sign, PRIME);
      else if (sign === 0 || !isInside(text, index, start, to)) break;
    }
    if (text.charCodeAt(index) === 58 && text.startsWith('://', index)) {
      for (; index < to; index += 1) {
        const sign = text.charCodeAt(index);
        if (sign <= 32 || sign === 41 || sign === 62 || sign === 93) break;
        if (sign > 47) hash = Math.imul(hash ^ ((ASCII[sign] ?? 0) || sign), PRIME);
      }
    }
    out[place++] = mixed(hash);
  }
  return place;
}

/** The words of a whole text, as `scanInto` counts them, in an array of their own; at most `MAX_WORDS`. */
export function scanWords(text: string): Uint32Array {
  const ready = folded(text);
  return scratch.slice(0, scanInto(ready, 0, ready.length, scratch));
}

const scratch = new Uint32Array(MAX_WORDS);

/** Spreads the bits of a hash. Source: the finalizer of MurmurHash3, Austin Appleby, public domain. */
export function mixed(hash: number): number {
  let bits = hash;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function foldOf(code: number): number {
  if (code < 128) return ASCII[code] as number;
  // Combining marks, apostrophes, soft hyphen and joiners of no width.
  if ((code >= 0x300 && code <= 0x36f) || code === 0x2019 || code === 0x2018 || code === 0x2bc || code === 0xad)
    return 1;
  if ((code >= 0x200b && code <= 0x200d) || code === 0x2060 || code === 0xfeff) return 1;
  if (code < 0xc0 && code !== 0xaa && code !== 0xb5 && code !== 0xba) return 0;
  if (code === 0xd7 || code === 0xf7 || (code >= 0x2000 && code <= 0x206f) || (code >= 0x3000 && code <= 0x303f))
    return 0;
  return code;
}

function isInside(text: string, index: number, start: number, to: number): boolean {
  const code = text.charCodeAt(index);
  if (code === 0xad || (code >= 0x300 && code <= 0x36f) || code === 0x2060 || code === 0xfeff) return true;
  if (code >= 0x200b && code <= 0x200d) return true;
  if (index === start || index + 1 >= to) return false;
  if (code === 46 || code === 44) return isDigit(text.charCodeAt(index - 1)) && isDigit(text.charCodeAt(index + 1));
  return foldOf(text.charCodeAt(index + 1)) > 1;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The place after "[12]", or after the bracket alone. */
function afterMark(text: string, index: number, to: number): number {
  let end = index + 1;
  while (end < to && isDigit(text.charCodeAt(end))) end += 1;
  return end > index + 1 && text.charCodeAt(end) === 93 ? end + 1 : index + 1;
}
