import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

/** What a signature line is of: a log's own Ed25519 signature (1) or a witness's with its time (4). Source: C2SP signed-note, tlog-cosignature. */
export type SignatureType = 1 | 4;

/** A public key that notes are verified under: its name, 4-byte id and 32 bytes of Ed25519. Source: C2SP signed-note. */
export interface VerifierKey {
  name: string;
  id: Buffer;
  type: SignatureType;
  publicKey: Buffer;
}

/** One signature line: `line` as it stands, with its line end; `signature` without the key's id. Source: C2SP signed-note. */
export interface NoteSignature {
  name: string;
  id: Buffer;
  signature: Buffer;
  line: string;
}

/** A signed note: its text with the last line end, and its lines in order; nothing is verified yet. Source: C2SP signed-note. */
export interface Note {
  text: string;
  signatures: NoteSignature[];
}

/** What a checkpoint says. `root`: 32 bytes. Source: C2SP tlog-checkpoint. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
}

/** A log's or witness's private key with the name that it signs under. Own choice. */
export interface Signer {
  name: string;
  key: KeyObject;
}

/** Longest note that is looked at, and most lines. The specification asks for at least 16. Own choice. */
const MAX_NOTE_CHARS = 100_000;
const MAX_SIGNATURES = 100;

const ED25519_DER = Buffer.from('302a300506032b6570032100', 'hex');
const NAME = /^[^\s+\p{Z}\p{Cc}]{1,200}$/u;

/** The 32 bytes of an Ed25519 key, public or private. Throws on another kind of key. Source: RFC 8410, section 4. */
export function publicKeyBytes(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('the key is not an Ed25519 key');
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ type: 'spki', format: 'der' }).subarray(ED25519_DER.length);
}

/** The key object of 32 bytes. Source: RFC 8410, section 4. */
export function publicKeyOf(bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([ED25519_DER, bytes]), type: 'spki', format: 'der' });
}

/** The id of a key: SHA-256(name ‖ line end ‖ type ‖ key), first 4 bytes. Source: C2SP signed-note, "Signatures". */
export function keyIdOf(name: string, type: SignatureType, publicKey: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey]), 'buffer').subarray(0, 4);
}

/** A verifier key as text: `name+id in hexadecimal+base64(type ‖ key)`. Source: C2SP signed-note, "Verifier keys". */
export function writeVerifierKey(name: string, type: SignatureType, publicKey: Uint8Array): string {
  const id = keyIdOf(name, type, publicKey).toString('hex');
  return `${name}+${id}+${Buffer.concat([Buffer.of(type), publicKey]).toString('base64')}`;
}

/** Reads a verifier key of a type known here; null when it is none or its id is not its own. Source: C2SP signed-note, "Verifier keys". */
export function parseVerifierKey(text: string): VerifierKey | null {
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
  const [, name = '', hex = '', encoded = ''] = match ?? [];
  const bytes = decodeBase64(encoded);
  const type = bytes?.[0];
  if (!NAME.test(name) || bytes?.length !== 33 || (type !== 1 && type !== 4)) return null;
  const publicKey = bytes.subarray(1);
  const id = keyIdOf(name, type, publicKey);
  return id.toString('hex') === hex ? { name, id, type, publicKey } : null;
}

/** Base64 with padding that has one spelling only (RFC 4648, section 4), or null. */
function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return text !== '' && bytes.toString('base64') === text ? bytes : null;
}

