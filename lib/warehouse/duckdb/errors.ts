import { AppError } from '@/lib/server/errors';
import { WriteConflictError } from '@/lib/warehouse/errors';

type Rule = readonly [RegExp, (match: RegExpMatchArray, cause: unknown) => AppError];

const rules: readonly Rule[] = [
  [
    /Conflict on|write-write conflict|TransactionContext Error.*conflict/i,
    (_, c) => new WriteConflictError(c),
  ],
  [
    /Conflicting lock is held in [\s\S]*?\(PID (\d+)\)/,
    ([, pid], cause) =>
      new AppError(
        'warehouse_busy',
        `The warehouse is held by another program (process ${pid}). Stop it, or let it do the work.`,
        { cause, details: { pid: Number(pid) } },
      ),
  ],
  [
    /Could not set lock on file/,
    (_, cause) =>
      new AppError(
        'warehouse_busy',
        'The warehouse is held by another program. Stop it, or let it do the work.',
        { cause },
      ),
  ],
  [
    /database file with version number (\d+)[\s\S]*between \d+ and (\d+)/,
    ([, found, newest], cause) =>
      Number(found) > Number(newest)
        ? new AppError(
            'warehouse_too_new',
            'The warehouse was written by a newer DuckDB than this program has. Update the program; the file was left as it is.',
            { cause },
          )
        : unusableFileError(cause),
  ],
  [
    /not a valid DuckDB database|Corrupt database file|Is a directory/,
    (_, cause) => unusableFileError(cause),
  ],
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
    /No space left|disk (?:is )?full|out of disk|offload data block/i,
    (_, cause) =>
      new AppError(
        'warehouse_unavailable',
        'The disk is full. Nothing was changed; free some space and try again.',
        { cause },
      ),
  ],
  [/read-only|Permission denied|Operation not permitted/i, (_, cause) => readOnlyError(cause)],
  [
    /Catalog Error: (?:Table|View|SET search_path|Schema)[\s\S]*(?:does not exist|No catalog)/,
    (_, cause) =>
      new AppError(
        'warehouse_missing',
        'The warehouse lacks a table or view that this program needs. Run `npm run setup`, which adds what is missing and keeps the rest.',
        { cause },
      ),
  ],
  [
    /Out of Memory Error/,
    (_, cause) =>
      new AppError(
        'warehouse_unavailable',
        'The warehouse ran out of memory for this. Nothing was changed; try again with less at once.',
        { cause },
      ),
  ],
  [
    /IO Error: No files found that match the pattern "([^"]*)"/,
    ([, file], cause) =>
      new AppError(
        'warehouse_unavailable',
        `A view of the warehouse reads the file ${file}, which is not there. Put it back, or redefine the view with \`npm run sql\`.`,
        { cause },
      ),
  ],
  [
    /Conversion Error: Could not convert string (['"].*?['"]) to/,
    ([, value], cause) =>
      new AppError(
        'unexpected',
        `A value of the warehouse, ${value}, is not of the kind that its column should have. Where a contract view was redefined, read that column with TRY_CAST, which makes such a value a gap.`,
        { cause },
      ),
  ],
  [
    /^Binder Error/,
    (_, cause) =>
      new AppError(
        'unexpected',
        'A table or view of the warehouse is not as this program needs it. Run `npm run setup`, which names what is wrong with a redefined contract view; the log has the details.',
        { cause },
      ),
  ],
  [
    /FATAL Error|database has been invalidated|IO Error/,
    (_, cause) =>
      new AppError(
        'warehouse_unavailable',
        'The warehouse cannot be read or written now. Check its disk and start the program again; what was saved is kept.',
        { cause },
      ),
  ],
];

function unusableFileError(cause: unknown): AppError {
  return new AppError(
    'warehouse_unavailable',
    'The file at DUCKDB_PATH is not a warehouse, or it is damaged. Point DUCKDB_PATH elsewhere, or restore the file from a copy; it was left as it is.',
    { cause },
  );
}

/** The warehouse can be read at most; the words say what to change. */
export function readOnlyError(cause?: unknown): AppError {
  return new AppError(
    'warehouse_read_only',
    'The warehouse cannot be written. Give the program the right to write its file and folder, then try again.',
    { cause },
  );
}

/** Turns what the driver threw into words for the user; the driver's text stays in `cause`. */
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
    'The warehouse could not do this. Nothing was changed; the log has the details.',
    { cause },
  );
}
