import { Feed } from 'feed';
import type { EntryNotice, FeedItem, RegisterEntry } from '#app/domain/incident/register.ts';
import type { IspReply } from '#app/domain/reply/reply.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { formatDate } from '#app/ui/fact-date.tsx';

/** What a feed is about: the whole register, or one ISP of today. `origin` without a trailing slash. */
export interface FeedSubject {
  origin: string;
  isp: { slug: string; name: string } | null;
  changedAt: Date | null;
}

/** The year from which the tag addresses of entries hold (RFC 4151); never changed, so that an entry stays one entry for every reader. */
const TAG_YEAR = 2026;

/** A feed in Atom (RFC 4287), in English as the facts are. */
export function atomOf(items: readonly FeedItem[], subject: FeedSubject): string {
  return feedOf(items, subject, escaped).atom1();
}

/** The same feed as JSON Feed 1.1. Source: jsonfeed.org/version/1.1, read 2026-11-22. */
export function jsonFeedOf(items: readonly FeedItem[], subject: FeedSubject): string {
  const { author, ...feed } = JSON.parse(feedOf(items, subject, (title) => title).json1());
  const whole = { ...feed, version: 'https://jsonfeed.org/version/1.1', authors: [author], language: 'en' };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** Titles of entries are HTML in what the library writes as Atom, and text in JSON Feed: `titled` makes them so. */
function feedOf(
  items: readonly FeedItem[],
  { origin, isp, changedAt }: FeedSubject,
  titled: (title: string) => string,
): Feed {
  const { incidents, shell } = messagesIn('en');
  const stem = `${origin}${isp ? `/isps/${isp.slug}/incidents` : '/incidents/feed'}`;
  const feed = new Feed({
    id: `tag:${hostOf(origin)},${TAG_YEAR}:incidents${isp ? `/of/${isp.slug}` : ''}`,
    title: isp ? incidents.feedTitleOf(isp.name) : incidents.feedTitle,
    description: incidents.description,
    link: isp ? `${origin}/isps/${isp.slug}` : `${origin}/incidents`,
    feedLinks: { atom: `${stem}.atom`, json: `${stem}.json` },
    author: { name: shell.siteName, link: origin },
    language: 'en',
    generator: false,
    updated: changedAt ?? new Date(0),
  });
  for (const item of items) {
    const shown = item.kind === 'entry' ? entryItem(item.entry, origin) : noticeItem(item.notice, origin);
    feed.addItem({ ...shown, title: titled(shown.title) });
  }
  return feed;
}

function entryItem(entry: RegisterEntry, origin: string) {
  const { incidents, shell } = messagesIn('en');
  const link = `${origin}/incidents/${entry.slug}`;
  const title = entry.state === 'disputed' ? `${entry.title} (${incidents.stateNames.disputed})` : entry.title;
  return {
    id: tagOf(entry.slug, origin),
    title,
    link,
    date: new Date(entry.updatedAt),
    published: new Date(entry.createdAt),
    content: contentOf(entry),
    category: [{ name: shell.incidentTypes[entry.type], term: entry.type }],
  };
}

function contentOf(entry: RegisterEntry): string {
  const { incidents, shell } = messagesIn('en');
  const when = formatDate('en', entry.occurredOn, entry.datePrecision);
  const names = entry.isps.map(({ nameThen }) => nameThen).join(', ');
  const parts = [
    `<p>${escaped(when)}. ${escaped(names)}. ${shell.segments[entry.segment]}.</p>`,
    `<p>${escaped(entry.summary)}</p>`,
    `<p><b>${incidents.position}</b>: ${escaped(entry.ispPosition ?? shell.positionNotFound)}</p>`,
    ...entry.replies.map(replyOf),
    entry.outcome ? `<p><b>${shell.outcome}</b>: ${escaped(entry.outcome)}</p>` : '',
    `<p><b>${incidents.state}</b>: ${incidents.stateNames[entry.state]}</p>`,
    `<p><b>${incidents.sources}</b></p><ul>${entry.sources.map((source) => `<li>${escaped(source)}</li>`).join('')}</ul>`,
  ];
  return parts.join('');
}

/** A reply of an ISP, word for word, or that it was withdrawn and why. */
function replyOf({ ispName, domain, locale, receivedAt, said, withdrawn }: IspReply): string {
  const { replies: words } = messagesIn('en').submission;
  const on = (at: string) => escaped(formatDate('en', at.slice(0, 10)));
  const head = `<p><b>${escaped(words.replyOf(ispName))}</b>, ${on(receivedAt)}. ${escaped(words.provedBy(domain))}`;
  if (withdrawn)
    return `${head} ${words.withdrawn} ${on(withdrawn.at)}. ${words.withdrawnWhy} ${escaped(withdrawn.reason)}</p>`;
  if (!said) return `${head}</p>`;
  const author = escaped(words.author(said.authorName, said.authorRole));
  const body = escaped(said.body).replace(/\n/g, '<br>');
  return `${head} ${author} ${words.unedited}</p><blockquote lang="${locale}"><p>${body}</p></blockquote>`;
}

function noticeItem(notice: EntryNotice, origin: string) {
  const { incidents } = messagesIn('en');
  const names = notice.isps.map(({ name, nameThen }) => name ?? nameThen).join(', ');
  const title = notice.state === 'withdrawn' ? incidents.withdrawnTitle : incidents.checkingTitle;
  return {
    id: tagOf(notice.slug, origin),
    title: incidents.feedNotice(names),
    link: `${origin}/incidents/${notice.slug}`,
    date: new Date(notice.updatedAt),
    published: new Date(notice.createdAt),
    content: `<p>${title}. ${incidents.reason}: ${escaped(notice.reason)}</p><p>${escaped(incidents.noticeWhy)}</p>`,
  };
}

function tagOf(slug: string, origin: string): string {
  return `tag:${hostOf(origin)},${TAG_YEAR}:incidents/${slug}`;
}

function hostOf(origin: string): string {
  return new URL(origin).hostname;
}

/** Text as HTML, without the control characters that XML 1.0 cannot hold. */
function escaped(text: string): string {
  return text.replace(/(?![\t\n\r])\p{Cc}/gu, '').replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
