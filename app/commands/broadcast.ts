import { BROADCAST } from './broadcast-deeds.ts';
import { readNounLine } from './editor/editor-line.ts';
import { runDeed } from './editor/run-deed.ts';

await runDeed(readNounLine(process.argv.slice(2), BROADCAST), 'untolled-broadcast');
