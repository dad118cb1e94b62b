import { parseArgs } from 'node:util';
import { makeDemo } from '@/lib/demo/make-demo';
import { demoMembers } from '@/lib/demo/people';
import { runCommand, UsageError } from './run-command';

const usage = `Usage: npm run demo
Installs, builds, makes the demo company where it is missing and serves it. This part makes the
company: node --conditions=react-server --import tsx cli/demo.ts --file FILE [--people]`;

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: { file: { type: 'string' }, people: { type: 'boolean' } },
  });
  if (!values.file) throw new UsageError(usage);
  const begun = performance.now();
  const { made } = await makeDemo(values.file, new Date());
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    made
      ? `Made the demo company in ${values.file} in ${seconds} s.`
      : `Kept the demo company in ${values.file}.`,
  );
  if (!values.people) return;
  for (const { role, email, password } of demoMembers) {
    console.log(`  ${role.padEnd(8)} ${email.padEnd(22)} ${password}`);
  }
});
