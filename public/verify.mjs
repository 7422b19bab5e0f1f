// Checks the receipts and public counts of an Untolled site without trusting the site. One file, no dependency: Node 20 or newer (`node verify.mjs --help`), or
// a browser (`checkReceipt`). A second implementation, written from docs/ledger.md and docs/counting.md and from what they name: RFC 6962 (trees) and, of
// c2sp.org, signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles and tlog-proof.

const inNode = typeof process === 'object' && Boolean(process.versions?.node);
const ours = inNode ? ['crypto', 'fs/promises', 'path', 'util'] : [];
const [crypto, fs, path, util] = await Promise.all(ours.map((name) => import(/* @vite-ignore */ `node:${name}`)));
/** Throws what does not hold. `code`: 1 it is wrong, 2 called wrongly, 3 it could not be checked. `step`: which one of a receipt's. */
export function demand(holds, message, step = 'form', code = 1) {
  if (!holds) throw Object.assign(new Error(message), { step, code });
}

// Bytes, hashes and trees (RFC 6962, section 2.1).
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const urlSafe = (bytes) => base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const leafHash = (leaf) => sha256(Uint8Array.of(0), leaf);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);
const hashIn = (tile, place) => tile.subarray(place * 32, place * 32 + 32);
const parseJson = (text) => new Response(text).json().catch(() => null);
/** Bytes of base64 in its one proper spelling; null for anything else. */
export function fromBase64(text) {
  const isShaped = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
  const bytes = isShaped ? Uint8Array.from(atob(text), (one) => one.charCodeAt(0)) : [];
  return base64(bytes) === text ? bytes : null;
}
/** SHA-256 of bytes and texts, one after the other: at once under Node, a promise in a browser. */
function sha256(...parts) {
  if (crypto) return parts.reduce((hash, part) => hash.update(part), crypto.createHash('sha256')).digest();
  return new Blob(parts).arrayBuffer().then(async (bytes) => new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes)));
}
/** Puts the root of a whole subtree at the right end of others, and joins it with its left neighbour of the same height. */
function append(range, hash, height = 0) {
  const left = range.at(-1)?.height === height ? range.pop() : null;
  if (left) append(range, nodeHash(left.hash, hash), height + 1);
  else range.push({ hash, height });
}
const rootOf = (range) => range.reduceRight((rest, { hash }) => (rest ? nodeHash(hash, rest) : hash), null) ?? sha256('');
/** The root to which an inclusion proof leads (2.1.1); null when the proof has another length. */
async function rootOfProof(leaf, place, size, proof) {
  if (size === 1 || proof.length === 0) return size === 1 && proof.length === 0 ? leaf : null;
  const [left, beside, below] = [2 ** (Math.ceil(Math.log2(size)) - 1), proof.at(-1), proof.slice(0, -1)];
  const root = await (place < left ? rootOfProof(leaf, place, left, below) : rootOfProof(leaf, place - left, size - left, below));
  return root && (place < left ? nodeHash(root, beside) : nodeHash(beside, root));
}

