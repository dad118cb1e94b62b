import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { saveMember } from '@/lib/members/save-member';
import type { Role } from '@/lib/server/auth/person';
import { closeWarehouse, getWarehouse as openWarehouse } from '@/lib/warehouse/client';
import { openExclusively, operator, runCommand, UsageError } from './run-command';

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
  const warehouse = await openExclusively(openWarehouse);
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

/** Reads a line from standard input; at a terminal it asks for it and shows nothing of it. */
async function readSecret(question: string): Promise<string> {
  const { stdin, stderr } = process;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (stdin.isTTY) stderr.write(question);
  const lines = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (stdin.isTTY) stderr.write('\n');
  }
}
