import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { type ExportBucket, readBucket, readDkim, readLedgerKey } from './env-keys.server.ts';

// Must never reach a browser bundle; tests/rules searches for it. The effect keeps it in every bundle that takes this file.
const BUNDLE_MARKER = 'untolled-marker-env-server';
Reflect.set(globalThis, BUNDLE_MARKER, true);

const blankIsUnset = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema);

const toList = (text: string) => text.split(/[\s,]+/).filter(Boolean);
const webOrigin = z.string().regex(/^https?:\/\/[^/?#\s]+$/, 'needs origins without a path, e.g. https://example.org');

/** The address of a segment source with its blanks filled, to be looked at as an address. */
const filled = (source: string) => source.replaceAll('{bytes}', '1').replaceAll('{nonce}', 'n');
const segmentSource = z
  .string()
  .refine(
    (text) => /^https?:\/\/[^/{}]+(?:[/?#]|$)/i.test(text) && URL.canParse(filled(text)),
    'needs origins or http(s) addresses, parted by commas',
  )
  .refine((text) => !/[{}]/.test(filled(text)), 'knows no other blanks than {bytes} and {nonce}');
const segmentSources = () => withDefault(z.string().transform(toList).pipe(z.array(segmentSource)).default([]));

const domainName = z
  .string()
  .toLowerCase()
  .regex(
    /^(?=.{1,190}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/,
    'needs a domain',
  );

const DEVELOPMENT_SECRET = 'development-only-secret-do-not-use-in-production';

const variables = z.object({
  APP_ENV: withDefault(z.enum(['development', 'production', 'test']).default('development')),
  HOST: withDefault(z.string().default('127.0.0.1')),
  PORT: withDefault(z.coerce.number().int().min(0).max(65535).default(3000)),
  ORIGIN: optional(z.url({ protocol: /^https?$/ })),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
  DATABASE_POOL_SIZE: withDefault(z.coerce.number().int().min(1).max(500).default(10)),
  DATA_DIR: withDefault(z.string().default('.data')),
  SECRET: withDefault(z.string().min(32, 'needs at least 32 characters').default(DEVELOPMENT_SECRET)),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/ })),
  MAIL_FROM: withDefault(z.email().default('campaign@untolled.example')),
  DKIM_DOMAIN: optional(domainName),
  DKIM_SELECTOR: optional(
    z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/i, 'needs letters, digits, dots and hyphens'),
  ),
  DKIM_KEY: optional(z.string()),
  DKIM_KEY_FILE: optional(z.string()),
  LEDGER_KEY: optional(z.string()),
  LEDGER_KEY_FILE: optional(z.string()),
  BOUNCE_DOMAIN: optional(domainName),
  BOUNCE_FOLDER: optional(z.string()),
  BOUNCE_HOOK_TOKEN: optional(z.string().min(16, 'needs at least 16 characters')),
  ECFS: withDefault(z.enum(['yes', 'no']).default('no')),
  ECFS_URL: withDefault(z.url({ protocol: /^https?$/ }).default('https://publicapi.fcc.gov/ecfs')),
  ECFS_KEY: optional(z.string().regex(/^[\x21-\x7e]{8,200}$/, 'needs 8 to 200 characters without blanks')),
  TRUST_PROXY_HOPS: withDefault(z.coerce.number().int().min(0).max(10).default(0)),
  LOG_LEVEL: withDefault(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info')),
  ALERT_TO: optional(z.email()),
  WITNESSES: optional(z.string()),
  EXPORT_DIR: optional(z.string()),
  EXPORT_FOLDER: optional(z.string()),
  EXPORT_S3_ENDPOINT: optional(z.url({ protocol: /^https?$/ })),
  EXPORT_S3_BUCKET: optional(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'needs the name of a bucket')),
  EXPORT_S3_REGION: withDefault(
    z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/)
      .default('us-east-1'),
  ),
  EXPORT_S3_KEY_ID: optional(z.string()),
  EXPORT_S3_SECRET: optional(z.string()),
  EXPORT_S3_PRIVATE: withDefault(z.enum(['yes', 'no']).default('no')),
  WEBHOOK_PRIVATE_HOSTS: withDefault(z.string().toLowerCase().transform(toList).default([])),
  RETENTION_MONTHS: withDefault(z.coerce.number().int().min(1).max(120).default(12)),
  METRICS_TOKEN: optional(z.string().min(16, 'needs at least 16 characters')),
  SEED_DEMONSTRATION: optional(z.enum(['yes', 'no'])),
  MEASURE_MAX_TESTS: withDefault(z.coerce.number().int().min(0).max(1000).default(8)),
  MEASURE_DAILY_TESTS: withDefault(z.coerce.number().int().min(1).max(1000).default(20)),
  MEASURE_ORIGINS: withDefault(z.string().transform(toList).pipe(z.array(webOrigin)).default([])),
  MEASURE_MLAB: withDefault(z.enum(['yes', 'no']).default('no')),
  NDT7_SERVER: optional(z.string().regex(/^[a-z0-9.-]+(?::\d{1,5})?$/i, 'needs a host, or host:port, without wss://')),
  STREAM_ORIGINS: segmentSources(),
  CONTROL_ORIGINS: segmentSources(),
  SEGMENTS: optional(z.enum(['yes', 'no'])),
});

