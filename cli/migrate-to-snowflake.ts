import { runMigrateCommand } from './migrate/run-migrate-command';
import { runCommand } from './run-command';

await runCommand(runMigrateCommand);
