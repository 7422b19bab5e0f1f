import { printLetter } from '#app/domain/similarity/letter-print.server.ts';
import type { JobKind } from './job-kind.ts';

/** Computes what tells one sent letter from others and puts it into its cluster; running it again changes nothing. Source: DESIGN section 4, "Write". */
export const letterPrint: JobKind<'letter.print'> = async ({ letterId }, { log, ...given }) => {
  log.info({ letterId, ...(await printLetter(letterId, given)) }, 'letter compared');
};
