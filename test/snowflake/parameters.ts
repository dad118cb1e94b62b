type Value = string | number | boolean;

/**
 * Default session parameters: those that the SDK or a statement reads. This account's defaults
 * differ from Snowflake's, so a session that does not set what it depends on fails.
 */
export const defaultParameters: Readonly<Record<string, Value>> = {
  ABORT_DETACHED_QUERY: false,
  AUTOCOMMIT: true,
  BINARY_OUTPUT_FORMAT: 'BASE64',
  CLIENT_SESSION_KEEP_ALIVE: false,
  CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY: 3600,
  CLIENT_STAGE_ARRAY_BINDING_THRESHOLD: 65280,
  DATE_INPUT_FORMAT: 'DD/MM/YYYY',
  DATE_OUTPUT_FORMAT: 'DD/MM/YYYY',
  DEFAULT_NULL_ORDERING: 'FIRST',
  ERROR_ON_NONDETERMINISTIC_MERGE: false,
  ERROR_ON_NONDETERMINISTIC_UPDATE: false,
  JS_TREAT_INTEGER_AS_BIGINT: false,
  LOCK_TIMEOUT: 43200,
  MULTI_STATEMENT_COUNT: 1,
  QUERY_CONTEXT_CACHE_SIZE: 5,
  QUERY_TAG: '',
  QUOTED_IDENTIFIERS_IGNORE_CASE: true,
  ROWS_PER_RESULTSET: 10,
  SERVICE_NAME: '',
  STATEMENT_QUEUED_TIMEOUT_IN_SECONDS: 1,
  STATEMENT_TIMEOUT_IN_SECONDS: 172800,
  TIMESTAMP_INPUT_FORMAT: 'DD/MM/YYYY HH24:MI:SS',
  TIMESTAMP_LTZ_OUTPUT_FORMAT: '',
  TIMESTAMP_NTZ_OUTPUT_FORMAT: 'DD/MM/YYYY HH24:MI',
  TIMESTAMP_OUTPUT_FORMAT: 'DD/MM/YYYY HH24:MI TZHTZM',
  TIMESTAMP_TYPE_MAPPING: 'TIMESTAMP_LTZ',
  TIMESTAMP_TZ_OUTPUT_FORMAT: '',
  TIMEZONE: 'Asia/Kolkata',
  TIME_INPUT_FORMAT: 'HH12:MI AM',
  TIME_OUTPUT_FORMAT: 'HH12:MI AM',
  TRANSACTION_ABORT_ON_ERROR: true,
  USE_CACHED_RESULT: true,
  WEEK_OF_YEAR_POLICY: 1,
  WEEK_START: 7,
};

const assignment = /(\w+)\s*=\s*('(?:[^']|'')*'|[\w.+-]+)/g;

/** Parses `ALTER SESSION SET a = 1, b = 'x'`. */
export function readAlterSession(sql: string): (readonly [string, Value])[] {
  const [, rest = ''] = /^\s*ALTER\s+SESSION\s+SET\s+([\s\S]*?);?\s*$/i.exec(sql) ?? [];
  return [...rest.matchAll(assignment)].map(
    ([, name = '', value = '']) => [name.toUpperCase(), readValue(value)] as const,
  );
}

function readValue(text: string): Value {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return Number.isNaN(Number(text)) ? text : Number(text);
}

/** The setting of DuckDB that a parameter changes, if any. */
export function duckDbSetting(name: string, value: Value): string | undefined {
  switch (name) {
    case 'TIMEZONE':
      return `SET TimeZone = '${value}'`;
    case 'DEFAULT_NULL_ORDERING': {
      const order =
        value === 'FIRST' ? 'nulls_first_on_asc_last_on_desc' : 'nulls_last_on_asc_first_on_desc';
      return `SET SESSION default_null_order = '${order}'`;
    }
    default:
      return undefined;
  }
}
