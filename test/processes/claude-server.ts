import { startClaudeServer } from '@/test/claude/server';

/** A server of Claude's protocol, for trying things by hand, until it is killed. */

const [port = '0'] = process.argv.slice(2);
const { environment } = await startClaudeServer({ port: Number(port) });
for (const [name, value] of Object.entries(environment)) console.log(`${name}=${value}`);
