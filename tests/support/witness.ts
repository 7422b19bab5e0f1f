import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EMPTY_ROOT, isConsistent } from '#app/domain/ledger/merkle.server.ts';
import {
  cosign,
  openCheckpoint,
  parseNote,
  parseVerifierKey,
  publicKeyBytes,
  type VerifierKey,
  writeVerifierKey,
} from '#app/domain/ledger/note.server.ts';

/** A witness of a few logs on a port of its own, as C2SP tlog-witness describes one. `seen`: the tree that it vouched for last, by origin; it is never taken back. */
export interface LocalWitness {
  url: string;
  vkey: string;
  seen: Map<string, { size: number; root: Buffer }>;
  requests: number;
  /** What it does in place of its work: keeps silent, answers 500, or vouches with a line that does not hold. */
  humour: 'well' | 'silent' | 'broken' | 'lying';
  close(): Promise<void>;
}

/** Starts a witness that knows these logs: their keys by origin. The caller closes it. */
export async function localWitness(name: string, logs: ReadonlyMap<string, VerifierKey>): Promise<LocalWitness> {
  const { privateKey: key } = generateKeyPairSync('ed25519');
  const vkey = writeVerifierKey(name, 4, publicKeyBytes(key));
  if (!parseVerifierKey(vkey)) throw new Error(`${name} is no name of a witness`);
  const witness: LocalWitness = { url: '', vkey, seen: new Map(), requests: 0, humour: 'well', close: async () => {} };

  function answer(body: string): { status: number; text: string; type?: string } {
    const [, old = '', proof = '', note = ''] =
      /^old (0|[1-9]\d*)\n((?:[A-Za-z0-9+/]{43}=\n)*)\n([\s\S]+)$/.exec(body) ?? [];
    const parsed = parseNote(note);
    if (old === '' || !parsed) return { status: 400, text: 'not a request' };
    const origin = parsed.text.split('\n')[0] ?? '';
    const log = logs.get(origin);
    if (!log) return { status: 404, text: 'unknown log' };
    const checkpoint = openCheckpoint(note, origin, [log]);
    if (!checkpoint) return { status: 403, text: 'not signed by the log' };
    const seen = witness.seen.get(origin) ?? { size: 0, root: EMPTY_ROOT };
    if (Number(old) > checkpoint.size) return { status: 400, text: 'old is larger' };
    const isOther = checkpoint.size === seen.size && !checkpoint.root.equals(seen.root);
    if (Number(old) !== seen.size || isOther) return { status: 409, text: `${seen.size}\n`, type: 'text/x.tlog.size' };
    const hashes = proof
      .split('\n')
      .filter(Boolean)
      .map((each) => Buffer.from(each, 'base64'));
    if (!isConsistent(seen, checkpoint, hashes)) return { status: 422, text: 'the proof does not hold' };
    witness.seen.set(origin, { size: checkpoint.size, root: checkpoint.root });
    return {
      status: 200,
      text: cosign(witness.humour === 'lying' ? `${parsed.text}other\n` : parsed.text, { name, key }, new Date()),
    };
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      witness.requests += 1;
      if (witness.humour === 'silent') return;
      const isHere = request.method === 'POST' && request.url === '/add-checkpoint' && witness.humour !== 'broken';
      const {
        status,
        text,
        type = 'text/plain',
      } = isHere ? answer(Buffer.concat(chunks).toString()) : { status: 500, text: '' };
      response.writeHead(status, { 'Content-Type': type }).end(text);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  witness.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  witness.close = () =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return witness;
}
