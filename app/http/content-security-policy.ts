import { createHash } from 'node:crypto';

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/** What one page may do beyond every other: sources for `worker-src` and, besides our own origin, for `connect-src`; who may frame it, else nobody. Own choice. */
export interface PolicySources {
  worker?: readonly string[];
  connect?: readonly string[];
  frame?: readonly string[];
}

/**
 * A Content-Security-Policy for a finished page: own scripts, styles, fonts and images only, and exactly the inline scripts
 * that the page holds, by SHA-256 (so that a cached page needs no nonce). Source: OWASP ASVS 5.0 3.4.3; CSP Level 3.
 */
export function contentSecurityPolicy(
  html: string,
  { worker = [], connect = [], frame = ["'none'"] }: PolicySources = {},
): string {
  const digests = new Set<string>();
  for (const [, script] of html.matchAll(inlineScript)) {
    if (script) digests.add(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  }
  return [
    "default-src 'none'",
    `script-src 'self' ${[...digests].join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...connect].join(' '),
    ...(worker.length > 0 ? [`worker-src ${worker.join(' ')}`] : []),
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    `frame-ancestors ${frame.join(' ')}`,
    "manifest-src 'self'",
  ].join('; ');
}
