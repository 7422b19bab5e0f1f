import { readNounLine } from './editor/editor-line.ts';
import { runDeed } from './editor/run-deed.ts';
import { LEDGER } from './ledger-deeds.ts';

await runDeed(readNounLine(process.argv.slice(2), LEDGER), 'untolled-ledger');
