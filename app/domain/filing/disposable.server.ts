import { createRequire } from 'node:module';

/** The list, its version and the day on which that version was taken into this project; a test holds it to what is installed. */
export const DISPOSABLE_LIST = 'disposable-email-domains 1.0.62 (npm), taken on 2026-11-22';

const require = createRequire(import.meta.url);
let domains: ReadonlySet<string> | undefined;

/** Version of the list that is installed. */
export function installedListVersion(): string {
  return (require('disposable-email-domains/package.json') as { version: string }).version;
}

/**
 * Whether a mail domain is on the list of domains that give out mailboxes for minutes; flagged in reports, never a reason to leave anybody out. `domain`: in
 * lower case. The list is read when first asked for.
 */
export function isDisposable(domain: string): boolean {
  domains ??= new Set(require('disposable-email-domains') as string[]);
  return domains.has(domain);
}
