import { useEffect, useState } from 'react';
import type { Count } from '#app/domain/count/count.ts';

/** Pause between two looks, in milliseconds; each is drawn from 70% to 130% of it, so that a crowd that came at once does not ask at once. */
const PAUSE_MS = 10_000;

/** Longest pause while nobody answers, in milliseconds. */
const MAX_PAUSE_MS = 120_000;

/** How long to wait before the next look after so many failures in a row; `chance` is from 0 to 1. Exported for its test. */
export function pauseMs(failures: number, chance: number): number {
  return Math.min(PAUSE_MS * 2 ** failures, MAX_PAUSE_MS) * (0.7 + 0.6 * chance);
}

/**
 * A campaign's count that follows the site's while the page is looked at: a small file from memory, asked for every ten seconds or so, not at all
 * in a hidden tab. Without scripting the figure of the page stands. Decision 0028.
 */
export function useLiveCount<Given extends Count | null>(slug: string | null, given: Given): Given {
  const [count, setCount] = useState<Given>(given);
  useEffect(() => setCount(given), [given]);
  const isFollowed = slug !== null && given !== null;
  useEffect(() => {
    if (!isFollowed) return;
    let failures = 0;
    let timer: number | undefined;
    const leave = new AbortController();
    const later = () => {
      window.clearTimeout(timer);
      if (!document.hidden) timer = window.setTimeout(look, pauseMs(failures, Math.random()));
    };
    const look = async () => {
      try {
        const answer = await fetch(`/campaigns/${slug}/count.json`, { signal: leave.signal, credentials: 'omit' });
        if (!answer.ok) throw new Error(`status ${answer.status}`);
        const { counted, asOf } = (await answer.json()) as { counted: number; asOf: string | null };
        setCount({ total: counted, asOf: asOf === null ? null : new Date(asOf) } as Given);
        failures = 0;
      } catch {
        failures += 1;
      }
      if (!leave.signal.aborted) later();
    };
    const seen = () => (document.hidden ? window.clearTimeout(timer) : later());
    document.addEventListener('visibilitychange', seen);
    later();
    return () => {
      leave.abort();
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [slug, isFollowed]);
  return count;
}
