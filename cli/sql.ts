import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AppError } from '@/lib/server/errors';
import { MINUTE_MS } from '@/lib/time';
import { openWarehouse } from '@/lib/warehouse/client';
import { contractViewProblems } from '@/lib/warehouse/schema/contract-views';
import { formatJson, formatTable } from './format-table';
import { recordSql } from './record-sql';
import { openExclusively, runCommand, UsageError } from './run-command';
import { print, printError } from './terminal-text';

const usage = `Usage: npm run sql -- "SELECT …" [--json]
       npm run sql -- --file FILE [--json]
Runs Snowflake SQL on the configured warehouse and prints the last statement's result. The embedded
warehouse supports the subset that DuckDB understands. Separate statements with semicolons.
In Snowflake, the guide's table names are replaced with the configured ones, and each statement is its
own transaction unless you use BEGIN. SQL that may change data is recorded in the audit trail.`;

/** Longer than a page's statements may take. */
const TIMEOUT_MS = 10 * MINUTE_MS;

/** Matches SQL that may leave a contract view without the columns the app needs. */
const redefinesContractView = /\bVIEW\b[\s\S]*CSM_ROUTING_(ACCOUNTS|CSMS)_V/i;

await runCommand(async (args) => {
  // SQL may start with a comment, which looks like an option.
  const comments = args.filter((arg) => /^--\s/.test(arg));
  const { values, positionals } = parseArgs({
    args: [...args.filter((arg) => !comments.includes(arg)), '--', ...comments],
    allowPositionals: true,
    options: { file: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    print(usage);
    return;
  }
  const sql = await readSql(values.file, positionals);
  const warehouse = await openExclusively(() => openWarehouse());
  try {
    const notRecorded = await recordSql(warehouse, sql);
    if (notRecorded) printError(`Note: ${notRecorded}`);
    const table = await warehouse.script(sql, {
      timeoutMs: TIMEOUT_MS,
      signal: abortOnInterrupt(),
    });
    print(values.json ? formatJson(table) : formatTable(table));
    if (!redefinesContractView.test(sql)) return;
    for (const problem of await contractViewProblems(warehouse)) printError(`Note: ${problem}`);
  } finally {
    await warehouse.close();
  }
});

async function readSql(file: string | undefined, positionals: readonly string[]) {
  const [sql, ...more] = positionals;
  if (more.length > 0 || (sql === undefined) === (file === undefined)) throw new UsageError(usage);
  if (file === undefined) return sql ?? '';
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AppError('invalid_input', `The file ${file} cannot be read (${error.code}).`);
  });
}

/** Ctrl+C cancels the statement in the engine, so that nothing is left half-done. */
function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    process.exitCode = 130;
    controller.abort();
  });
  return controller.signal;
}
