import { NOUNS } from './editor/deeds.ts';
import { readEditorLine } from './editor/editor-line.ts';
import { runDeed } from './editor/run-deed.ts';

await runDeed(readEditorLine(process.argv.slice(2), NOUNS), 'untolled-editor', { isRecorded: true });