const signatureLine = (name: string, id: Buffer, signature: Uint8Array) =>
  `— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;

/** Reads a signed note without verifying it; null when it is not one. Source: C2SP signed-note, "Format". */
export function parseNote(text: string): Note | null {
  const end = text.lastIndexOf('\n\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a note holds none of them.
  if (end < 0 || text.length > MAX_NOTE_CHARS || /[\u0000-\u0009\u000b-\u001f]/.test(text)) return null;
  const lines = text.slice(end + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length > MAX_SIGNATURES) return null;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(`${line}\n`);
    if (!signature) return null;
    signatures.push(signature);
  }
  return { text: text.slice(0, end + 1), signatures };
}

/** Reads one signature line with its line end; null when it is none. Source: C2SP signed-note, "Format". */
export function parseSignatureLine(line: string): NoteSignature | null {
  const [dash, name = '', encoded = '', ...more] = line.slice(0, -1).split(' ');
  const bytes = decodeBase64(encoded);
  if (!line.endsWith('\n') || dash !== '—' || !NAME.test(name) || more.length > 0) return null;
  return bytes && bytes.length > 4 ? { name, id: bytes.subarray(0, 4), signature: bytes.subarray(4), line } : null;
}

/** The text of a checkpoint, which is what is signed. Source: C2SP tlog-checkpoint, "Note text". */
export function writeCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/** Reads the text of a checkpoint; lines after the third are let be, as the specification asks. Null when it is none. Source: C2SP tlog-checkpoint. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin = '', number = '', encoded = '', ...rest] = text.split('\n');
  const root = decodeBase64(encoded);
  if (origin === '' || !/^(?:0|[1-9]\d{0,14})$/.test(number) || root?.length !== 32) return null;
  if (rest.pop() !== '' || rest.includes('')) return null;
  return { origin, size: Number(number), root };
}

/** A text under its signature: the whole note. `text` ends with a line end and holds no blank line. The same key and text give the same bytes. Source: C2SP signed-note; RFC 8032. */
export function signNote(text: string, { name, key }: Signer): string {
  return `${text}\n${signatureLine(name, keyIdOf(name, 1, publicKeyBytes(key)), sign(null, Buffer.from(text), key))}`;
}

/** A checkpoint signed by its log: the whole note. The same key and checkpoint give the same bytes. Source: C2SP tlog-checkpoint; RFC 8032. */
export function signCheckpoint(checkpoint: Checkpoint, signer: Signer): string {
  return signNote(writeCheckpoint(checkpoint), signer);
}

/** What a witness signs: the checkpoint's text under its time, in seconds since 1970. Source: C2SP tlog-cosignature. */
const cosigned = (text: string, seconds: bigint | number) => Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);

/** A witness's line for the text of a checkpoint, with its line end. Source: C2SP tlog-cosignature, "Ed25519 signed message". */
export function cosign(text: string, { name, key }: Signer, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = sign(null, cosigned(text, seconds), key);
  return signatureLine(name, keyIdOf(name, 4, publicKeyBytes(key)), Buffer.concat([time, signature]));
}

/** What a look at one line under one key found: not of this key, of it but not valid, or valid; of a witness's also its time. Own choice. */
export type SignatureFinding = { is: 'of_another' } | { is: 'invalid' } | { is: 'valid'; at: Date | null };

/** Verifies one line of a note's text under one key. Source: C2SP signed-note, "Signatures"; tlog-cosignature. */
export function verifySignature(
  text: string,
  { name, id, signature }: NoteSignature,
  key: VerifierKey,
): SignatureFinding {
  if (name !== key.name || !id.equals(key.id)) return { is: 'of_another' };
  const publicKey = publicKeyOf(key.publicKey);
  if (key.type === 1) {
    const isValid = signature.length === 64 && verify(null, Buffer.from(text), publicKey, signature);
    return isValid ? { is: 'valid', at: null } : { is: 'invalid' };
  }
  if (signature.length !== 72) return { is: 'invalid' };
  const seconds = signature.readBigUInt64BE();
  if (seconds >= 2n ** 43n) return { is: 'invalid' };
  const isValid = verify(null, cosigned(text, seconds), publicKey, signature.subarray(8));
  return isValid ? { is: 'valid', at: new Date(Number(seconds) * 1000) } : { is: 'invalid' };
}

/** A note whose signatures of known keys all hold, of which there is at least one. Own choice. */
export interface OpenedNote {
  text: string;
  /** The keys that signed, and for a witness when; each once. */
  by: { key: VerifierKey; at: Date | null }[];
}

/**
 * Opens a note: null when it is not one, when a line of a known key does not hold, or when no known key signed. Lines of unknown keys are let be.
 * Source: C2SP signed-note, "Signatures".
 */
export function openNote(text: string, keys: readonly VerifierKey[]): OpenedNote | null {
  const note = parseNote(text);
  if (!note) return null;
  const by = new Map<VerifierKey, Date | null>();
  for (const signature of note.signatures)
    for (const key of keys) {
      const finding = verifySignature(note.text, signature, key);
      if (finding.is === 'invalid') return null;
      if (finding.is === 'valid') by.set(key, finding.at);
    }
  return by.size === 0 ? null : { text: note.text, by: [...by].map(([key, at]) => ({ key, at })) };
}

/** Opens a checkpoint of a log under its keys; null when it is not one of this origin, signed by at least one of them. Source: C2SP tlog-checkpoint. */
export function openCheckpoint(text: string, origin: string, keys: readonly VerifierKey[]): Checkpoint | null {
  const note = openNote(text, keys);
  const checkpoint = note && parseCheckpoint(note.text);
  return checkpoint?.origin === origin ? checkpoint : null;
}
