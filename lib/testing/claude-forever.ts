/** A server of Claude's protocol, for trying things by hand, until it is killed. */
import { startClaude } from './claude/start-claude';

const [port = '0'] = process.argv.slice(2);
const { environment } = await startClaude({ port: Number(port) });
for (const [name, value] of Object.entries(environment)) console.log(`${name}=${value}`);
