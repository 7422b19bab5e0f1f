import { main } from '../../public/verify.mjs';

// The very file that outsiders run; docs/ledger.md says what it checks.
process.exitCode = await main(process.argv.slice(2));
