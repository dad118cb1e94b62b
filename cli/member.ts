import { parseArgs } from 'node:util';
import type { Role } from '@/lib/auth/person';
import { saveMember } from '@/lib/auth/save-member';
import { closeWarehouse, warehouse as openWarehouse } from '@/lib/warehouse/open';
import { openAlone } from './open-alone';
import { operator } from './operator';
import { readSecret } from './read-secret';
import { runCommand, UsageError } from './run-command';

const usage = `Adds a person who may sign in, or changes their name, role and password:
  npm run member -- --email ADDRESS --name NAME --role viewer|manager|admin
The password is asked for, or read from standard input where that is no terminal.`;

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      email: { type: 'string' },
      name: { type: 'string' },
      role: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(usage);
  const { email, name, role } = values;
  if (!email || !name || !role) throw new UsageError(usage);
  const warehouse = await openAlone(openWarehouse);
  try {
    const password = await readSecret(`Password for ${email}: `);
    const ctx = { warehouse, person: operator(), now: () => new Date() };
    // The verb parses the role; here it is still what somebody typed.
    await saveMember(ctx, { email, name, role: role as Role, password });
    console.log(`${name} can sign in as ${role} with ${email}.`);
  } finally {
    await closeWarehouse();
  }
});
