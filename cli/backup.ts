import { runBackupCommand } from './backup/run-backup-command';
import { runCommand } from './run-command';

await runCommand(runBackupCommand);
