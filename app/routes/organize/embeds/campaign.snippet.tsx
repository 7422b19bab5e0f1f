import { Button } from '#app/ui/button.tsx';
import { CopyField, CopyScript } from '#app/ui/copy-field.tsx';
import { Select } from '#app/ui/field.tsx';
import { useMessages } from '#app/ui/locale.tsx';
import { useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Prose, Section } from '#app/ui/page-head.tsx';
import type { EmbedsPart } from './campaign.answer.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (found) => entities[found] ?? found);

/** What a partner puts into its page, as chosen, and the thing itself. */
export function Snippet({ view: { embeds, site, snippet } }: Pick<EmbedsPart, 'view'>) {
  const { snippet: words } = useOrganizeMessages().embeds;
  const { embed } = useMessages();
  const { kind, partner, theme, lang } = snippet;
  const prefix = lang === 'es' ? '/es' : '';
  const query = partner === '' ? '' : `?partner=${partner}`;
  const link = `${site}${prefix}/campaigns/${embeds.slug}${query}`;
  const title = embed.onSite(embeds.title);
  const data = {
    'data-campaign': embeds.slug,
    'data-kind': kind,
    'data-lang': lang,
    ...(partner === '' ? {} : { 'data-partner': partner }),
    ...(theme === 'auto' ? {} : { 'data-theme': theme }),
  };
  const attributes = Object.entries(data)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
  const frameQuery = new URLSearchParams({
    ...(partner === '' ? {} : { partner }),
    ...(theme === 'auto' ? {} : { theme }),
  }).toString();
  const frame = `${site}${prefix}/embed/${embeds.slug}/${kind}${frameQuery === '' ? '' : `?${frameQuery}`}`;
  const height = kind === 'form' ? 980 : 260;
  const anchor = `<a href="${escaped(link)}">${escaped(title)}</a>`;
  return (
    <Section title={words.title} id="snippet">
      <Prose>
        <p>{words.text}</p>
      </Prose>
      <form method="get" action="#snippet" className="embed-choose">
        <Select id="kind" name="kind" label={words.kind} defaultValue={kind} options={optionsOf(words.kinds)} />
        <Select
          id="for"
          name="for"
          label={words.for}
          defaultValue={partner}
          placeholder={words.forNone}
          options={embeds.partners
            .filter(({ isEnded }) => !isEnded)
            .map(({ slug, name }) => ({ value: slug, label: name }))}
        />
        <Select id="theme" name="theme" label={words.theme} defaultValue={theme} options={optionsOf(words.themes)} />
        <Select id="in" name="in" label={words.lang} defaultValue={lang} options={optionsOf(words.langs)} />
        <Button weight="quiet">{words.show}</Button>
      </form>
      <CopyField
        id="snippet-script"
        label={words.script}
        rows={5}
        value={`<div data-untolled>\n  ${anchor}\n  <script async src="${site}/embed.js"${attributes}></script>\n</div>`}
      />
      <CopyField
        id="snippet-frame"
        label={words.frame}
        rows={4}
        value={`<iframe src="${escaped(frame)}" title="${escaped(title)}" width="100%" height="${height}" loading="lazy"></iframe>\n${anchor}`}
      />
      <CopyField id="snippet-link" label={words.link} value={link} />
      <CopyScript />
      <p className="small embed-note">{words.colours}</p>
      <h3 className="embed-note">{words.preview}</h3>
      {kind === 'form' ? <p className="small">{words.previewText}</p> : null}
      <div data-untolled="" className="embed-preview">
        <a href={link}>{title}</a>
        <script async src="/embed.js" {...data} />
      </div>
    </Section>
  );
}

function optionsOf(words: Record<string, string>): { value: string; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