/** The names of all variables, in the order of `.env.example`. */
export const VARIABLES: readonly string[] = Object.keys(variables.shape);

/** The configuration, parsed and complete. Durations and sizes carry their unit in the name. */
export interface Env {
  appEnv: 'development' | 'production' | 'test';
  host: string;
  port: number;
  /** Public origin without a trailing slash, e.g. `https://untolled.example`. */
  origin: string;
  databaseUrl: string | undefined;
  databasePoolSize: number;
  dataDir: string;
  secret: string;
  smtpUrl: string | undefined;
  mailFrom: string;
  /** What mails are signed with; undefined: not at all. */
  dkim: { domain: string; selector: string; key: KeyObject } | undefined;
  /** Ed25519 key that the worker signs ledgers' checkpoints with. */
  ledgerKey: KeyObject | undefined;
  /** The domain of the addresses that bounces of letters come back to; undefined: they go to `mailFrom`. */
  bounceDomain: string | undefined;
  /** A Maildir that a mail server puts those bounces into. */
  bounceFolder: string | undefined;
  /** What a mail server shows when it posts a bounce to `/hooks/bounces`. */
  bounceHookToken: string | undefined;
  /** The docket system of the FCC and the key that opens it; null while the adapter is off. */
  ecfs: { url: string; key: string } | null;
  trustProxyHops: number;
  logLevel: string;
  /** Who is mailed when what comes in is not plausible; undefined: nobody. */
  alertTo: string | undefined;
  /** Witnesses of the ledgers as written: entries parted by `;`, each `VKEY URL`. */
  witnesses: string | undefined;
  /** Where exports lie and may go; `dir` undefined: DATA_DIR/exports. */
  exports: { dir: string | undefined; folder: string | undefined; bucket: ExportBucket | undefined };
  /** Hosts (`host` or `host:port`) in private networks that webhooks may be posted to, without TLS too. */
  webhookPrivateHosts: readonly string[];
  /** Months after a campaign has closed for which names, addresses and letters are kept. */
  retentionMonths: number;
  metricsToken: string | undefined;
  /** Whether the seed adds demonstration contacts at reserved `.example` addresses. */
  seedDemonstration: boolean;
  /** How many line tests run at once in one process; 0 runs none. */
  measureMaxTests: number;
  /** How many line tests a network may begin in 24 hours. */
  measureDailyTests: number;
  /** Origins besides our own whose pages may use our NDT7 server. */
  measureOrigins: readonly string[];
  /** Whether people may choose M-Lab's servers. */
  isMlabOffered: boolean;
  /** `host[:port]` of an NDT7 server that is a process of its own; undefined when the web server runs the tests. */
  ndt7Server: string | undefined;
  /** Where segments of the streaming comparison come from, per side; both empty when it is not set up. */
  streamOrigins: readonly string[];
  controlOrigins: readonly string[];
  /** Whether this server answers test segments itself. */
  hasSegments: boolean;
}

