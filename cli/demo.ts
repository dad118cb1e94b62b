import { parseArgs } from 'node:util';
import { makeDemo } from '@/demo/make-demo';
import { demoMembers } from '@/demo/people';
import { runCommand, UsageError } from './run-command';
import { print, printError } from './terminal-text';

const usage = `Usage: node --conditions=react-server --import tsx cli/demo.ts --file FILE [--json]
Creates the demo company in FILE if it does not exist, and prints who can sign in. It is always an
embedded warehouse, whatever WAREHOUSE says: nothing is written to Snowflake.
Use \`npm run demo\` to install, build, create, and serve it.`;

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: { file: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  if (!values.file) throw new UsageError(usage);
  const start = performance.now();
  const { created } = await makeDemo(values.file, new Date());
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (created) printError(`Created the demo company in ${values.file} in ${seconds} s.`);
  else printError(`Using the warehouse that is already in ${values.file}.`);
  if (values.json) {
    print(JSON.stringify(demoMembers));
    return;
  }
  for (const { role, email, password } of demoMembers) {
    print(`  ${role.padEnd(8)} ${email.padEnd(22)} password: ${password}`);
  }
});
