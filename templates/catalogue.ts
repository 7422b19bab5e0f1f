import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LetterTemplate, parseTemplate, TemplateError } from './fill.ts';

/** One shipped letter: `campaign` and `slug` from its path, `source` the whole file, `template` parsed and checked. */
export interface ShippedTemplate {
  campaign: string;
  slug: string;
  locale: 'en' | 'es';
  source: string;
  template: LetterTemplate;
}

const room = fileURLToPath(new URL('.', import.meta.url));

/**
 * Reads every letter `<campaign>/<slug>.<locale>.txt` under `folder` (this room by default), ordered by campaign, position, slug and
 * locale. Throws `TemplateError` for the first file that cannot be used, and when a letter lacks one of the two languages.
 */
export function listShippedTemplates(folder: string = room): ShippedTemplate[] {
  const shipped = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: campaign }) =>
      readdirSync(join(folder, campaign)).map((file) => readOne(folder, campaign, file)),
    );
  for (const one of shipped) {
    const twin = shipped.find((t) => t.campaign === one.campaign && t.slug === one.slug && t.locale !== one.locale);
    if (
      !twin ||
      twin.template.addressees.join() !== one.template.addressees.join() ||
      twin.template.position !== one.template.position
    ) {
      const remedy = 'Each letter has an English and a Spanish file with the same addressees and position';
      throw new TemplateError(one.template.file, 1, 'the other language is missing or differs', remedy);
    }
  }
  return shipped.sort(
    (a, b) =>
      a.campaign.localeCompare(b.campaign) ||
      a.template.position - b.template.position ||
      a.slug.localeCompare(b.slug) ||
      a.locale.localeCompare(b.locale),
  );
}

function readOne(folder: string, campaign: string, file: string): ShippedTemplate {
  const path = `templates/${campaign}/${file}`;
  const match = /^([a-z0-9-]+)\.(en|es)\.txt$/.exec(file);
  if (!match?.[1])
    throw new TemplateError(path, 1, 'the name of the file is not understood', 'Call it <slug>.<locale>.txt');
  const source = readFileSync(join(folder, campaign, file), 'utf8');
  const template = parseTemplate(source, path);
  if (template.locale !== match[2]) {
    throw new TemplateError(path, 1, `locale "${template.locale}" differs from the file's name`, 'Make the two agree');
  }
  return { campaign, slug: match[1], locale: template.locale, source, template };
}
