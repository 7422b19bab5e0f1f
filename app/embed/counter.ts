import { type Asked, type EmbedData, readCount } from './data.ts';
import { el } from './dom.ts';

/** Between two looks at the count, in milliseconds, while the page is seen; after a failure the wait doubles, up to a quarter of an hour. */
const LOOK_MS = 60_000;
const LONGEST_MS = 15 * 60_000;

/** Keeps a figure fresh: `show` is handed each newer count. Looks only while the page is visible and the figure is in it. */
function follow(asked: Asked, figure: HTMLElement, show: (count: number) => void): void {
  let waitMs = LOOK_MS;
  const look = async () => {
    if (!figure.isConnected) return;
    if (!document.hidden) {
      const count = await readCount(asked);
      if (count === null) waitMs = Math.min(2 * waitMs, LONGEST_MS);
      else {
        waitMs = LOOK_MS;
        show(count);
      }
    }
    setTimeout(look, waitMs * (0.9 + Math.random() / 5));
  };
  setTimeout(look, waitMs * (0.5 + Math.random()));
}

/** The sentence above the form, with the count kept fresh. */
export function countLine(asked: Asked, { counted, words }: EmbedData): HTMLElement {
  const line = el('p', { class: 'small' });
  const show = (count: number) => {
    line.textContent = (words.signed ?? '').replace('{count}', count.toLocaleString(`${asked.lang}-US`));
  };
  show(counted);
  follow(asked, line, show);
  return line;
}

/** The whole counter: the campaign, the figure, and the way to sign. */
export function counter(asked: Asked, { title, counted, isOpen, words, links }: EmbedData): Node[] {
  const figure = el('span', { class: 'number' });
  const show = (count: number) => {
    figure.textContent = count.toLocaleString(`${asked.lang}-US`);
  };
  show(counted);
  follow(asked, figure, show);
  return [
    el('h2', {}, title),
    el('p', {}, el('span', { class: 'small' }, words.signedAlone), el('br'), figure),
    el('p', { class: 'small' }, words.goal),
    isOpen
      ? el(
          'a',
          {
            class: 'button',
            href: links.campaign,
            target: '_blank',
            rel: 'noopener',
            'aria-label': `${words.onSite} ${words.opensNew}`,
          },
          words.button,
        )
      : el('p', {}, words.closed),
  ];
}
