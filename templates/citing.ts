import {
  type Context,
  type Emitter,
  type Liquid,
  type Parser,
  Tag,
  type TagToken,
  type Template,
  type TopLevelToken,
} from 'liquidjs';
import { FACT_BLANKS, FACT_KINDS, STATEMENT_BLANKS } from './blanks.ts';

/**
 * Something that a letter may cite. `kind`: one of `FACT_KINDS`, or `law`; `ref` names it; `text`: the sentence that the sources support; `caveat` stands
 * wherever the sentence does; `date`: the day it is about, `YYYY-MM-DD`.
 */
export interface Citable {
  kind: string;
  ref: string;
  text: string;
  caveat: string | null;
  date: string;
  sources: readonly string[];
}

/** What a letter may cite today. `facts`: about the sender's ISP, the best first; `law` and `record` are found by their `ref`. */
export interface Citables {
  facts: readonly Citable[];
  law: readonly Citable[];
  record: readonly Citable[];
}

/** Nothing to cite: every bound sentence gives way to what follows its `else`, or to nothing. */
export const NOTHING_CITABLE: Citables = { facts: [], law: [], record: [] };

/** One footnote: its number, from 1 in order of appearance, and what it gives the sources of. `said`: the letter's own words for it; null where a fact's sentence stands itself. */
export interface Footnote {
  number: number;
  cites: readonly Citable[];
  said: string | null;
}

/** What one filling keeps while it goes: what may be cited, and the footnotes so far. */
export class Citing {
  readonly footnotes: Footnote[] = [];
  readonly citables: Citables;

  constructor(citables: Citables) {
    this.citables = citables;
  }

  /** The best fact of the kinds that has a source and is not in the letter yet, or null. */
  bestFact(kinds: readonly string[]): Citable | null {
    const isCited = ({ ref }: Citable) => this.footnotes.some(({ cites }) => cites.some((cite) => cite.ref === ref));
    return this.citables.facts.find((fact) => kinds.includes(fact.kind) && isSourced(fact) && !isCited(fact)) ?? null;
  }

  /** The entries of these names, in order, or null when one of them is missing or without a source. */
  named(pool: readonly Citable[], refs: readonly string[]): Citable[] | null {
    const found = refs.flatMap((ref) => pool.find((entry) => entry.ref === ref && isSourced(entry)) ?? []);
    return found.length === refs.length ? found : null;
  }

  /** The mark of the footnote to exactly these, a new one unless they have one. */
  markOf(cites: readonly Citable[]): string {
    const same = this.footnotes.find(
      (note) => note.cites.length === cites.length && note.cites.every(({ ref }, index) => ref === cites[index]?.ref),
    );
    const number = same?.number ?? this.footnotes.length + 1;
    if (!same) this.footnotes.push({ number, cites, said: null });
    return `[${number}]`;
  }

  /** Keeps the words before a mark, the first time that it is used. */
  say(mark: string, words: string): void {
    const note = this.footnotes.find(({ number }) => mark === `[${number}]`);
    if (note)
      note.said ??=
        words
          .split(mark)[0]
          ?.replace(/[^\S\n]+/g, ' ')
          .trim() ?? null;
  }
}

/** The register of a rendering in which its `Citing` lies. */
export const CITING = 'citing';

const isSourced = ({ text, sources }: Citable) =>
  valueText(text) !== '' && sources.some((source) => sourceText(source) !== '');

function citingOf(ctx: Context): Citing {
  const citing: unknown = ctx.getRegister(CITING);
  if (!(citing instanceof Citing)) throw new Error('A letter was rendered without what it may cite');
  return citing;
}

/** A block that stands only with its source; what follows `else` stands without. `names` are the quoted words after the tag's own. */
export abstract class CitingTag extends Tag {
  readonly names: readonly string[];
  readonly templates: Template[] = [];
  elseTemplates: Template[] | null = null;

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, remaining, liquid);
    this.names = namesIn(token);
    let into = this.templates;
    const stream = parser
      .parseStream(remaining)
      .on('tag:else', () => {
        if (this.elseTemplates) throw new Error('a second else');
        into = this.elseTemplates = [];
      })
      .on(`tag:end${token.name}`, () => {
        stream.stop();
      })
      .on('template', (template: Template) => {
        into.push(template);
      })
      .on('end', () => {
        throw new Error(`the tag "${token.name}" is not closed`);
      });
    stream.start();
  }

  // biome-ignore lint/correctness/useYield: liquidjs asks for a generator, also where there is nothing to wait for
  *children(): Generator<unknown, Template[]> {
    return [...this.templates, ...(this.elseTemplates ?? [])];
  }

  /** What follows `else`, rendered where the block itself cannot stand. */
  protected *otherwise(ctx: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    if (this.elseTemplates) yield this.liquid.renderer.renderTemplates(this.elseTemplates, ctx, emitter);
  }
}

