import { readNounLine } from './editor/editor-line.ts';
import { runDeed } from './editor/run-deed.ts';
import { SWITCHBOARD } from './switch-deeds.ts';

await runDeed(readNounLine(process.argv.slice(2), SWITCHBOARD), 'untolled-switch');
