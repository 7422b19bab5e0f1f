import { solve } from './solve.ts';

/** A proof that ends within these milliseconds is made anew. */
const NEARLY_OVER_MS = 5 * 60_000;
/** After a failure the next letter typed tries again, but not sooner. */
const PAUSE_MS = 10_000;

const begunAtMs = new WeakMap<HTMLInputElement, number>();

if (typeof document === 'undefined') work();
else watch();

/** In the worker: solves the challenge that it is handed. */
function work(): void {
  self.onmessage = async ({ data }: MessageEvent) => self.postMessage(await solve(data).catch(() => null));
}

/** On the page: the first letter that a person types into a form with a field `proof` begins the work. Nothing waits for it. */
function watch(): void {
  const own = document.querySelector<HTMLScriptElement>('script[data-proof]');
  document.addEventListener('input', ({ target }) => {
    const field = target instanceof Element ? target.closest('form')?.elements.namedItem('proof') : null;
    if (own && field instanceof HTMLInputElement && isWanting(field)) begin(field, own.src);
  });
  // A form that the browser brings back was sent: its proof is spent.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    for (const field of document.querySelectorAll<HTMLInputElement>('input[name="proof"]')) {
      field.value = '';
      begunAtMs.delete(field);
    }
  });
}

function isWanting(field: HTMLInputElement): boolean {
  if (Date.now() - (begunAtMs.get(field) ?? 0) < PAUSE_MS) return false;
  const endsAtMs = Number(field.value.split('.')[3] ?? 0) * 1000;
  return endsAtMs - Date.now() < NEARLY_OVER_MS;
}

async function begin(field: HTMLInputElement, script: string): Promise<void> {
  const campaign = begunAtMs.has(field) ? null : campaignOf(field);
  begunAtMs.set(field, Number.POSITIVE_INFINITY);
  const proof = await prove(script, campaign).catch(() => null);
  begunAtMs.set(field, Date.now());
  if (proof !== null) field.value = proof;
}

/** The campaign that the field's form signs, so that organizers see how many forms were begun: its name and nothing of the person. */
function campaignOf({ form }: HTMLInputElement): string | null {
  return /\/campaigns\/([a-z0-9-]+)/.exec(form?.getAttribute('action') ?? '')?.[1] ?? null;
}

async function prove(script: string, campaign: string | null): Promise<string | null> {
  const answer = await fetch(campaign ? `/proof?campaign=${campaign}` : '/proof', {
    cache: 'no-store',
    credentials: 'omit',
  });
  if (!answer.ok) return null;
  const challenge: unknown = await answer.json();
  const worker = new Worker(script, { type: 'module' });
  return new Promise<string | null>((resolve) => {
    worker.onerror = () => resolve(null);
    worker.onmessage = ({ data }) => resolve(typeof data === 'string' ? data : null);
    worker.postMessage(challenge);
  }).finally(() => worker.terminate());
}
