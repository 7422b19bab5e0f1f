import { readNounLine } from './editor/editor-line.ts';
import { runDeed } from './editor/run-deed.ts';
import { ORGANIZER } from './organizer-deeds.ts';

await runDeed(readNounLine(process.argv.slice(2), ORGANIZER), 'untolled-organizer');
