import type { MetaDescriptor } from '@remix-run/node';
import { messagesIn } from '#app/messages/messages.ts';

/** Descriptors by which feed readers find the feeds of the register, or those of one ISP, on a page. `origin` without a trailing slash. */
export function feedLinks(
  origin: string,
  locale: 'en' | 'es',
  isp: { slug: string; name: string } | null = null,
): MetaDescriptor[] {
  const { incidents } = messagesIn(locale);
  const title = isp ? incidents.feedTitleOf(isp.name) : incidents.feedTitle;
  const stem = `${origin}${isp ? `/isps/${isp.slug}/incidents` : '/incidents/feed'}`;
  const link = { tagName: 'link' as const, rel: 'alternate', title };
  return [
    { ...link, type: 'application/atom+xml', href: `${stem}.atom` },
    { ...link, type: 'application/feed+json', href: `${stem}.json` },
  ];
}
