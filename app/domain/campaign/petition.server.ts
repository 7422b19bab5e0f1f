import { Marked } from 'marked';
import sanitize from 'sanitize-html';

const marked = new Marked({ gfm: true, breaks: false, pedantic: false, async: false });

const allowed: sanitize.IOptions = {
  allowedTags: ['h3', 'h4', 'p', 'ul', 'ol', 'li', 'em', 'strong', 'blockquote', 'a', 'br'],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https'],
  allowedSchemesAppliedToAttributes: ['href'],
  allowProtocolRelative: false,
  // What is not allowed stays readable as it was typed, so that nothing disappears from a text unseen.
  disallowedTagsMode: 'escape',
  transformTags: {
    a: (_, { href = '' }) => ({ tagName: 'a', attribs: webLink(href) }),
  },
};

function webLink(href: string): sanitize.Attributes {
  const isWeb = /^https?:\/\/[^\s/]/i.test(href) && URL.canParse(href);
  return isWeb ? { href, rel: 'noopener nofollow' } : {};
}

// Of a Markdown document only what a petition is made of; the rest stands as it was typed.
marked.use({
  renderer: {
    // The page's own headings are of the first two ranks.
    heading({ tokens, depth }) {
      const rank = depth <= 2 ? 3 : 4;
      return `<h${rank}>${this.parser.parseInline(tokens)}</h${rank}>\n`;
    },
    html: ({ text, block }) => (block ? `<p>${escaped(text.trim()).replaceAll('\n', '<br>')}</p>\n` : escaped(text)),
    image: ({ raw }) => escaped(raw),
    code: ({ text }) => `<p>${escaped(text).replaceAll('\n', '<br>')}</p>\n`,
    codespan: ({ text }) => escaped(text),
    del: ({ raw }) => escaped(raw),
    hr: () => '',
    table: ({ raw }) => `<p>${escaped(raw.trim()).replaceAll('\n', '<br>')}</p>\n`,
    checkbox: ({ checked }) => (checked ? '[x] ' : '[ ] '),
  },
});

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/**
 * A petition's text, written in Markdown, as HTML that is safe on a page: paragraphs, headings (of the third rank on), lists, emphasis, quotes, and links to http and https.
 * HTML, pictures, tables and code stand as they were typed. Source: CommonMark 0.31; OWASP ASVS 5.0, 1.3.1.
 */
export function petitionHtml(markdown: string): string {
  return sanitize(marked.parse(markdown.replaceAll('\r\n', '\n')) as string, allowed).trim();
}
