import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTemplate } from './parse.ts';
import { type LetterTemplate, TemplateError } from './template.ts';

/** A letter in one language by its place: `campaign` and `slug` from its path or its row, `source` the whole file, `template` parsed and checked. */
export interface ShippedTemplate {
  campaign: string;
  slug: string;
  locale: 'en' | 'es';
  source: string;
  template: LetterTemplate;
}

/** Letters that can be read, and the faults of those that cannot. */
export interface ReadCatalogue {
  letters: ShippedTemplate[];
  faults: TemplateError[];
}

const room = fileURLToPath(new URL('.', import.meta.url));

/**
 * Reads every letter `<campaign>/<slug>.<locale>.txt` under `folder` (this room by default), ordered by campaign, position, slug and
 * locale. Throws `TemplateError` for the first file that cannot be used, and when a letter lacks one of the two languages.
 */
export function listShippedTemplates(folder: string = room): ShippedTemplate[] {
  const { letters, faults } = readShippedTemplates(folder);
  const [first] = [...faults, ...twinFaults(letters)];
  if (first) throw first;
  return letters;
}

/** As `listShippedTemplates`, with every fault of single files in place of the first. Never throws for a fault of a letter. */
export function readShippedTemplates(folder: string = room): ReadCatalogue {
  const read = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: campaign }) =>
      readdirSync(join(folder, campaign)).map((file) =>
        readLetterFile(readFileSync(join(folder, campaign, file), 'utf8'), `templates/${campaign}/${file}`),
      ),
    );
  return {
    letters: inOrder(read.flatMap(({ letter }) => letter ?? [])),
    faults: read.flatMap(({ faults }) => faults),
  };
}

/** Reads one letter whose path ends in `<campaign>/<slug>.<locale>.txt`. Never throws for a fault of the letter. */
export function readLetterFile(
  source: string,
  path: string,
): { letter: ShippedTemplate | null; faults: TemplateError[] } {
  const match = /(?:^|\/)([a-z0-9-]+)\/([a-z0-9-]+)\.(en|es)\.txt$/.exec(path);
  const [, campaign, slug, locale] = match ?? [];
  if (!campaign || !slug || (locale !== 'en' && locale !== 'es')) {
    const remedy = 'Call it <campaign>/<slug>.<locale>.txt, with the locale en or es';
    return { letter: null, faults: [new TemplateError(path, 1, 'the name of the file is not understood', remedy)] };
  }
  const { template, faults } = readTemplate(source, path);
  if (!template) return { letter: null, faults };
  if (template.locale !== locale) {
    const what = `locale "${template.locale}" differs from the file's name`;
    const fault = new TemplateError(path, template.lines.locale ?? 1, what, 'Make the two agree');
    return { letter: null, faults: [fault] };
  }
  return { letter: { campaign, slug, locale, source, template }, faults: [] };
}

/** By campaign, position, slug and locale: the order in which letters are offered. */
function inOrder(letters: readonly ShippedTemplate[]): ShippedTemplate[] {
  return letters.toSorted(
    (a, b) =>
      a.campaign.localeCompare(b.campaign) ||
      a.template.position - b.template.position ||
      a.slug.localeCompare(b.slug) ||
      a.locale.localeCompare(b.locale),
  );
}

/** In what the two languages of a letter must agree, so that nobody's choice depends on the language. */
const SHARED_FIELDS = [
  'isExclusion',
  'addressees',
  'docket',
  'position',
  'validFrom',
  'validUntil',
  'onlyIf',
  'notIf',
  'limits',
  'law',
  'record',
  'kinds',
] as const satisfies readonly (keyof LetterTemplate)[];

/** A fault for each letter whose other language is missing, and for each field in which the two differ. */
export function twinFaults(letters: readonly ShippedTemplate[]): TemplateError[] {
  return letters.flatMap((one) => {
    const { template } = one;
    const twin = letters.find((t) => t.campaign === one.campaign && t.slug === one.slug && t.locale !== one.locale);
    if (!twin) {
      const other = one.locale === 'en' ? 'Spanish' : 'English';
      return [new TemplateError(template.file, 1, `the ${other} letter is missing`, 'Each letter has both languages')];
    }
    if (one.locale === 'en') return [];
    return SHARED_FIELDS.filter((field) => !isSame(template[field], twin.template[field])).map((field) => {
      const name = field === 'isExclusion' ? 'exclusion' : field;
      const what = `"${name}" differs from the English letter`;
      const remedy =
        'Both languages have the same addressees, docket, order, days, filters, limits and bound sentences';
      return new TemplateError(template.file, template.lines[name] ?? template.bodyLine, what, remedy);
    });
  });
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** Lists of names count as sets, and fields in any order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).toSorted();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, held]) => [name, sorted(held)] as const)
      .toSorted(([a], [b]) => a.localeCompare(b)),
  );
}