// Signed notes and checkpoints (c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature).
export async function isSignedBy(publicKey, text, signature) {
  const [jwk, message] = [{ kty: 'OKP', crv: 'Ed25519', x: urlSafe(publicKey) }, new TextEncoder().encode(text)];
  if (crypto) return crypto.verify(null, message, crypto.createPublicKey({ key: jwk, format: 'jwk' }), signature);
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey('jwk', jwk, 'Ed25519', false, ['verify']).catch(() => null);
  demand(key, 'This browser cannot check Ed25519 signatures.', 'browser', 3);
  return subtle.verify('Ed25519', key, signature, message);
}
/** A verifier key, `name+id+base64`: its first byte is 1 for the key of a log, 4 for that of a witness. */
export async function readKey(vkey) {
  const [, name, id, data] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? [];
  const bytes = fromBase64(data ?? '') ?? '';
  const isWhole = bytes.length === 33 && [1, 4].includes(bytes[0]) && hex(await sha256(`${name}\n`, bytes)).startsWith(id);
  demand(isWhole, `"${vkey.slice(0, 200)}" is not a verifier key, or was mistyped.`, 'signature');
  return { name, id, isWitness: bytes[0] === 4, publicKey: bytes.slice(1) };
}
/** Opens a checkpoint: every signature by a key given has to hold, and one has to be the log's own. */
export async function openCheckpoint(note, vkeys) {
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
  const [origin, size, root] = text.split('\n');
  const isWhole = origin && /^(0|[1-9]\d{0,14})$/.test(size) && fromBase64(root ?? '')?.length === 32;
  demand(isWhole, 'This is not a checkpoint: name of the log, number of leaves, root, a blank line, signatures.');
  const keys = await Promise.all(vkeys.map(readKey));
  const by = [];
  for (const line of note.slice(text.length + 1, -1).split('\n')) {
    const [, name, data] = /^\u2014 ([^\s+]+) (\S+)$/.exec(line) ?? [];
    const bytes = fromBase64(data ?? '');
    demand(name && bytes, 'A signature line of the checkpoint cannot be read.');
    const key = keys.find((one) => one.name === name && one.id === hex(bytes.slice(0, 4)));
    if (!key) continue;
    const seconds = key.isWitness && bytes.length === 76 ? new DataView(bytes.buffer).getBigUint64(4) : 0n;
    const signed = key.isWitness ? `cosignature/v1\ntime ${seconds}\n${text}` : text;
    const holds = await isSignedBy(key.publicKey, signed, bytes.slice(key.isWitness ? 12 : 4));
    demand(holds, `The signature of ${name} does not hold: the checkpoint was changed, or another key signed it.`, 'signature');
    by.push(key.isWitness ? `${name} at ${new Date(Number(seconds) * 1000).toISOString()}` : name);
  }
  demand(by.includes(origin), `The checkpoint of ${origin} is not signed by a key that was given.`, 'signature');
  return { origin, size: Number(size), root, by, vkeys };
}

// Leaves (docs/ledger.md, "Bytes").
const [NUMBER, DAY, SAID] = ['(0|[1-9]\\d{0,14})', '(\\d{4}-\\d\\d-\\d\\d)', '([\\w-]{42}[AEIMQUYcgkosw048])'];
const SHARES = `${NUMBER} ${DAY} ([a-z0-9]+(?:-[a-z0-9]+)* -|- (?:[A-Z]{2}|none)) - - ${NUMBER} (\\S+)$`;
const LEAVES = {
  ...Object.fromEntries(['sign', 'anchor'].map((kind) => [kind, new RegExp(`^v1 ${kind} ${NUMBER} ${DAY} - - ${SAID} -$`)])),
  correct: new RegExp(`^v1 correct ${NUMBER} ${DAY} - - ${SAID} ${NUMBER}$`),
  withdraw: new RegExp(`^v1 withdraw ${NUMBER} ${DAY} - - (-) ${NUMBER}$`),
  invalidate: new RegExp(`^v1 invalidate ${NUMBER} ${DAY} - - (-) ${NUMBER} ([a-z0-9-]{1,40})$`),
  ...Object.fromEntries(['tally', 'untally'].map((kind) => [kind, new RegExp(`^v1 ${kind} ${SHARES}`)])),
};
/** Reads a leaf; null for what has not the one form of its kind. `said`: the commitment, or the cell of a tally. */
function readLeaf(text) {
  const kind = text.split(' ', 2)[1];
  const [, sequence, day, said, ref, tail] = (Object.hasOwn(LEAVES, kind) && LEAVES[kind].exec(text)) || [];
  if (!day || new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) !== day) return null;
  const leaf = { kind, sequence: Number(sequence), day, said };
  if (!kind.endsWith('tally')) return { ...leaf, of: ref === undefined ? null : Number(ref), reason: tail };
  const tokens = tail.split(',');
  const isInOrder = (token, at) => /^[\w-]{21}[AQgw]$/.test(token) && (at === 0 || tokens[at - 1] < token);
  return Number(ref) === tokens.length && tokens.length <= 500 && tokens.every(isInOrder) ? { ...leaf, tokens } : null;
}

// Receipts (c2sp.org/tlog-proof).
/** Checks a receipt and answers what it shows; a fault names the step that fails (`form`, `signature`, `place`, `opening`). Without `vkeys` it takes the key
 * that the receipt names, which does not show who signed: compare that key with the one that the site publishes. */
