import { main } from '../../public/verify.mjs';
import { verifyAuditCommand } from './verify-audit.ts';

const args = process.argv.slice(2);

// Everything but the operator's own audit is checked by the very file that outsiders run; docs/ledger.md says what it checks.
process.exitCode = args[0] === 'audit' ? await verifyAuditCommand(args.slice(1)) : await main(args);
