/** A failure as Snowflake words it: its code, SQL state and text. */
export class SnowflakeError extends Error {
  constructor(
    readonly code: string,
    readonly sqlState: string,
    message: string,
  ) {
    super(message);
  }
}

type Rule = readonly [RegExp, (match: RegExpMatchArray) => SnowflakeError];

const compilation = (code: string, sqlState: string, text: string) =>
  new SnowflakeError(code, sqlState, `SQL compilation error:\n${text}`);

const missing = (name: string | undefined) =>
  compilation(
    '002003',
    '42S02',
    `Object '${name?.toUpperCase()}' does not exist or not authorized.`,
  );

const rules: readonly Rule[] = [
  [
    /^Parser Error: syntax error at or near "([^"]*)"/,
    ([, near]) =>
      compilation('001003', '42000', `syntax error line 1 at position 0 unexpected '${near}'.`),
  ],
  [
    /^Parser Error/,
    () => compilation('001003', '42000', "syntax error line 1 at position 0 unexpected '<EOF>'."),
  ],
  [
    /^Catalog Error: (?:Table|View|Schema|Sequence) with name "?([^"\s]+)"? does not/,
    ([, n]) => missing(n),
  ],
  [/^(?:Binder|Catalog) Error: Catalog "([^"]*)" does not exist/, ([, n]) => missing(n)],
  [
    /^Catalog Error: \w+ with name "?([^"\s]+)"? already exists/,
    ([, n]) => compilation('002002', '42710', `Object '${n?.toUpperCase()}' already exists.`),
  ],
  [
    /^Catalog Error: .*Function with name "?([^"\s]+)"? does not exist/,
    ([, n]) => compilation('002140', '42601', `Unknown function ${n?.toUpperCase()}.`),
  ],
  [
    /^Binder Error: (?:Referenced (?:update )?column "?([^"\s]+)"? not found|Table "[^"]*" does not have a column named "([^"]*)"|Column "?([^"\s]+)"? (?:not found|.*does not exist))/,
    ([, a, b, c]) =>
      new SnowflakeError(
        '000904',
        '42000',
        `SQL compilation error: error line 1 at position 0\ninvalid identifier '${(a ?? b ?? c)?.toUpperCase()}'`,
      ),
  ],
  [
    /^Binder Error: Ambiguous reference to column name "([^"]*)"/,
    ([, n]) => compilation('002028', '42601', `ambiguous column name '${n?.toUpperCase()}'`),
  ],
  [
    /^Conversion Error: .*(?:timestamp|date) field.*?"([^"]*)"/,
    ([, v]) => new SnowflakeError('100035', '22007', `Timestamp '${v}' is not recognized`),
  ],
  [
    /^Conversion Error: Could not convert string ['"]([\s\S]*?)['"] to/,
    ([, v]) => new SnowflakeError('100038', '22018', `Numeric value '${v}' is not recognized`),
  ],
  [
    /^Constraint Error: NOT NULL/,
    () => new SnowflakeError('100072', '22000', 'NULL result in a non-nullable column'),
  ],
  [
    /^Constraint Error: CHECK .*length/,
    () => new SnowflakeError('100078', '22000', 'String is too long and would be truncated'),
  ],
  [/Conflict on|write-write conflict|TransactionContext Error.*conflict/i, () => lockTimeout()],
  [/^INTERRUPT/, () => canceled()],
  [/^Binder Error: ([^\n]*)/, ([, text]) => compilation('001044', '42P13', text ?? '')],
];

/** Another transaction holds what the statement must change. */
export function lockTimeout(table = 'T'): SnowflakeError {
  return new SnowflakeError(
    '000625',
    '57014',
    `Statement has locked table '${table}' in another transaction and this lock has not yet been released. Your statement was aborted because it waited longer than LOCK_TIMEOUT.`,
  );
}

/** Somebody asked for the statement to be stopped. */
export function canceled(): SnowflakeError {
  return new SnowflakeError('000604', '57014', 'SQL execution canceled');
}

/** STATEMENT_TIMEOUT_IN_SECONDS was reached. */
export function timedOut(seconds: number): SnowflakeError {
  return new SnowflakeError(
    '000630',
    '57014',
    `Statement reached its statement or warehouse timeout of ${seconds} second(s) and was canceled.`,
  );
}

/** Words what DuckDB refused as Snowflake would have. */
export function toSnowflakeError(error: unknown): SnowflakeError {
  if (error instanceof SnowflakeError) return error;
  const text = error instanceof Error ? error.message : String(error);
  for (const [pattern, toError] of rules) {
    const match = text.match(pattern);
    if (match) return toError(match);
  }
  return new SnowflakeError('000603', 'XX000', `SQL execution internal error:\n${text}`);
}