function namesIn(token: TagToken): string[] {
  const args = token.args.trim();
  if (args === '') return [];
  const names = args.split(',').map((part) => /^\s*"([a-z0-9_-]+)"\s*$/.exec(part)?.[1]);
  if (names.some((name) => name === undefined))
    throw new Error(`the tag "${token.name}" takes names in quotation marks with commas between them, not ${args}`);
  return names.flatMap((name) => name ?? []);
}

/** `{% evidence "incident", "criterion" %}…{{ fact }}…{% else %}…{% endevidence %}`: stands when there is such a fact about the sender's ISP; no name means any kind. */
export class EvidenceTag extends CitingTag {
  readonly kinds: readonly string[];

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, remaining, liquid, parser);
    const unknown = this.names.find((name) => !FACT_KINDS.some((kind) => kind === name));
    if (unknown !== undefined) throw new Error(`"${unknown}" is no kind of evidence, but ${FACT_KINDS.join(', ')}`);
    this.kinds = this.names.length > 0 ? this.names : FACT_KINDS;
  }

  *render(ctx: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const citing = citingOf(ctx);
    const fact = citing.bestFact(this.kinds);
    if (!fact) return yield* this.otherwise(ctx, emitter);
    const sentence = fact.caveat ? `${fact.text} ${fact.caveat}` : fact.text;
    ctx.push({ fact: `${valueText(sentence)} ${citing.markOf([fact])}`, fact_date: fact.date });
    yield this.liquid.renderer.renderTemplates(this.templates, ctx, emitter);
    ctx.pop();
  }

  blockScope(): Iterable<string> {
    return FACT_BLANKS;
  }
}

/** A statement of its own words that stands while all the entries named stand; the footnote's mark stands at `{{ mark }}`, or else follows the last word. */
abstract class StatementTag extends CitingTag {
  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, remaining, liquid, parser);
    if (this.names.length === 0) throw new Error(`the tag "${token.name}" names no entry`);
  }

  protected abstract pool(citables: Citables): readonly Citable[];

  *render(ctx: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const citing = citingOf(ctx);
    const cites = citing.named(this.pool(citing.citables), this.names);
    if (!cites) return yield* this.otherwise(ctx, emitter);
    const mark = citing.markOf(cites);
    ctx.push({ mark });
    const words = String(yield this.liquid.renderer.renderTemplates(this.templates, ctx));
    ctx.pop();
    citing.say(mark, words);
    const ending = words.trimEnd();
    emitter.write(words.includes(mark) ? words : `${ending} ${mark}${words.slice(ending.length)}`);
  }

  blockScope(): Iterable<string> {
    return STATEMENT_BLANKS;
  }
}

/** `{% law "sixth-2025" %}…{% else %}…{% endlaw %}`: what the law is; it stands until an entry of the timeline overtakes it. */
export class LawTag extends StatementTag {
  protected pool({ law }: Citables) {
    return law;
  }
}

/** `{% record "nyag-charter-2017" %}…{% else %}…{% endrecord %}`: what happened, by the register or the timeline; it stands while the entry is verified. */
export class RecordTag extends StatementTag {
  protected pool({ record }: Citables) {
    return record;
  }
}

const NOT_TEXT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\s]+/gu;

/**
 * A value as it may stand in a letter: one line without control and direction characters, and round brackets for square ones, so that it can start no line,
 * no header and no footnote.
 */
export function valueText(value: string): string {
  return value.normalize('NFC').replace(NOT_TEXT, ' ').replaceAll('[', '(').replaceAll(']', ')').trim();
}

/** An address in a footnote: one line, and no bracket that could be read as another footnote's. */
export function sourceText(source: string): string {
  return source.normalize('NFC').replace(NOT_TEXT, ' ').replaceAll('[', '%5B').replaceAll(']', '%5D').trim();
}
