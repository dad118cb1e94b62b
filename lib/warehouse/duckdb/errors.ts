import { AppError } from '@/lib/server/errors';
import { SchemaMismatchError, WriteConflictError } from '@/lib/warehouse/errors';

type Rule = readonly [RegExp, (match: RegExpMatchArray, cause: unknown) => AppError];

/**
 * DuckDB refuses every later statement on this instance. Uncommitted changes are gone, so anything
 * but a COMMIT may be retried on another one.
 */
export class EngineLostError extends AppError {
  constructor(cause: unknown) {
    super('warehouse_unavailable', diskFailed, { cause });
  }
}

const diskFailed =
  'The warehouse’s disk could not be read or written. The last change may or may not have been saved. Check the disk’s free space and health. Saving resumes by itself when the disk works again.';

const rules: readonly Rule[] = [
  [
    /Conflict on|write-write conflict|TransactionContext Error.*conflict/i,
    (_, c) => new WriteConflictError(c),
  ],
  [/has been invalidated|FATAL Error/, (_, cause) => new EngineLostError(cause)],
  [
    /Conflicting lock is held in [\s\S]*?\(PID (\d+)\)/,
    ([, pid], cause) =>
      new AppError(
        'warehouse_busy',
        `Another program (process ${pid}) has the warehouse open. Stop it, or use it instead.`,
        { cause, details: { pid: Number(pid) } },
      ),
  ],
  [
    /Could not set lock on file/,
    (_, cause) =>
      new AppError(
        'warehouse_busy',
        'Another program has the warehouse open. Stop it, or use it instead.',
        { cause },
      ),
  ],
  [
    /database file with version number (\d+)[\s\S]*between \d+ and (\d+)/,
    ([, found, newest], cause) =>
      Number(found) > Number(newest)
        ? new AppError(
            'warehouse_too_new',
            'The warehouse was written by a newer version of DuckDB than this program has. Update the program.',
            { cause },
          )
        : unusableFileError(undefined, cause),
  ],
  [
    /(?:The file|Cannot open file|enough bytes from file) "([^"]+)".*(?:not a valid DuckDB database|Is a directory|attempted to read)/,
    ([, file], cause) => unusableFileError(file, cause),
  ],
  [/Corrupt database file/, (_, cause) => unusableFileError(undefined, cause)],
  [
    /database does not exist|No such file or directory/,
    (_, cause) =>
      new AppError(
        'warehouse_missing',
        'There is no warehouse at the configured path. Run `npm run setup` to create it, or set DUCKDB_PATH.',
        { cause },
      ),
  ],
  [
    /No space left|Disk quota exceeded|disk (?:is )?full|out of disk|offload data block/i,
    (_, cause) =>
      new AppError(
        'warehouse_unavailable',
        'The server’s disk is full, so changes cannot be saved. Free some space. Saving then resumes by itself.',
        { cause },
      ),
  ],
  [/read-only|Permission denied|Operation not permitted/i, (_, cause) => readOnlyError(cause)],
  [
    /Catalog Error: (?:Table|View|SET search_path|Schema)[\s\S]*(?:does not exist|No catalog)/,
    (_, cause) =>
      new AppError(
        'warehouse_missing',
        'The warehouse lacks a table or view that this program needs. Run `npm run setup` to add it.',
        { cause },
      ),
  ],
  [
    /Out of Memory Error/,
    (_, cause) =>
      new AppError(
        'warehouse_unavailable',
        'The warehouse ran out of memory. Nothing was changed. Try again with less data at a time.',
        { cause },
      ),
  ],
  [
    /IO Error: No files found that match the pattern "([^"]*)"/,
    ([, file], cause) =>
      new AppError(
        'warehouse_unavailable',
        `A view in the warehouse reads the file ${file}, which is missing. Restore it, or redefine the view with \`npm run sql\`.`,
        { cause },
      ),
  ],
  [
    /Conversion Error: Could not convert string (['"].*?['"]) to/,
    ([, value], cause) =>
      new SchemaMismatchError(
        `A value in the warehouse, ${value}, does not have the type of its column. If a contract view was redefined, read that column with TRY_CAST, which turns such a value into NULL.`,
        cause,
      ),
  ],
  [
    /^Conversion Error/,
    (_, cause) =>
      new SchemaMismatchError(
        'A value in the warehouse does not have the type of its column. If a contract view was redefined, read that column with TRY_CAST, which turns such a value into NULL. See the log for details.',
        cause,
      ),
  ],
  [
    /^Binder Error/,
    (_, cause) =>
      new SchemaMismatchError(
        'A table or view in the warehouse does not have the columns that this program needs. Run `npm run setup` to see what is wrong with a redefined contract view. See the log for details.',
        cause,
      ),
  ],
  [
    /IO Error|Could not (?:read|write|truncate)/,
    (_, cause) => new AppError('warehouse_unavailable', diskFailed, { cause }),
  ],
];

function unusableFileError(file = 'The file at DUCKDB_PATH', cause: unknown): AppError {
  return new AppError(
    'warehouse_unavailable',
    `${file} is not a warehouse, or it is damaged or cut short. Restore it from a backup, or set DUCKDB_PATH to another file.`,
    { cause },
  );
}

/** The warehouse file cannot be written; the message says what to change. */
export function readOnlyError(cause?: unknown): AppError {
  return new AppError(
    'warehouse_read_only',
    'The warehouse cannot be written. Give the program write permission for its file and folder, and check that the disk is not mounted read-only. Then try again.',
    { cause },
  );
}

/** Maps a driver error to an AppError for the user. The driver's text stays in `cause`. */
export function toWarehouseError(error: unknown, statement: string): AppError {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const cause = new Error(`${statement}: ${text}`, { cause: error });
  for (const [pattern, toError] of rules) {
    const match = text.match(pattern);
    if (match) return toError(match, cause);
  }
  return new AppError(
    'unexpected',
    'The warehouse could not do this. Nothing was changed. See the log for details.',
    { cause },
  );
}
