import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AppError } from '@/lib/server/errors';
import { openWarehouse } from '@/lib/warehouse/client';
import { contractViewProblems } from '@/lib/warehouse/schema/contract-views';
import { formatJson, formatTable } from './format-table';
import { openExclusively, runCommand, UsageError } from './run-command';

const usage = `Usage: npm run sql -- "SELECT …" [--json]
       npm run sql -- --file FILE [--json]
Runs Snowflake SQL on the configured warehouse and prints the last statement's answer; on the
embedded one, the part of it that DuckDB has too. Several statements are separated by semicolons.
In Snowflake the guide's names stand for those that the settings give, and each statement is its own
transaction unless BEGIN opens one.`;

/** A person's question may take longer than a page's. */
const timeoutMs = 10 * 60_000;

/** SQL that may leave a contract view with other columns than the program needs. */
const redefines = /\bVIEW\b[\s\S]*CSM_ROUTING_(ACCOUNTS|CSMS)_V/i;

await runCommand(async (args) => {
  // SQL may begin with a comment, which only looks like an option.
  const comments = args.filter((arg) => /^--\s/.test(arg));
  const { values, positionals } = parseArgs({
    args: [...args.filter((arg) => !comments.includes(arg)), '--', ...comments],
    allowPositionals: true,
    options: { file: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const sql = await statementsOf(values.file, positionals);
  const warehouse = await openExclusively(() => openWarehouse());
  try {
    const table = await warehouse.script(sql, { timeoutMs, signal: abortOnInterrupt() });
    console.log(values.json ? formatJson(table) : formatTable(table));
    if (!redefines.test(sql)) return;
    for (const fault of await contractViewProblems(warehouse)) console.error(`Note: ${fault}`);
  } finally {
    await warehouse.close();
  }
});

async function statementsOf(file: string | undefined, positionals: readonly string[]) {
  const [sql, ...more] = positionals;
  if (more.length > 0 || (sql === undefined) === (file === undefined)) throw new UsageError(usage);
  if (file === undefined) return sql ?? '';
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AppError('invalid_input', `The file ${file} cannot be read (${error.code}).`);
  });
}

/** Ctrl-C stops the statement in the engine, so that nothing is left half-done. */
function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    process.exitCode = 130;
    controller.abort();
  });
  return controller.signal;
}
