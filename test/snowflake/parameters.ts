/** Default session parameters: those that the SDK or a statement reads. */
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

const assignment = /(\w+)\s*=\s*('(?:[^']|'')*'|[\w.+-]+)/g;

/** Parses `ALTER SESSION SET a = 1, b = 'x'`. */
export function readAlterSession(sql: string): (readonly [string, string | number | boolean])[] {
  const [, rest = ''] = /^\s*ALTER\s+SESSION\s+SET\s+([\s\S]*?);?\s*$/i.exec(sql) ?? [];
  return [...rest.matchAll(assignment)].map(
    ([, name = '', value = '']) => [name.toUpperCase(), readValue(value)] as const,
  );
}

function readValue(text: string): string | number | boolean {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return Number.isNaN(Number(text)) ? text : Number(text);
}
