import { main } from '../../public/verify.mjs';
import { main as verifyExport } from '../../public/verify-export.mjs';
import { verifyAuditCommand } from './verify-audit.ts';

const args = process.argv.slice(2);

// Everything but the operator's own audit is checked by the very files that outsiders run; docs/ledger.md and docs/exports.md say what they check.
const deeds: Record<string, (args: string[]) => Promise<number>> = { audit: verifyAuditCommand, export: verifyExport };
const [deed = '', ...rest] = args;
process.exitCode = await (Object.hasOwn(deeds, deed) ? deeds[deed]?.(rest) : main(args));
