import { runAuditCommand } from './audit/run-audit-command';
import { runCommand } from './run-command';

await runCommand(runAuditCommand);
