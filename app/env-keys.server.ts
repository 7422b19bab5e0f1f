import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

type KeyVariables = Partial<
  Record<
    'DKIM_DOMAIN' | 'DKIM_SELECTOR' | 'DKIM_KEY' | 'DKIM_KEY_FILE' | 'LEDGER_KEY' | 'LEDGER_KEY_FILE',
    string | undefined
  >
>;

/** What mails are signed with. Own choice. */
interface Dkim {
  domain: string;
  selector: string;
  key: KeyObject;
}

/** RSA keys below this many bits are too weak. Source: RFC 8301 section 3.2. */
const MIN_KEY_BITS = 2048;

/** The key for signing, parsed once; what stands in the way is added to `faults`. */
export function readDkim(v: KeyVariables & { MAIL_FROM: string }, faults: string[]): Dkim | undefined {
  const { DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_KEY: text, DKIM_KEY_FILE: file } = v;
  if (!(domain || selector || text || file)) return undefined;
  const name = file ? 'DKIM_KEY_FILE' : 'DKIM_KEY';
  if (text && file) faults.push('DKIM_KEY, DKIM_KEY_FILE: set one of them');
  if (!domain || !selector || !(text || file)) {
    faults.push('DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY or DKIM_KEY_FILE: set all three, or none');
    return undefined;
  }
  if (!`.${v.MAIL_FROM.split('@')[1]?.toLowerCase()}`.endsWith(`.${domain}`))
    faults.push(
      `DKIM_DOMAIN: MAIL_FROM must be an address at ${domain} or beneath it, or receivers set the signature aside`,
    );
  const key = readKey(name, file, text, faults);
  if (!key) return undefined;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa') faults.push(`${name}: needs an RSA key, and is ${key.asymmetricKeyType}`);
  else if (bits < MIN_KEY_BITS) faults.push(`${name}: needs ${MIN_KEY_BITS} bits or more, and has ${bits}`);
  return { domain, selector, key };
}

/** PKCS #8 of an Ed25519 key is this head and its 32 bytes. Source: RFC 8410, section 7. */
const ED25519_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A private key from a file or a text in PEM; for ledgers also its 32 bytes in base64. What stands in the way is added to `faults`. */
function readKey(name: string, file: string | undefined, given: string | undefined, faults: string[]) {
  try {
    const text = (file ? readFileSync(file, 'utf8') : (given ?? '').replaceAll('\\n', '\n')).trim();
    if (!name.startsWith('LEDGER') || !/^[A-Za-z0-9+/]{43}=$/.test(text)) return createPrivateKey(text);
    return createPrivateKey({
      key: Buffer.concat([ED25519_HEAD, Buffer.from(text, 'base64')]),
      format: 'der',
      type: 'pkcs8',
    });
  } catch (error) {
    const isFile = error instanceof Error && 'syscall' in error;
    faults.push(
      `${name}: ${isFile ? `the file ${file} cannot be read` : 'is not a private key in PEM without a passphrase'}`,
    );
    return undefined;
  }
}

/** The key that ledgers are signed with, parsed once; what stands in the way is added to `faults`. Own choice, decision 0021. */
export function readLedgerKey(v: KeyVariables, faults: string[]): KeyObject | undefined {
  const { LEDGER_KEY: text, LEDGER_KEY_FILE: file } = v;
  if (!(text || file)) return undefined;
  if (text && file) faults.push('LEDGER_KEY, LEDGER_KEY_FILE: set one of them');
  const name = file ? 'LEDGER_KEY_FILE' : 'LEDGER_KEY';
  const key = readKey(name, file, text, faults);
  if (key && key.asymmetricKeyType !== 'ed25519')
    faults.push(`${name}: needs an Ed25519 key, and is ${key.asymmetricKeyType}`);
  return key;
}

/** An S3-compatible service and the bucket of it that exports may be put into. */
export interface ExportBucket {
  endpoint: string;
  name: string;
  region: string;
  keyId: string;
  secret: string;
  /** Whether it may stand in a private network. */
  allowsPrivate: boolean;
}

/** What the environment says of it; parsed by `env.server.ts`. */
interface BucketVariables {
  APP_ENV: string;
  EXPORT_S3_ENDPOINT?: string | undefined;
  EXPORT_S3_BUCKET?: string | undefined;
  EXPORT_S3_REGION: string;
  EXPORT_S3_KEY_ID?: string | undefined;
  EXPORT_S3_SECRET?: string | undefined;
  EXPORT_S3_PRIVATE: string;
}

/** The bucket of exports, or undefined; adds to `faults`: its four variables belong together, and in production it is not talked to in the clear. */
export function readBucket(v: BucketVariables, faults: string[]): ExportBucket | undefined {
  const { EXPORT_S3_ENDPOINT: endpoint, EXPORT_S3_BUCKET: name, EXPORT_S3_KEY_ID: keyId, EXPORT_S3_SECRET: secret } = v;
  if (!endpoint && !name && !keyId && !secret) return undefined;
  if (v.APP_ENV === 'production' && endpoint && !endpoint.startsWith('https://'))
    faults.push('EXPORT_S3_ENDPOINT: must start with https:// in production');
  if (endpoint && name && keyId && secret)
    return { endpoint, name, keyId, secret, region: v.EXPORT_S3_REGION, allowsPrivate: v.EXPORT_S3_PRIVATE === 'yes' };
  faults.push('EXPORT_S3_ENDPOINT, EXPORT_S3_BUCKET, EXPORT_S3_KEY_ID, EXPORT_S3_SECRET: set all four or none');
  return undefined;
}
