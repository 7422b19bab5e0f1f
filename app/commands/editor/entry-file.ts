import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readTree, type SeedFault } from '#db/seed/read.ts';
import { type IncidentFields, incidentEntry } from '#db/seed/shapes.ts';
import { CommandFault } from '../fault.ts';

/** Reads one entry of the register from a YAML or JSON file, checked as the seed is. Throws `CommandFault` with every fault and its line. */
export async function readEntryFile(file: string): Promise<IncidentFields> {
  const path = resolve(file);
  const faults: SeedFault[] = [];
  const { value } = await readTree(
    pathToFileURL(`${dirname(path)}/`),
    encodeURIComponent(basename(path)),
    incidentEntry,
    faults,
  ).catch((cause: NodeJS.ErrnoException) => {
    throw new CommandFault(`${file} cannot be read: ${whyUnread(cause)}.`, { cause });
  });
  if (value) return value;
  const lines = faults.map(({ line, field, message }) => `  line ${line}: ${field ? `${field} ` : ''}${message}`);
  throw new CommandFault(`${file} is not an entry of the register:\n${lines.join('\n')}`);
}

function whyUnread({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' ? 'permission denied' : message;
}
