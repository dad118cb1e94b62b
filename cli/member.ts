import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { saveMember } from '@/lib/members/save-member';
import type { Role } from '@/lib/server/auth/person';
import { closeWarehouse, getWarehouse as openWarehouse } from '@/lib/warehouse/client';
import { openExclusively, operator, runCommand, UsageError } from './run-command';
import { print } from './terminal-text';

const usage = `Usage: npm run member -- --email ADDRESS --name NAME --role viewer|manager|admin
Adds a person who can sign in, or changes their name, role, and password.
Prompts for the password, or reads it from standard input if that is not a terminal.`;

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
  if (values.help) return print(usage);
  const { email, name, role } = values;
  if (!email || !name || !role) throw new UsageError(usage);
  const warehouse = await openExclusively(openWarehouse);
  try {
    const password = await readSecret(`Password for ${email}: `);
    const ctx = { warehouse, person: operator(), now: () => new Date() };
    // saveMember parses the role. Here it is still whatever the user typed.
    await saveMember(ctx, { email, name, role: role as Role, password });
    print(`${name} can sign in as ${role} with ${email}.`);
  } finally {
    await closeWarehouse();
  }
});

/** Reads a line from standard input. On a terminal it prompts and does not echo. */
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
