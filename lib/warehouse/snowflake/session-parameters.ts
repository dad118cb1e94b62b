/** Seconds to wait for another transaction's lock before a retry. */
const LOCK_TIMEOUT_SECONDS = 20;

/** Snowflake's default, with all digits. */
const TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF9';

/**
 * The parameters of every session: those that a statement or the SDK depends on and that an account
 * or user may set differently. They make results match the embedded warehouse.
 */
export const sessionParameters: Readonly<Record<string, string | number | boolean>> = {
  TIMEZONE: 'UTC',
  TIMESTAMP_TYPE_MAPPING: 'TIMESTAMP_NTZ',
  // AUTO accepts ISO 8601 with T and Z, which is how times are bound.
  TIMESTAMP_INPUT_FORMAT: 'AUTO',
  DATE_INPUT_FORMAT: 'AUTO',
  TIME_INPUT_FORMAT: 'AUTO',
  TIMESTAMP_OUTPUT_FORMAT: `${TIMESTAMP_FORMAT} TZHTZM`,
  TIMESTAMP_NTZ_OUTPUT_FORMAT: TIMESTAMP_FORMAT,
  TIMESTAMP_LTZ_OUTPUT_FORMAT: `${TIMESTAMP_FORMAT} TZHTZM`,
  TIMESTAMP_TZ_OUTPUT_FORMAT: `${TIMESTAMP_FORMAT} TZHTZM`,
  DATE_OUTPUT_FORMAT: 'YYYY-MM-DD',
  TIME_OUTPUT_FORMAT: 'HH24:MI:SS',
  WEEK_START: 1,
  WEEK_OF_YEAR_POLICY: 0,
  QUOTED_IDENTIFIERS_IGNORE_CASE: false,
  DEFAULT_NULL_ORDERING: 'LAST',
  // No limit: a result without its last rows would look complete.
  ROWS_PER_RESULTSET: 0,
  // Whether tables changed is read from a function, whose result would be reused after a change.
  USE_CACHED_RESULT: false,
  ERROR_ON_NONDETERMINISTIC_MERGE: true,
  ERROR_ON_NONDETERMINISTIC_UPDATE: true,
  TRANSACTION_ABORT_ON_ERROR: false,
  MULTI_STATEMENT_COUNT: 1,
  LOCK_TIMEOUT: LOCK_TIMEOUT_SECONDS,
  // Our own timeouts apply, also while the virtual warehouse resumes.
  STATEMENT_QUEUED_TIMEOUT_IN_SECONDS: 0,
  // End statements of a lost connection, so that their locks are not held for hours.
  ABORT_DETACHED_QUERY: true,
};

/** The statement that sets the parameters of a session. */
export function alterSession(parameters: typeof sessionParameters): string {
  const assignments = Object.entries(parameters).map(([name, value]) => {
    const literal = typeof value === 'string' ? `'${value}'` : String(value).toUpperCase();
    return `${name} = ${literal}`;
  });
  return `ALTER SESSION SET ${assignments.join(', ')}`;
}