export async function checkReceipt(text, vkeys = []) {
  const lines = `${text.replace(/[\ufeff\r]/g, '').trim()}\n`.split('\n');
  const blank = lines.indexOf('');
  const [title, extra = '', index = '', ...proof] = lines.slice(0, blank);
  const isReceipt = title === 'c2sp.org/tlog-proof@v1' && /^extra \S+$/.test(extra) && /^index (0|[1-9]\d{0,14})$/.test(index);
  demand(isReceipt, 'This is not a receipt: it begins with the lines "c2sp.org/tlog-proof@v1", "extra ..." and "index ...".');
  const hashes = proof.map(fromBase64);
  demand(!hashes.some((hash) => hash?.length !== 32), 'A hash of the receipt cannot be read.');
  const said = await parseJson(fromBase64(extra.slice(6)));
  const { leaf: entry, salt, address, isp, state, key } = said ?? {};
  const isWhole = [entry, salt, address, isp, state, key].every((field) => typeof field === 'string' && !field.includes('\n'));
  demand(isWhole && said.version === 1 && fromBase64(salt)?.length === 32, 'The "extra" line of the receipt cannot be read.');
  const checkpoint = await openCheckpoint(lines.slice(blank + 1).join('\n'), vkeys.length > 0 ? vkeys : [key]);
  const [leaf, place, { size }] = [readLeaf(entry), Number(index.slice(6)), checkpoint];
  const root = place < size ? await rootOfProof(await leafHash(entry), place, size, hashes) : null;
  demand(root && base64(root) === checkpoint.root, `The leaf is not at place ${place} of the signed tree of ${size} leaves.`, 'place');
  demand(['sign', 'correct'].includes(leaf?.kind) && leaf.sequence === place, `The leaf at place ${place} is not a signature.`, 'place');
  const opened = await sha256('untolled commitment v1\n', fromBase64(salt), `${address}\n${isp}\n${state}`);
  demand(urlSafe(opened) === leaf.said, 'The leaf does not open to the address, ISP and state that the receipt names.', 'opening');
  return { checkpoint, leaf, address, isp, state };
}

