/** An error with Snowflake's code, SQL state, and message. */
export class SnowflakeError extends Error {
  constructor(
    readonly code: string,
    readonly sqlState: string,
    message: string,
  ) {
    super(message);
  }
}

type Rule = readonly [RegExp, string, string, string];

/** Snowflake's code, SQL state, and message for DuckDB errors. `$1` is the pattern's group. */
const rules: readonly Rule[] = [
  [/^Parser Error: .*"([^"]*)"/, '001003', '42000', "syntax error: unexpected '$1'."],
  [
    /^Catalog Error: (?:Table|View) with name "?([^"\s]+)"? does not/,
    '002003',
    '42S02',
    "Object '$1' does not exist or not authorized.",
  ],
  [/^Binder Error: .*column "?([^"\s]+)"?/, '000904', '42000', "invalid identifier '$1'"],
  [
    /^TransactionContext Error: .*([Cc]onflict)/,
    '000625',
    '57014',
    'Another transaction has locked the table: $1.',
  ],
  [
    /^Conversion Error: Could not convert string ['"]([\s\S]*?)['"] to/,
    '100038',
    '22018',
    "Numeric value '$1' is not recognized",
  ],
];

/** The statement was canceled on request. */
export function canceled(): SnowflakeError {
  return new SnowflakeError('000604', '57014', 'SQL execution canceled');
}

/** The statement exceeded STATEMENT_TIMEOUT_IN_SECONDS. */
export function timedOut(seconds: number): SnowflakeError {
  return new SnowflakeError(
    '000630',
    '57014',
    `Statement reached its statement or warehouse timeout of ${seconds} second(s) and was canceled.`,
  );
}

/** Converts a DuckDB error to the error that Snowflake would return. */
export function toSnowflakeError(error: unknown): SnowflakeError {
  if (error instanceof SnowflakeError) return error;
  const text = error instanceof Error ? error.message : String(error);
  for (const [pattern, code, sqlState, message] of rules) {
    const [, name = ''] = pattern.exec(text) ?? [];
    if (name) return new SnowflakeError(code, sqlState, message.replace('$1', name));
  }
  return new SnowflakeError('000603', 'XX000', `SQL execution internal error:\n${text}`);
}
