import type { Rule } from './rule';
import { allSelects } from './selects';
import { allLevels, isSymbol, isWord, type Token } from './tokens';

/**
 * In Snowflake, a bare NULL is a VARCHAR, and a bind has the type of its value: NUMBER, FLOAT, or,
 * for NULL, VARCHAR. A view, UNION, or INSERT then has a column of another type than intended.
 */
export const typedColumns: Rule = ({ tokens }) =>
  allSelects(tokens).flatMap(({ items }) =>
    items.flatMap(([value, as, alias], at) => {
      const bare = value?.kind === 'bind' ? 'A bind' : isWord(value, 'NULL') && 'NULL';
      if (!bare || (as && !isWord(as, 'AS'))) return [];
      const column = alias?.kind === 'word' ? alias.text : `column ${at + 1}`;
      return [`${bare} is selected as ${column} without a cast.`];
    }),
  );

/** The names of our time columns, and of those that statements derive from them. */
const timeColumn = /(^|_)(at|since|until|date|time|timestamp|updated)$/i;

const keepsType = ['MAX', 'MIN', 'COALESCE', 'NULLIF', 'LAG', 'LEAD', 'MAX_BY', 'MIN_BY'];

/** The text of a time depends on the session's formats, and may have fewer digits than the time. */
export const noTimesAsText: Rule = ({ tokens }) =>
  castsIn(tokens)
    .filter(({ type }) => isWord(type, 'VARCHAR', 'TEXT', 'STRING', 'CHAR'))
    .flatMap(({ value }) => columnsIn(value).filter(isTimeColumn))
    .map((column) => `The time ${column} is cast to text.`);

const isTimeColumn = (column: string) => timeColumn.test(column);

/** Every cast in a statement: what is cast, and the first word of the type. */
export function castsIn(tokens: readonly Token[]): { value: Token[]; type: Token | undefined }[] {
  return [...allLevels(tokens)].flatMap((level) =>
    level.flatMap((token, at) => {
      if (isSymbol(token, '::')) return [{ value: level.slice(at - 1, at), type: level[at + 1] }];
      if (token.kind !== 'group' || !isWord(level[at - 1], 'CAST', 'TRY_CAST')) return [];
      const end = token.tokens.findLastIndex((each) => isWord(each, 'AS'));
      return [{ value: token.tokens.slice(0, end), type: token.tokens[end + 1] }];
    }),
  );
}

/** The columns that an expression returns, not those from which it computes another type. */
function columnsIn(value: readonly Token[]): string[] {
  let isCondition = false;
  return value.flatMap((token, at) => {
    const next = value[at + 1];
    if (isWord(token, 'WHEN')) isCondition = true;
    if (isWord(token, 'THEN')) isCondition = false;
    if (isCondition) return [];
    if (token.kind === 'group') {
      const isCall = value[at - 1]?.kind === 'word';
      return !isCall || isWord(value[at - 1], ...keepsType) ? columnsIn(token.tokens) : [];
    }
    const isColumn = token.kind === 'word' && next?.kind !== 'group' && !isSymbol(next, '.');
    return isColumn ? [token.text] : [];
  });
}

/** In Snowflake, a backslash in a string starts an escape sequence, and // starts a comment. */
export const plainText: Rule = ({ tokens }) =>
  [...allLevels(tokens)].flatMap((level) =>
    level.flatMap((token, at) => {
      if (token.kind === 'string' && token.text.includes('\\'))
        return [`The string ${token.text} has a backslash; bind it.`];
      const isDouble = isSymbol(token, '/') && isSymbol(level[at - 1], '/');
      return isDouble ? ['// starts a comment in Snowflake, and divides in DuckDB.'] : [];
    }),
  );

/** Snowflake fails on a division by zero, of which DuckDB makes NULL or infinity. */
export const nonzeroDivisors: Rule = ({ tokens }) =>
  [...allLevels(tokens)].flatMap((level) =>
    level.flatMap((token, at) => {
      const divisor = level[at + 1];
      if (!isSymbol(token, '/') && !isSymbol(token, '%')) return [];
      const isNonzero = divisor?.kind === 'number' && Number(divisor.text) !== 0;
      if (isNonzero || isWord(divisor, 'NULLIF')) return [];
      return ['A divisor may be zero; use NULLIF.'];
    }),
  );
