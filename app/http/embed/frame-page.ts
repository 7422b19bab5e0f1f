import type { EmbeddedCampaign } from '#app/domain/partner/embed.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { contentSecurityPolicy } from '../content-security-policy.ts';
import { type Locale, localePath } from '../locale.ts';

/** What an embed shows. Own choice. */
export type EmbedKind = 'form' | 'counter';

/** What the page inside an `<iframe>` is made of. `theme`: null follows the visitor's own scheme. */
export interface FrameQuestion {
  kind: EmbedKind;
  locale: Locale;
  partner: string | null;
  theme: 'light' | 'dark' | null;
  /** Sites that may show the page, besides our own. */
  origins: readonly string[];
  /** Whether the form may stand here now; else only the link does. */
  isServed: boolean;
}

const special = /[&<>"']/g;
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(special, (found) => entities[found] ?? found);

/**
 * The page inside an `<iframe>`: a plain link to the campaign, which the script of every embed replaces by the form or the counter. It sets no cookie and may be framed by
 * the campaign's origins alone. Head as a flat list of names and values. Source: CSP Level 3, `frame-ancestors`; own choice of words.
 */
export function framePage(campaign: EmbeddedCampaign, question: FrameQuestion): { head: string[]; body: Buffer } {
  const { kind, locale, partner, theme, origins, isServed } = question;
  const { embed } = messagesIn(locale);
  const query = partner === null ? '' : `?partner=${partner}`;
  const link = localePath(locale, `/campaigns/${campaign.slug}${query}`);
  const attributes = [
    ['campaign', campaign.slug],
    ['kind', kind],
    ['lang', locale],
    ...(partner === null ? [] : [['partner', partner]]),
    ...(theme === null ? [] : [['theme', theme]]),
  ].map(([name, value]) => ` data-${name}="${value}"`);
  const script = isServed ? `<script async src="/embed.js"${attributes.join('')}></script>` : '';
  const html =
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escaped(embed.frameTitle(campaign.title))}</title>` +
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">' +
    `<style>:root{color-scheme:${theme ?? 'light dark'}}body{margin:0;font:1rem/1.5 system-ui,sans-serif}a{color:inherit}</style></head><body><main>` +
    `<div data-untolled><p><a href="${link}" target="_top">${escaped(embed.onSite(campaign.title))}</a></p>${script}</div></main></body></html>`;
  const body = Buffer.from(html);
  const head = [
    'Content-Type',
    'text/html; charset=utf-8',
    'Content-Length',
    String(body.length),
    'Cache-Control',
    'public, max-age=10',
    'Content-Security-Policy',
    contentSecurityPolicy(html, { frame: ["'self'", ...origins] }),
    // A page with a policy of its own for what it embeds asks for this.
    'Cross-Origin-Resource-Policy',
    'cross-origin',
  ];
  return { head, body };
}
