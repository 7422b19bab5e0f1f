import { createHmac, hash, randomBytes } from 'node:crypto';
import { derivedKey } from '#app/http/derived-key.ts';
import { newStamp } from '#app/http/form-stamp.ts';
import { newProofChallenge } from '#app/http/proof.ts';

/** Where forms go, and the secret of that site, under which their challenges and stamps are signed. */
export interface FormTarget {
  port: number;
  path: string;
  secret: string;
}

const crowd = randomBytes(3).toString('hex');
let person = 0;

/**
 * The whole request of each of `many` people who sign for the first time, as a browser sends it after its script has solved the proof of work: a name and an address of
 * their own, a challenge of their own. The work itself is spared: the counter asked for is 1.
 */
export function signRequests({ port, path, secret }: FormTarget, many: number): Buffer[] {
  const tools = { secret, now: () => new Date() };
  // People came to the page in the last minutes, one of a hundred renderings a minute.
  const stamps = Array.from({ length: 300 }, (_, at) =>
    newStamp({ secret, now: () => new Date(Date.now() - 10_000 - at * 600) }),
  );
  const head =
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n' +
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Language: en-US,en;q=0.5\r\n' +
    'Accept-Encoding: gzip, deflate, br, zstd\r\nContent-Type: application/x-www-form-urlencoded\r\n';
  const tail =
    `Origin: http://127.0.0.1:${port}\r\nConnection: keep-alive\r\nReferer: http://127.0.0.1:${port}${path}\r\n` +
    'Upgrade-Insecure-Requests: 1\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Site: same-origin\r\n' +
    'Sec-Fetch-User: ?1\r\nPriority: u=0, i\r\n\r\n';
  const { parameters } = newProofChallenge(tools);
  const key = derivedKey(secret, 'proof');
  return Array.from({ length: many }, () => {
    person += 1;
    const [nonce, salt] = [randomBytes(16), randomBytes(16)];
    const keyPrefix = hash('sha256', Buffer.concat([salt, nonce, Buffer.from([0, 0, 0, 1])]), 'hex').slice(0, 32);
    const asked = { ...parameters, keyPrefix, nonce: nonce.toString('hex'), salt: salt.toString('hex') };
    const signature = createHmac('sha256', key).update(JSON.stringify(asked)).digest('hex');
    const proof = [asked.nonce, asked.salt, keyPrefix, asked.expiresAt, signature, '1'].join('.');
    const body =
      `name=Ada+Lovelace&email=ada${person}.${crowd}%40mail.example&zip=94103&isp=comcast&website=` +
      `&proof=${proof}&stamp=${stamps[person % stamps.length]}`;
    return Buffer.from(`${head}Content-Length: ${body.length}\r\n${tail}${body}`, 'latin1');
  });
}
