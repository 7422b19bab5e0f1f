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
