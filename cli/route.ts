import { runRouteCommand } from './route/run-route-command';
import { runCommand } from './run-command';

await runCommand(runRouteCommand);