/** Every fault of the configuration at once, one line each, named by variable. */
export class ConfigurationError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The configuration cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigurationError';
    this.faults = faults;
  }
}

/**
 * Parses a set of variables; throws one `ConfigurationError` that lists every fault. In production it refuses insecure
 * defaults: no or the development SECRET, a missing or plain-http ORIGIN, no SMTP_URL, the reserved MAIL_FROM. Own choice.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const result = variables.safeParse(source);
  const faults: string[] = [];
  if (!result.success) {
    for (const issue of result.error.issues) faults.push(`${issue.path.join('.')}: ${issue.message}`);
  }
  const raw = (name: string) => (source[name] === '' ? undefined : source[name]);
  if (raw('APP_ENV') === 'production') {
    if (!raw('SECRET') || raw('SECRET') === DEVELOPMENT_SECRET)
      faults.push('SECRET: must be set in production (32 random characters or more)');
    if (!raw('ORIGIN')) faults.push('ORIGIN: must be set in production, e.g. https://petition.example.org');
    else if (!raw('ORIGIN')?.startsWith('https://')) faults.push('ORIGIN: must start with https:// in production');
    if (!raw('DATABASE_URL')) faults.push('DATABASE_URL: must be set in production');
    if (!raw('SMTP_URL')) faults.push('SMTP_URL: must be set in production, or no mail leaves');
    if (!raw('MAIL_FROM') || raw('MAIL_FROM')?.endsWith('.example'))
      faults.push('MAIL_FROM: must be an address of your own domain in production');
  }
  const dkim = result.success ? readDkim(result.data, faults) : undefined;
  const ledgerKey = result.success ? readLedgerKey(result.data, faults) : undefined;
  if (result.success)
    faults.push(...comparisonFaults(result.data), ...bounceFaults(result.data), ...ecfsFaults(result.data));
  const bucket = result.success ? readBucket(result.data, faults) : undefined;
  if (!result.success || faults.length > 0) throw new ConfigurationError(faults);
  const v = result.data;
  return {
    appEnv: v.APP_ENV,
    host: v.HOST,
    port: v.PORT,
    origin: (v.ORIGIN ?? `http://${hostInUrl(v.HOST)}:${v.PORT}`).replace(/\/+$/, ''),
    databaseUrl: v.DATABASE_URL,
    databasePoolSize: v.DATABASE_POOL_SIZE,
    dataDir: v.DATA_DIR,
    secret: v.SECRET,
    smtpUrl: v.SMTP_URL,
    mailFrom: v.MAIL_FROM,
    dkim,
    ledgerKey,
    bounceDomain: v.BOUNCE_DOMAIN,
    bounceFolder: v.BOUNCE_FOLDER,
    bounceHookToken: v.BOUNCE_HOOK_TOKEN,
    ecfs: v.ECFS === 'yes' ? { url: v.ECFS_URL, key: v.ECFS_KEY ?? '' } : null,
    trustProxyHops: v.TRUST_PROXY_HOPS,
    logLevel: v.LOG_LEVEL,
    alertTo: v.ALERT_TO,
    witnesses: v.WITNESSES,
    exports: { dir: v.EXPORT_DIR, folder: v.EXPORT_FOLDER, bucket },
    webhookPrivateHosts: v.WEBHOOK_PRIVATE_HOSTS,
    retentionMonths: v.RETENTION_MONTHS,
    metricsToken: v.METRICS_TOKEN,
    seedDemonstration: v.SEED_DEMONSTRATION ? v.SEED_DEMONSTRATION === 'yes' : v.APP_ENV !== 'production',
    measureMaxTests: v.MEASURE_MAX_TESTS,
    measureDailyTests: v.MEASURE_DAILY_TESTS,
    measureOrigins: v.MEASURE_ORIGINS,
    isMlabOffered: v.MEASURE_MLAB === 'yes',
    ndt7Server: v.NDT7_SERVER,
    streamOrigins: v.STREAM_ORIGINS,
    controlOrigins: v.CONTROL_ORIGINS,
    hasSegments: v.SEGMENTS ? v.SEGMENTS === 'yes' : v.APP_ENV !== 'production',
  };
}

/** Ways in for bounces without an address that they could come back to. */
function bounceFaults({ BOUNCE_DOMAIN, BOUNCE_FOLDER, BOUNCE_HOOK_TOKEN }: z.infer<typeof variables>): string[] {
  if (BOUNCE_DOMAIN || !(BOUNCE_FOLDER || BOUNCE_HOOK_TOKEN)) return [];
  return [`${BOUNCE_FOLDER ? 'BOUNCE_FOLDER' : 'BOUNCE_HOOK_TOKEN'}: needs BOUNCE_DOMAIN, where bounces come back to`];
}

