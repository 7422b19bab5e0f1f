import { marked, type Token, type Tokens } from 'marked';

const sans = "'Public Sans', system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif";
const serif = "'Source Serif 4', Georgia, 'Times New Roman', serif";
const STYLES = {
  p: `margin:0 0 16px;color:#15181e;font-family:${sans};font-size:17px;line-height:1.55;overflow-wrap:anywhere`,
  h: `margin:8px 0 12px;color:#15181e;font-family:${serif};font-size:21px;line-height:1.25;font-weight:600`,
  list: `margin:0 0 16px;padding:0 0 0 24px;color:#15181e;font-family:${sans};font-size:17px;line-height:1.55`,
  item: 'margin:0 0 6px;overflow-wrap:anywhere',
  quote: 'margin:0 0 16px;padding:2px 0 2px 14px;border-left:3px solid #dcd8ce',
  link: 'color:#15181e;text-decoration:underline',
  rule: 'margin:6px 0 18px;border:0;border-top:1px solid #dcd8ce',
} as const;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);

/** What marked hands over as text carries entities where the text had markup characters. */
const plain = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (all) => Object.entries(ESCAPES).find(([, one]) => one === all)?.[0] ?? all);

const isWebAddress = (href: string) => /^https?:\/\/[^\s<>"]+$/.test(href);

/**
 * The body of a broadcast as html for mail programs: headings, paragraphs, lists, quotations, links to http(s), emphasis. Everything else of Markdown comes out as the text that it was
 * written as, raw html too; pictures become their descriptions, because a mail of ours fetches nothing. Own choice.
 */
export function bodyHtml(markdown: string): string {
  return marked.lexer(markdown, { gfm: true }).map(blockHtml).join('\n');
}

function blockHtml(token: Token): string {
  switch (token.type) {
    case 'space':
    case 'def':
      return '';
    case 'heading':
      return `<h2 class="ink" style="${STYLES.h}">${inlineHtml(token.tokens)}</h2>`;
    case 'list': {
      const { ordered, items, start } = token as Tokens.List;
      const tag = ordered ? 'ol' : 'ul';
      const from = ordered && typeof start === 'number' && start !== 1 ? ` start="${start}"` : '';
      const inside = items.map((item) => `<li style="${STYLES.item}">${itemHtml(item)}</li>`).join('');
      return `<${tag}${from} class="ink" style="${STYLES.list}">${inside}</${tag}>`;
    }
    case 'blockquote':
      return `<blockquote class="rule" style="${STYLES.quote}">${(token.tokens ?? []).map(blockHtml).join('\n')}</blockquote>`;
    case 'hr':
      return `<hr class="rule" style="${STYLES.rule}">`;
    case 'paragraph':
      return `<p class="ink" style="${STYLES.p}">${inlineHtml(token.tokens)}</p>`;
    case 'text':
      return token.tokens ? inlineHtml(token.tokens) : escaped(plain(token.text)).replaceAll('\n', '<br>');
    default:
      return `<p class="ink" style="${STYLES.p}">${escaped(token.raw.trim()).replaceAll('\n', '<br>')}</p>`;
  }
}

function itemHtml({ tokens }: Tokens.ListItem): string {
  return tokens.map((token) => (token.type === 'paragraph' ? inlineHtml(token.tokens) : blockHtml(token))).join('<br>');
}

function inlineHtml(tokens: Token[] | undefined): string {
  return (tokens ?? []).map(spanHtml).join('');
}

function spanHtml(token: Token): string {
  switch (token.type) {
    case 'strong':
      return `<strong>${inlineHtml(token.tokens)}</strong>`;
    case 'em':
      return `<em>${inlineHtml(token.tokens)}</em>`;
    case 'br':
      return '<br>';
    case 'link':
      return isWebAddress(token.href)
        ? `<a href="${escaped(token.href)}" style="${STYLES.link}">${inlineHtml(token.tokens)}</a>`
        : escaped(token.raw);
    case 'image':
      return escaped(plain(token.text));
    case 'text':
    case 'escape':
      return 'tokens' in token && token.tokens ? inlineHtml(token.tokens) : escaped(plain(token.text));
    default:
      return escaped(token.raw);
  }
}

/** The same body as plain text, in paragraphs: links with their address behind them, lists with hyphens or numbers. */
export function bodyText(markdown: string): string[] {
  return marked
    .lexer(markdown, { gfm: true })
    .map((token) => blockText(token).trim())
    .filter((paragraph) => paragraph !== '');
}

function blockText(token: Token): string {
  switch (token.type) {
    case 'space':
    case 'def':
      return '';
    case 'heading':
      return inlineText(token.tokens).toUpperCase();
    case 'list': {
      const { ordered, items, start } = token as Tokens.List;
      const first = typeof start === 'number' ? start : 1;
      return items
        .map(({ tokens }, at) => `${ordered ? `${first + at}.` : '-'} ${tokens.map(blockText).join(' ').trim()}`)
        .join('\n');
    }
    case 'blockquote':
      return (token.tokens ?? [])
        .map(blockText)
        .filter((line) => line !== '')
        .map((line) => `> ${line.replaceAll('\n', '\n> ')}`)
        .join('\n>\n');
    case 'hr':
      return '* * *';
    case 'paragraph':
    case 'text':
      return token.tokens ? inlineText(token.tokens) : plain(token.text);
    default:
      return token.raw.trim();
  }
}

function inlineText(tokens: Token[] | undefined): string {
  return (tokens ?? []).map(spanText).join('');
}

function spanText(token: Token): string {
  switch (token.type) {
    case 'strong':
    case 'em':
      return inlineText(token.tokens);
    case 'br':
      return '\n';
    case 'link': {
      const words = inlineText(token.tokens);
      if (!isWebAddress(token.href)) return token.raw;
      return words === token.href ? words : `${words}:\n${token.href}`;
    }
    case 'image':
      return plain(token.text);
    case 'text':
    case 'escape':
      return 'tokens' in token && token.tokens ? inlineText(token.tokens) : plain(token.text);
    default:
      return token.raw;
  }
}
