import { useRevalidator } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import type { LiveFigures } from '#app/domain/dashboard/dashboard.ts';

/** Pause between two looks, in milliseconds; the figures are at most two seconds old where they are written. */
const PAUSE_MS = 4_000;

/** Longest pause while nobody answers. */
const MAX_PAUSE_MS = 60_000;

/** Least time between two looks at the whole page, which is asked for when a figure of it has changed. */
const WHOLE_EVERY_MS = 5_000;

/** How the page follows: `off` without scripting and before it has begun. */
export type Following = 'off' | 'on' | 'paused' | 'lost';

/**
 * Figures that follow the site's while the page is looked at: a small file every four seconds, and the whole page again when something of it has changed. Nothing is asked
 * for in a hidden tab, nor while a person has paused it (WCAG 2.2, 2.2.2) or is writing in a form.
 */
export function useLiveFigures(given: LiveFigures, address: string) {
  const [live, setLive] = useState(given);
  const [following, setFollowing] = useState<Following>('off');
  const { revalidate, state } = useRevalidator();
  const whole = useRef({ stamp: given.stamp, isUnderway: false, askedAtMs: 0 });
  useEffect(() => setLive(given), [given]);
  whole.current.stamp = given.stamp;
  whole.current.isUnderway = state !== 'idle';
  const isPaused = following === 'paused';
  useEffect(() => {
    if (isPaused) return;
    let failures = 0;
    let timer: number | undefined;
    const leave = new AbortController();
    const later = () => {
      window.clearTimeout(timer);
      if (!document.hidden) timer = window.setTimeout(look, Math.min(PAUSE_MS * 2 ** failures, MAX_PAUSE_MS));
    };
    const look = async () => {
      try {
        const answer = await fetch(address, { signal: leave.signal });
        if (!answer.ok) throw new Error(`status ${answer.status}`);
        const figures = (await answer.json()) as LiveFigures;
        setLive(figures);
        setFollowing('on');
        failures = 0;
        const { stamp, isUnderway, askedAtMs } = whole.current;
        if (figures.stamp !== stamp && !isUnderway && !isWriting() && Date.now() - askedAtMs >= WHOLE_EVERY_MS) {
          whole.current.askedAtMs = Date.now();
          revalidate();
        }
      } catch {
        if (leave.signal.aborted) return;
        failures += 1;
        setFollowing('lost');
      }
      if (!leave.signal.aborted) later();
    };
    const seen = () => (document.hidden ? window.clearTimeout(timer) : later());
    document.addEventListener('visibilitychange', seen);
    setFollowing('on');
    later();
    return () => {
      leave.abort();
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [address, isPaused, revalidate]);
  return { live, following, turn: () => setFollowing(isPaused ? 'on' : 'paused') };
}

/** What a person is writing must not move away under them. */
function isWriting(): boolean {
  return document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement;
}
