import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AppError } from '@/lib/errors';
import { openWarehouse } from '@/lib/warehouse/open';
import { runCommand, UsageError } from './run-command';
import { formatJson, formatTable } from './sql-table';

const usage = `Usage: npm run sql -- "SELECT …" [--json]
       npm run sql -- --file FILE [--json]
Runs Snowflake SQL in the portable subset on the configured warehouse and prints the last
statement's answer. Several statements are separated by semicolons.`;

/** A person's question may take longer than a page's. */
const timeoutMs = 10 * 60_000;

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
  const warehouse = await openWarehouse().catch((error: unknown) => {
    throw heldByServer(error);
  });
  try {
    const table = await warehouse.script(sql, { timeoutMs, signal: interruption() });
    console.log(values.json ? formatJson(table) : formatTable(table));
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
function interruption(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    process.exitCode = 130;
    controller.abort();
  });
  return controller.signal;
}

/** The embedded file belongs to one process at a time: says which, and what to do. */
function heldByServer(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'warehouse_busy') return error;
  const pid = error.details?.pid;
  const who =
    typeof pid === 'number' ? `process ${pid}, most likely the running server` : 'another process';
  return new AppError(
    error.code,
    `The warehouse is held by ${who}. Stop it (Ctrl-C where it runs${typeof pid === 'number' ? `, or: kill ${pid}` : ''}), run this again, then start it again.`,
    { cause: error },
  );
}
