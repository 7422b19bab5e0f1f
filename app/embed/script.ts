import { counter } from './counter.ts';
import { type Asked, readData } from './data.ts';
import { el } from './dom.ts';
import { signForm } from './form.ts';
import { dress } from './style.ts';

/** What one script tag asks for, by its `data-` attributes; null without a campaign. */
function askedBy(script: HTMLScriptElement): Asked | null {
  const { campaign = '', kind, partner = '', lang = document.documentElement.lang, theme } = script.dataset;
  if (!/^[a-z0-9][a-z0-9-]*$/.test(campaign)) return null;
  return {
    site: new URL(script.src).origin,
    campaign,
    kind: kind === 'counter' ? 'counter' : 'form',
    partner,
    lang: /^es\b/i.test(lang) ? 'es' : 'en',
    theme: theme === 'light' || theme === 'dark' ? theme : '',
  };
}

/** Where the embed stands: the element around the script that is marked `data-untolled`, with its link, or one of our own with a link. */
function placeOf(script: HTMLScriptElement, { site, campaign, partner, lang }: Asked): HTMLElement {
  const given = script.closest<HTMLElement>('[data-untolled]');
  if (given) return given;
  const query = partner ? `?partner=${encodeURIComponent(partner)}` : '';
  const href = `${site}${lang === 'es' ? '/es' : ''}/campaigns/${campaign}${query}`;
  const place = el('div', { 'data-untolled': true }, el('a', { href }, href));
  script.after(place);
  return place;
}

const whys: Record<string, string> = {
  origin: `${location.origin} is not among the sites that may show it; the campaign's organizers can add it under "Embeds and partners"`,
  campaign: 'there is no campaign of that name',
  off: 'embeds are switched off there at this moment',
};

/** Shows what a script tag asks for in its place; where that cannot be, the link that stands there stays, and the console says why. */
async function start(script: HTMLScriptElement): Promise<void> {
  const asked = askedBy(script);
  if (!asked) return warn('data-campaign names no campaign');
  const place = placeOf(script, asked);
  const answer = await readData(asked).catch(() => ({ reason: 'silence' }));
  if (!('data' in answer)) return warn(whys[answer.reason] ?? `${asked.site} did not answer`);
  const root = place.shadowRoot ?? place.attachShadow({ mode: 'open' });
  dress(root);
  const box = el('div', { class: 'box', role: 'group', lang: asked.lang, 'aria-label': answer.data.title });
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const paint = () => box.classList.toggle('dark', asked.theme ? asked.theme === 'dark' : scheme.matches);
  scheme.addEventListener('change', paint);
  paint();
  const show = (...nodes: readonly Node[]) => box.replaceChildren(...nodes);
  show(...(asked.kind === 'counter' ? counter(asked, answer.data) : signForm(asked, answer.data, show)));
  root.replaceChildren(box);
}

function warn(why: string): void {
  console.warn(`Untolled: a link is shown in place of the embed: ${why}.`);
}

const own = document.currentScript;
if (own instanceof HTMLScriptElement) start(own);