// Files of a log, in a folder or at an address (c2sp.org/tlog-tiles).
async function fetched(url, tries = 3) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) }).catch((error) => ({ status: error.cause?.message || error.message }));
  if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  demand(answer.status === 404 || tries > 1, `${url} cannot be fetched: ${answer.status}.`, '', 3);
  return answer.status === 404 ? null : fetched(url, tries - 1);
}
/** Reads the file of a name below a folder or an address; null when there is none. */
function readerOf(place) {
  if (/^https?:\/\//.test(place)) return (name) => fetched(new URL(name, `${place.replace(/\/*$/, '')}/`));
  const missing = (error) => demand(error.code === 'ENOENT', `${place} cannot be read: ${error.message}.`, '', 3);
  return (name) => fs.readFile(path.resolve(place, name.replace(/^.*\.well-known\//, ''))).catch(missing);
}
async function readText(read, path) {
  const bytes = await read(path);
  demand(bytes, `There is no file "${path}".`, '', 3);
  return utf8.decode(bytes);
}
/** A tile or bundle of `width`, or the full one, which a log may keep in its place. */
async function readTile(read, level, number, width) {
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, '0');
  const full = `tile/${level}/${digits.replace(/\d{3}(?=\d)/g, 'x$&/')}`;
  const bytes = (width < 256 && (await read(`${full}.p/${width}`))) || (await read(full));
  demand(bytes, `There is no file "${full}${width < 256 ? `.p/${width}` : ''}".`, '', 3);
  return bytes;
}
/** The checkpoint of a log, under the keys given or under those that the log publishes. */
async function readCheckpoint(read, vkeys) {
  const note = await readText(read, 'checkpoint');
  const copied = vkeys.length > 0 ? null : await read('keys'); // A downloaded copy of a log has them beside it.
  const published = vkeys.length > 0 || copied ? null : await parseJson(await readText(read, '/.well-known/untolled-ledger.json'));
  const log = published?.logs?.find(({ origin }) => origin === note.split('\n', 1)[0]);
  return openCheckpoint(note, log?.verifierKeys ?? (copied ? utf8.decode(copied).trim().split('\n') : vkeys));
}
/** Roots of the first `old` leaves and of all, from the same hashes: both are as signed only if nothing was changed between. */
async function rootsOfTiles(read, old, size) {
  const range = [];
  let before = rootOf(range);
  for (let at = 0; at < size; ) {
    let height = 0;
    while (at % 2 ** (height + 1) === 0 && at + 2 ** (height + 1) <= (at < old ? old : size)) height += 1;
    const level = Math.floor(height / 8);
    const [number, first] = [Math.floor(at / 256 ** (level + 1)), (at / 256 ** level) % 256];
    const tile = await readTile(read, level, number, Math.min(256, Math.floor(size / 256 ** level) - number * 256));
    for (let place = first; place < first + 2 ** (height % 8); place += 1) append(range, hashIn(tile, place), level * 8);
    at += 2 ** height;
    if (at === old) before = rootOf(range);
  }
  return [base64(before), base64(rootOf(range))];
}

// The public count (docs/ledger.md and docs/counting.md).
const FIGURES = { sign: 'signed', withdraw: 'withdrawn', invalidate: 'invalidated', correct: 'corrected' };
/** Holds leaves to the rules, one after the other, and keeps the public figures by name. */
function countOf(size) {
  const [figures, stands] = [{}, new Uint8Array(size)];
  const shown = Array.from({ length: 64 }, () => new Map()); // One map holds 16 million tokens at most.
  const add = (name, by) => Object.assign(figures, { [name]: (figures[name] ?? 0) + by });
  const take = (text, place) => {
    const want = (holds, why) => holds || demand(false, `Leaf ${place} (${text.slice(0, 100)}) ${why()}.`);
    const leaf = readLeaf(text);
    want(leaf, () => 'has not the form of a leaf');
    const { kind, sequence, day, of, reason, said, tokens } = leaf;
    want(sequence === place, () => `calls itself ${sequence}, expected ${place}`);
    if (tokens) {
      const cell = said.endsWith(' -') ? `byIsp.${said.slice(0, -2)}` : `byState.${said.slice(2)}`;
      want(tokens.length >= 11, () => `holds ${tokens.length} tokens, expected 11 or more`);
      for (const token of tokens) {
        const known = shown[token.charCodeAt(0) % 64];
        want(kind === 'untally' || !known.has(token), () => `shows token ${token} a second time`);
        want(kind === 'tally' || known.get(token) === cell, () => `takes back token ${token}, which is not shown there`);
        known[kind === 'tally' ? 'set' : 'delete'](token, cell);
      }
      return add(cell, kind === 'tally' ? tokens.length : -tokens.length);
    }
    if (kind === 'anchor') return; // The head of the operator's audit on that day: it moves no figure.
    want(of === null || stands[of] === 1, () => `refers to leaf ${of}, which is no signature, or stands no more`);
    if (of !== null) stands[of] = 0;
    stands[place] = said === '-' ? 0 : 1;
    for (const name of [FIGURES[kind], `byDay.${day}.${FIGURES[kind]}`, ...(reason ? [`byReason.${reason}`] : [])]) add(name, 1);
    add('counted', { sign: 1, withdraw: -1, invalidate: -1 }[kind] ?? 0);
  };
  return { figures, take };
}
/** Recounts a log from its leaves: form and meaning of each, its hash in the tiles, the signed root, every figure of counts.json. */
export async function recount(read, vkeys) {
  const published = await parseJson(await readText(read, 'counts.json'));
  const { origin, size, root, by } = await readCheckpoint(read, vkeys); // After the counts, so that it is not the older of the two.
  const isCovered = Number.isInteger(published?.size) && published.size >= 0 && published.size <= size;
  demand(isCovered, `counts.json is for ${published?.size} leaves, the checkpoint for ${size}: try again.`, '', 3);
  const [{ figures, take }, range] = [countOf(size), []];
  if (published.size === 0) compare(figures, range, published);
  const load = (first) => [0, 'entries'].map((level) => readTile(read, level, first / 256, Math.min(256, size - first)));
  for (let start = 0; start < size; start += 16 * 256) {
    const firsts = Array.from({ length: 16 }, (_, at) => start + at * 256).filter((first) => first < size);
    const files = await Promise.all(firsts.flatMap(load));
    for (const [at, first] of firsts.entries()) {
      const [tile, bundle] = files.slice(at * 2);
      for (let place = first, from = 2; place < Math.min(first + 256, size); place += 1) {
        const leaf = bundle.subarray(from, from + bundle[from - 2] * 256 + bundle[from - 1]);
        const [hash, tiled] = [leafHash(leaf), hashIn(tile, place - first)];
        if (!hash.equals(tiled)) demand(false, `Leaf ${place} has the hash ${base64(hash)}, expected ${base64(tiled)} as in its tile.`);
        take(utf8.decode(leaf), place);
        append(range, hash);
        if (place + 1 === published.size) compare(figures, range, published);
        from += leaf.length + 2;
      }
    }
  }
  const [found, [, tiled]] = [base64(rootOf(range)), await rootsOfTiles(read, size, size)];
  demand(found === root && tiled === root, `The root of the ${size} leaves is ${found}, of their tiles ${tiled}, expected ${root} as was signed.`);
  return { origin, size, by, told: Object.keys(figures).length };
}
/** Holds every figure of counts.json, and its root, to the leaves, and names the first that differs. */
function compare(figures, range, { size, about, ...published }) {
  const flat = (value, name) => (Object(value) === value ? Object.keys(value).flatMap((key) => flat(value[key], `${name}.${key}`)) : [[name.slice(1), value]]);
  const told = Object.fromEntries(flat({ ...published, root: about?.root }, ''));
  const right = { ...figures, root: base64(rootOf(range)) };
  const names = Object.keys({ ...right, ...told }).sort();
  const wrong = names.find((name) => (right[name] ?? 0) !== (told[name] ?? 0));
  demand(!wrong, `counts.json, ${wrong}: found ${told[wrong] ?? 'nothing'}, expected ${right[wrong] ?? 0} after leaf ${size - 1}.`);
}
const USAGE = `Usage: node verify.mjs receipt FILE          a receipt is signed, its leaf is in the tree and opens to its address, ISP and state
       node verify.mjs checkpoint URL        the checkpoint of the log at URL is signed; --since FILE: it continues the older one in FILE
       node verify.mjs recount DIR|URL       each leaf, the signed root, and every figure of counts.json
--key KEY: a key of the log or a witness (name+id+base64) from a source you trust, as often as you like; left out, the key that the
receipt or the log names itself is taken. Exit code: 0 all holds; 1 something does not, and is named; 2 called wrongly; 3 not checked.`;
const DEEDS = {
  async receipt(file, { key }) {
    const { checkpoint, leaf, address, isp, state } = await checkReceipt(await readText(readerOf('.'), file), key);
    const trust = key.length > 0 ? '' : `\nThe key is the one that the receipt names. Compare it with the one that the site publishes: ${checkpoint.vkeys}`;
    return `Leaf ${leaf.sequence} of the ${checkpoint.size} in ${checkpoint.origin} is a signature of ${leaf.day} by ${address}, ISP ${isp}, state ${state}.\nSigned by ${checkpoint.by.join(', ')}.${trust}`;
  },
  async checkpoint(place, { key, since }) {
    const read = readerOf(place);
    const { origin, size, root, by, vkeys } = await readCheckpoint(read, key);
    const told = `${origin} has ${size} leaves and the root ${root}.\nSigned by ${by.join(', ')}.`;
    if (since === undefined) return told;
    const old = await openCheckpoint(await readText(readerOf('.'), since), vkeys);
    demand(old.origin === origin && old.size <= size, `${told} It was rolled back: the older checkpoint has ${old.size} leaves of ${old.origin}.`);
    const [before, after] = await rootsOfTiles(read, old.size, size);
    demand(before === old.root && after === root, `${told} It was changed or forked: the first ${old.size} leaves are not those of the older checkpoint.`);
    return `${told}\nIt continues the checkpoint of ${old.size} leaves.`;
  },
  async recount(place, { key }) {
    const { origin, size, by, told } = await recount(readerOf(place), key);
    return `${origin}: all ${size} leaves, the root and ${told} figures hold.\nSigned by ${by.join(', ')}.`;
  },
};
/** Does what a command line asks, prints what was found, and answers the exit code. */
export async function main(args) {
  const options = { key: { type: 'string', multiple: true, default: [] }, since: { type: 'string' }, help: { type: 'boolean', short: 'h' } };
  try {
    const { values, positionals } = util.parseArgs({ args, options, allowPositionals: true });
    const [deed, place, more] = positionals;
    const isRight = Object.hasOwn(DEEDS, deed) && place && !more && (deed === 'checkpoint' || !values.since);
    demand(values.help || isRight, USAGE, '', 2);
    process.stdout.write(`${values.help ? USAGE : await DEEDS[deed](place, values)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return error.code > 0 ? error.code : String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 3;
  }
}
if (inNode && process.argv[1]?.endsWith('verify.mjs')) process.exitCode = await main(process.argv.slice(2));
