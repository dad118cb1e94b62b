/** What a session's parameters are until it sets them: those that the SDK or a statement reads. */
export const defaultParameters: Readonly<Record<string, string | number | boolean>> = {
  AUTOCOMMIT: true,
  BINARY_OUTPUT_FORMAT: 'HEX',
  CLIENT_SESSION_KEEP_ALIVE: false,
  CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY: 3600,
  CLIENT_STAGE_ARRAY_BINDING_THRESHOLD: 65280,
  DATE_OUTPUT_FORMAT: 'YYYY-MM-DD',
  JS_TREAT_INTEGER_AS_BIGINT: false,
  LOCK_TIMEOUT: 43200,
  MULTI_STATEMENT_COUNT: 1,
  QUERY_CONTEXT_CACHE_SIZE: 5,
  QUERY_TAG: '',
  SERVICE_NAME: '',
  STATEMENT_TIMEOUT_IN_SECONDS: 172800,
  TIMESTAMP_LTZ_OUTPUT_FORMAT: '',
  TIMESTAMP_NTZ_OUTPUT_FORMAT: 'YYYY-MM-DD HH24:MI:SS.FF3',
  TIMESTAMP_OUTPUT_FORMAT: 'YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM',
  TIMESTAMP_TZ_OUTPUT_FORMAT: '',
  TIMEZONE: 'America/Los_Angeles',
  TIME_OUTPUT_FORMAT: 'HH24:MI:SS',
};

/** The parameters that a session may be told to set, beside those with a default above. */
const others = [
  'STATEMENT_QUEUED_TIMEOUT_IN_SECONDS',
  'TRANSACTION_DEFAULT_ISOLATION_LEVEL',
  'WEEK_START',
  'ERROR_ON_NONDETERMINISTIC_MERGE',
  'ERROR_ON_NONDETERMINISTIC_UPDATE',
  'TRANSACTION_ABORT_ON_ERROR',
  'ABORT_DETACHED_QUERY',
  'STRICT_JSON_OUTPUT',
  'TIMESTAMP_TYPE_MAPPING',
  'USE_CACHED_RESULT',
  'QUOTED_IDENTIFIERS_IGNORE_CASE',
  'NODEJS_QUERY_RESULT_FORMAT',
  'ROWS_PER_RESULTSET',
  'TIMESTAMP_DAY_IS_ALWAYS_24H',
  'TIMESTAMP_INPUT_FORMAT',
  'GCS_USE_DOWNSCOPED_CREDENTIAL',
  'CLIENT_REQUEST_MFA_TOKEN',
  'CLIENT_STORE_TEMPORARY_CREDENTIAL',
];

/** Whether a session has a parameter of this name. */
export function isParameter(name: string): boolean {
  return name in defaultParameters || others.includes(name);
}

const assignment = /(\w+)\s*=\s*('(?:[^']|'')*'|[\w.+-]+)/g;

/** Reads `ALTER SESSION SET a = 1, b = 'x'`, or the names of `ALTER SESSION UNSET a, b`. */
export function readAlterSession(
  sql: string,
):
  | { set: readonly (readonly [string, string | number | boolean])[] }
  | { unset: readonly string[] } {
  const [, verb = '', rest = ''] =
    /^\s*ALTER\s+SESSION\s+(SET|UNSET)\s+([\s\S]*?);?\s*$/i.exec(sql) ?? [];
  if (verb.toUpperCase() === 'UNSET') {
    return { unset: rest.split(',').map((name) => name.trim().toUpperCase()) };
  }
  const set = [...rest.matchAll(assignment)].map(
    ([, name = '', value = '']) => [name.toUpperCase(), readValue(value)] as const,
  );
  return { set };
}

function readValue(text: string): string | number | boolean {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return Number.isNaN(Number(text)) ? text : Number(text);
}
