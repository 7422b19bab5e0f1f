import type { ImportRefusal } from '#app/domain/subscriber/import.server.ts';
import type { ImportMapping } from '#app/domain/subscriber/import.ts';
import type { ImportSeen } from '#app/domain/subscriber/import-list.server.ts';

/** A list as the browser gets it. */
export type ListSeen = Omit<ImportSeen, 'createdAt' | 'finishedAt'>;

/** What came of a form on this page. */
export type ListAnswer =
  | {
      faults: readonly { code: string; field: string }[];
      typed: { columns: ImportMapping['columns']; [name: string]: unknown } | null;
      refusal: ImportRefusal | null;
    }
  | undefined;
