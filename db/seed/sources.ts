/** The source of a fact for which the facts name no page. */
export const NO_PAGE_NAMED = 'compiled on 2026-11-22 from public sources; no page named';
