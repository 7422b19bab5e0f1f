import type { Template } from 'liquidjs';
import type { FactKind, LetterAddressee, LetterBlank } from './blanks.ts';

/** What a letter's place in the order depends on besides its addressee; a field that is left out asks nothing. */
export interface TemplateFilter {
  addressee?: { kind?: readonly LetterAddressee[] | undefined; state?: readonly string[] | undefined } | undefined;
  sender?:
    | {
        state?: readonly string[] | undefined;
        isp?: readonly string[] | undefined;
        technology?: readonly string[] | undefined;
      }
    | undefined;
}

/** The most that the body may hold where it goes: `characters` in UTF-16 units, as `maxlength` counts; `bytes` in UTF-8; null: no limit known. */
export interface TemplateLimits {
  characters: number;
  bytes: number | null;
}

/**
 * A letter template, parsed and checked. An exclusion (`isExclusion`) is no letter: its body is the message that says why there is none, and its
 * subject is empty. `law`, `record`: what its own words state, by the slugs of the legal timeline and of the register; `kinds`: facts about the ISP
 * that it can cite. `validFrom`, `validUntil`: UTC days, both inclusive. `blanks`: the fallback of each declared blank, or `required`.
 * `lines`: where each field of the front matter stands, from 1.
 */
export interface LetterTemplate {
  file: string;
  name: string;
  isExclusion: boolean;
  addressees: readonly LetterAddressee[];
  docket: string | null;
  locale: 'en' | 'es';
  position: number;
  validFrom: string | null;
  validUntil: string | null;
  onlyIf: TemplateFilter | null;
  notIf: TemplateFilter | null;
  limits: TemplateLimits;
  prompts: readonly string[];
  law: readonly string[];
  record: readonly string[];
  kinds: readonly FactKind[];
  blanks: Partial<Record<LetterBlank, { required: true } | { fallback: string }>>;
  subject: readonly Template[];
  body: readonly Template[];
  bodyLine: number;
  lines: Readonly<Record<string, number>>;
}

/** A template that cannot be used: where (`file`, `line` from 1), what is wrong, and the `remedy`. The message holds all of it. */
export class TemplateError extends Error {
  readonly file: string;
  readonly line: number;
  readonly remedy: string;
  constructor(file: string, line: number, fault: string, remedy: string, options?: ErrorOptions) {
    super(`${file}:${line}: ${fault}. ${remedy}`, options);
    this.name = 'TemplateError';
    this.file = file;
    this.line = line;
    this.remedy = remedy;
  }
}