/** A docket system without a key, and in production one that would see it in the clear. */
function ecfsFaults({ ECFS, ECFS_URL, ECFS_KEY, APP_ENV }: z.infer<typeof variables>): string[] {
  if (ECFS === 'no') return [];
  const isOpen = APP_ENV === 'production' && !ECFS_URL.startsWith('https://');
  return [
    ...(ECFS_KEY ? [] : ['ECFS_KEY: is needed with ECFS=yes']),
    ...(isOpen ? ['ECFS_URL: must start with https:// in production'] : []),
  ];
}

/** What cannot be compared: one side alone, an origin with itself, and in production what a page on https may not fetch. */
function comparisonFaults({ STREAM_ORIGINS, CONTROL_ORIGINS, APP_ENV }: z.infer<typeof variables>): string[] {
  const faults: string[] = [];
  if ((STREAM_ORIGINS.length === 0) !== (CONTROL_ORIGINS.length === 0))
    faults.push('STREAM_ORIGINS, CONTROL_ORIGINS: set both or neither');
  const origin = (text: string) => new URL(filled(text)).origin;
  const controls = new Set(CONTROL_ORIGINS.map(origin));
  for (const own of new Set(STREAM_ORIGINS.map(origin)))
    if (controls.has(own)) faults.push(`STREAM_ORIGINS, CONTROL_ORIGINS: ${own} cannot be compared with itself`);
  if (APP_ENV === 'production')
    for (const text of [...STREAM_ORIGINS, ...CONTROL_ORIGINS])
      if (!text.startsWith('https://'))
        faults.push(`STREAM_ORIGINS, CONTROL_ORIGINS: ${text} must start with https://`);
  return faults;
}

/** What a browser on this machine calls the host: IPv6 addresses stand in brackets (RFC 3986 section 3.2.2). */
function hostInUrl(host: string): string {
  if (['0.0.0.0', '127.0.0.1', '::', '::1'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

let parsed: Env | undefined;

/**
 * The configuration of this process, parsed on first use. Variables that are not set are taken from a file `.env` in the
 * working folder, if there is one; tests read no file. Throws `ConfigurationError`.
 */
export function env(): Env {
  if (!parsed && process.env.NODE_ENV !== 'test' && existsSync('.env')) process.loadEnvFile('.env');
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** Variables for a child process: this process's own with `overrides` laid over. */
export function childVariables(overrides: Record<string, string>): Record<string, string | undefined> {
  return { ...process.env, ...overrides };
}
