/** Lets a page of development through; elsewhere throws a 404 `Response`, as if there were no such page. Own choice. */
export function inDevelopment({ isDevelopment }: { isDevelopment: boolean }): void {
  if (!isDevelopment) throw new Response(null, { status: 404 });
}

/** A `meta` entry that keeps search engines away. */
export const unlisted = { name: 'robots', content: 'noindex' } as const;
