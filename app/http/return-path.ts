const longestPath = 500;

/**
 * The page of this site that a form asks to return to, or "/" for anything else: other sites, `//host`, backslashes and control
 * characters, which browsers may read as a host. Source: OWASP, "Unvalidated Redirects and Forwards" (read 2026-11-22).
 */
export function returnPath(value: unknown): string {
  if (typeof value !== 'string' || value.length > longestPath) return '/';
  // Printable ASCII without backslash; a second slash would begin a host.
  return /^\/(?!\/)[!-[\]-~]*$/.test(value) ? value : '/';
}
