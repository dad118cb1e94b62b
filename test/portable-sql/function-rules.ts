import type { Rule } from './rule';
import { splitAtCommas } from './selects';
import { allLevels, isSymbol, isWord, type Token } from './tokens';
import { castsIn } from './value-rules';

/**
 * Functions that mean the same on both engines. Some that don't: GREATEST, LEAST, and CONCAT skip NULL
 * in DuckDB; LISTAGG of no rows is NULL there; CURRENT_TIMESTAMP has a time zone in Snowflake,
 * unless it is cast at once.
 */
const functions = [
  'AVG',
  'COUNT',
  'COUNT_IF',
  'MAX',
  'MAX_BY',
  'MEDIAN',
  'MIN',
  'PERCENTILE_CONT',
  'SUM',
  'DENSE_RANK',
  'LAG',
  'RANK',
  'ROW_NUMBER',
  'ABS',
  'CAST',
  'CEIL',
  'COALESCE',
  'FLOOR',
  'NULLIF',
  'ROUND',
  'CHR',
  'CONTAINS',
  'LEFT',
  'LENGTH',
  'LOWER',
  'REPLACE',
  'SPLIT_PART',
  'TRANSLATE',
  // SHA2 with 256 bits: a macro in DuckDB.
  'SHA2',
  'TRIM',
  'UPPER',
  // CURRENT_DATE is the day in UTC, because sessions pin their time zone.
  'CURRENT_DATE',
  'DATEADD',
  'DATEDIFF',
  'EXTRACT',
  'CURRENT_DATABASE',
  'CURRENT_SCHEMA',
];

/** Functions that only statements for Snowflake use. */
const snowflakeFunctions = [
  'CONVERT_TIMEZONE',
  'CURRENT_ROLE',
  'CURRENT_WAREHOUSE',
  'SYSTEM$LAST_CHANGE_COMMIT_TIME',
];

const allowed = new Set([...functions, ...snowflakeFunctions]);

/** Functions that SQL also calls without parentheses. */
const bareFunctions = [
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'CURRENT_USER',
  'LOCALTIME',
  'LOCALTIMESTAMP',
];

/** Keywords that parentheses may follow. */
const keywords = [
  'ALL',
  'AND',
  'ANY',
  'AS',
  'BETWEEN',
  'BY',
  'DISTINCT',
  'ELSE',
  'EXCEPT',
  'EXISTS',
  'FROM',
  'GROUP',
  'HAVING',
  'IN',
  'INSERT',
  'INTERSECT',
  'JOIN',
  'KEY',
  'LIKE',
  'ILIKE',
  'NOT',
  'ON',
  'OR',
  'OVER',
  'QUALIFY',
  'SELECT',
  'SET',
  'THEN',
  'UNION',
  'USING',
  'VALUES',
  'WHEN',
  'WHERE',
  'WITH',
];

/** A function that one engine lacks, or that differs between them, breaks only in production. */
export const knownFunctions: Rule = ({ tokens }) =>
  [...allLevels(tokens)].flatMap((level) =>
    level.flatMap((token, at) => {
      if (token.kind !== 'word') return [];
      const isCall = level[at + 1]?.kind === 'group' && !isName(level, at);
      const isFunction = isCall && !isWord(token, ...keywords) && !isType(level, at);
      if (!isFunction && !isWord(token, ...bareFunctions)) return [];
      return allowed.has(token.upper) || isTimeInUtc(level, at)
        ? []
        : [`${token.upper} is not among the portable functions.`];
    }),
  );

/** Whether the parentheses after this word list columns: of an alias, a table, a CTE, or `*`. */
function isName(level: readonly Token[], at: number): boolean {
  const before = level[at - 1];
  const isCte = isWord(level[at + 2], 'AS') && level[at + 3]?.kind === 'group';
  const isReplace = isWord(level[at], 'REPLACE') && isSymbol(before, '*');
  return isCte || isReplace || isSymbol(before, '.') || isWord(before, 'AS', 'INTO', 'TABLE');
}

/** Whether this word is CURRENT_TIMESTAMP, cast to a time in UTC. */
function isTimeInUtc(level: readonly Token[], at: number): boolean {
  const isCast = isWord(level[at + 2], 'AS') && isWord(level[at + 3], 'TIMESTAMP_NTZ');
  return isWord(level[at], 'CURRENT_TIMESTAMP') && isCast;
}

/** Whether this word is the type of a column or a cast, with a length or precision. */
function isType(level: readonly Token[], at: number): boolean {
  const parameters = level[at + 1];
  const isTyped = isWord(level[at], ...types) && parameters?.kind === 'group';
  return isTyped && parameters.tokens.every(({ kind }) => kind === 'number' || kind === 'symbol');
}

/** Types that both engines have. Snowflake's FLOAT is DuckDB's DOUBLE, and INTEGER is wider there. */
const types = [
  'BIGINT',
  'BOOLEAN',
  'DATE',
  'DOUBLE',
  'INTEGER',
  'NUMERIC',
  'TIMESTAMP_NTZ',
  'VARCHAR',
];

/**
 * TIMESTAMP is one of three types in Snowflake, by the session's TIMESTAMP_TYPE_MAPPING. NUMERIC
 * without a precision has no decimals in Snowflake, and three in DuckDB.
 */
export const knownTypes: Rule = ({ tokens }) => [
  ...castsIn(tokens).flatMap(({ type }) =>
    type?.kind === 'word' && types.includes(type.upper)
      ? []
      : [`A cast to ${type?.kind === 'word' ? type.upper : 'a type'} is not portable.`],
  ),
  ...[...allLevels(tokens)].flatMap((level) =>
    level.flatMap((token, at) => {
      if (isWord(token, 'NUMERIC') && level[at + 1]?.kind !== 'group')
        return ['NUMERIC needs a precision and a scale.'];
      const isLiteral = isWord(token, 'TIMESTAMP', 'TIME', 'INTERVAL');
      if (!isLiteral || level[at + 1]?.kind !== 'string') return [];
      return [
        `A literal of ${token.kind === 'word' ? token.upper : ''} is not portable; cast text.`,
      ];
    }),
  ),
];

/** Parts that do not depend on a session's parameters, unlike weeks and days of the week. */
const dateParts = [
  'MICROSECOND',
  'MILLISECOND',
  'SECOND',
  'MINUTE',
  'HOUR',
  'DAY',
  'MONTH',
  'YEAR',
];

/** The first day of a week and the number of a weekday depend on the session and the engine. */
export const knownDateParts: Rule = ({ tokens }) =>
  [...allLevels(tokens)].flatMap((level) =>
    level.flatMap((token, at) => {
      const called = level[at - 1];
      if (token.kind !== 'group' || !isWord(called, 'DATEADD', 'DATEDIFF', 'EXTRACT')) return [];
      const [part] = token.tokens;
      const name = part?.kind === 'string' ? part.text.slice(1, -1).toUpperCase() : undefined;
      const given = isWord(called, 'EXTRACT') && part?.kind === 'word' ? part.upper : name;
      if (given && dateParts.includes(given)) return [];
      return [
        `${called?.kind === 'word' ? called.upper : ''} has a date part that is not portable.`,
      ];
    }),
  );

/** Snowflake rejects COALESCE of one value, which generated SQL may contain. */
export const coalesceOfTwo: Rule = ({ tokens }) =>
  [...allLevels(tokens)].flatMap((level) =>
    level.flatMap((token, at) => {
      if (token.kind !== 'group' || !isWord(level[at - 1], 'COALESCE')) return [];
      return splitAtCommas(token.tokens).length > 1 ? [] : ['COALESCE needs two values.'];
    }),
  );
