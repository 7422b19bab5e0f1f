import { LETTER_FILTERS, UNSURE_BLANKS } from './blanks.ts';
import type { FrontMatter, ReadFrontMatter } from './front-matter.ts';
import type { TemplateError } from './template.ts';

/** A piece of a template as it is written, and how to name its faults. `firstLine`: where it begins in the file, from 1. */
export interface WrittenPiece {
  text: string;
  firstLine: number;
  fields: FrontMatter;
  lineOf: ReadFrontMatter['lineOf'];
  fault(line: number, what: string, remedy: string): TemplateError;
}

const NO_VARIANTS = 'Write one text: a letter never varies its words by machine';
const CONDITION = `A condition asks for one blank that may be unknown (${UNSURE_BLANKS.join(', ')}) and whose fallback is ""`;

/**
 * What a letter may not do with its words, whoever wrote it: alternatives to choose from (`{a|b}`, `[[a|b]]`), conditions on anything but whether a
 * blank is known, outputs that are no blank, and footnotes by hand. Source: the New York Attorney General's report of 2021 and the forensics of 2017,
 * which took varied words for bots; own choice of the rules.
 */
export function wordFaults({ text, firstLine, fields, fault }: WrittenPiece): TemplateError[] {
  const faults: TemplateError[] = [];
  const lineAt = (offset: number) => firstLine + (text.slice(0, offset).match(/\n/g)?.length ?? 0);
  for (const { index, 1: tag = '', 2: args = '' } of text.matchAll(/\{%-?\s*(\w+)\s*([^%]*?)\s*-?%\}/g)) {
    if (tag === 'elsif') faults.push(fault(lineAt(index), 'the tag "elsif" chooses between texts', NO_VARIANTS));
    if ((tag === 'if' || tag === 'unless') && !isOpen(args, fields))
      faults.push(fault(lineAt(index), `the condition "${args}" varies the words without a reason`, CONDITION));
  }
  const filter = `\\s*\\|\\s*(?:${LETTER_FILTERS.join('|')})`;
  const output = new RegExp(`^[a-z_]+(?:${filter})*$`);
  for (const { index, 1: inside = '' } of text.matchAll(/\{\{-?\s*(.*?)\s*-?\}\}/gs))
    if (!output.test(inside))
      faults.push(
        fault(lineAt(index), `"${inside}" is no blank`, 'Between {{ and }} stands a blank, with a filter at most'),
      );
  // Liquid gives way to as many other characters, so that offsets stay.
  const words = text.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, (liquid) => liquid.replace(/[^\n]/g, '_'));
  for (const { index, 0: found } of words.matchAll(/\[\[|\]\]|[{}|]/g))
    faults.push(fault(lineAt(index), `"${found}" looks like a choice between texts`, NO_VARIANTS));
  for (const { index, 0: found } of words.matchAll(/(?<!\[)\[\s*[\d_]+\s*\](?!\])/g))
    faults.push(
      fault(lineAt(index), `the footnote ${found} is made by hand`, 'Bind the sentence; its footnote comes by itself'),
    );
  return faults;
}

function isOpen(args: string, { blanks }: FrontMatter): boolean {
  const name = UNSURE_BLANKS.find((blank) => blank === args);
  const rule = name && blanks[name];
  return typeof rule === 'object' && rule.fallback === '';
}
