import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { memberStatusLabels } from '@/lib/members/labels';
import type { Member } from '@/lib/members/list-members';
import type { Role } from '@/lib/server/auth/person';
import { signInMethods } from '@/lib/server/auth/sign-in-methods';
import { closeWarehouse, getWarehouse } from '@/lib/warehouse/client';
import { formatTable } from './format-table';
import { withMembers } from './member/member-commands';
import { runCommand, UsageError } from './run-command';
import { print } from './terminal-text';

const usage = `Usage: npm run member -- --email ADDRESS --name NAME --role viewer|manager|admin
       npm run member -- --disable ADDRESS
       npm run member -- --enable ADDRESS
       npm run member -- --list [--json]
Adds a person who can sign in, or changes their name, role, and password and signs them out. Prompts for the
password, or reads it from standard input if that is not a terminal. Asks for none if PASSWORD_SIGN_IN=off.
--disable signs a person out everywhere and refuses their sign-in; --enable undoes that.
If the server has the warehouse open, the command goes through the server.`;

const access = { open: getWarehouse, close: closeWarehouse };

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      email: { type: 'string' },
      name: { type: 'string' },
      role: { type: 'string' },
      disable: { type: 'string' },
      enable: { type: 'string' },
      list: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return print(usage);
  const { email, name, role, disable, enable, list, json = false } = values;
  const isSave = email !== undefined || name !== undefined || role !== undefined;
  const chosen = [isSave, disable !== undefined, enable !== undefined, list].filter(Boolean);
  if (chosen.length !== 1 || (json && !list)) throw new UsageError(usage);
  if (list) return printMembers(json);
  if (disable !== undefined) return printDisabled(disable);
  if (enable !== undefined) return printEnabled(enable);
  if (!email || !name || !role) throw new UsageError(usage);
  const hasPassword = signInMethods().password;
  const password = hasPassword ? await readSecret(`Password for ${email}: `) : undefined;
  // The service parses the role. Here it is still whatever the user typed.
  const member = { email, name, role: role as Role, password };
  const { disabled } = await withMembers(access, ({ save }) => save(member));
  print(
    disabled
      ? `Saved. The access of ${name} is disabled: enable it with --enable ${email}.`
      : `${name} can sign in as ${role} with ${email}.`,
  );
});

async function printDisabled(email: string) {
  const { name } = await withMembers(access, ({ disable }) => disable(email));
  print(`${name} is signed out everywhere and can't sign in.`);
}

async function printEnabled(email: string) {
  const { name } = await withMembers(access, ({ enable }) => enable(email));
  print(`${name} can sign in again.`);
}

async function printMembers(json: boolean) {
  const members = await withMembers(access, ({ list }) => list());
  print(json ? JSON.stringify(members, null, 2) : formatTable(memberTable(members)));
}

function memberTable(members: readonly Member[]) {
  return {
    columns: ['email', 'name', 'role', 'status', 'last seen', 'sessions'],
    rows: members.map(({ email, name, role, status, lastSeenAt, sessions }) => [
      email,
      name,
      role,
      memberStatusLabels[status],
      lastSeenAt?.toISOString() ?? 'never',
      sessions.length,
    ]),
    rowsAffected: null,
  };
}

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
