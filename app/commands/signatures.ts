import { readNounLine } from './editor/editor-line.ts';
import { runDeed } from './editor/run-deed.ts';
import { SIGNATURES } from './signatures-deeds.ts';

await runDeed(readNounLine(process.argv.slice(2), SIGNATURES), 'untolled-signatures');
