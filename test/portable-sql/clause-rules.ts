import type { Rule } from './rule';
import { allSelects } from './selects';
import { allLevels, isSymbol, isWord, type Token } from './tokens';

/** Snowflake requires a constant. A number of rows that is a bind fails in some drivers. */
export const constantLimits: Rule = ({ tokens }) =>
  [...allLevels(tokens)].flatMap((level) =>
    level.flatMap((token, at) => {
      if (token.kind !== 'word' || !isWord(token, 'LIMIT', 'OFFSET', 'FETCH', 'TOP')) return [];
      const count = isWord(level[at + 1], 'FIRST', 'NEXT') ? level[at + 2] : level[at + 1];
      return count?.kind === 'bind' || count?.kind === 'group'
        ? [`${token.upper} needs a constant, not a bind or an expression.`]
        : [];
    }),
  );

/** Snowflake's grammar has WHERE only after FROM; DuckDB also accepts it alone. */
export const whereNeedsFrom: Rule = ({ tokens }) =>
  allSelects(tokens)
    .filter(({ clauses }) => clauses.has('WHERE') && !clauses.has('FROM'))
    .map(() => 'A SELECT has WHERE without FROM.');

/** Snowflake documents HAVING only for groups; DuckDB also accepts it for a total. */
export const havingNeedsGroups: Rule = ({ tokens }) =>
  allSelects(tokens)
    .filter(({ clauses }) => clauses.has('HAVING') && !clauses.has('GROUP'))
    .map(() => 'A SELECT has HAVING without GROUP BY.');

/**
 * After HAVING, QUALIFY, and ORDER BY, the engines differ in whether a name that is both a column and
 * an alias of another expression is the column or the alias.
 */
export const aliasesDifferFromColumns: Rule = ({ tokens }) =>
  allSelects(tokens).flatMap(({ clauses, items }) => {
    const used = new Set(
      (['HAVING', 'QUALIFY', 'ORDER'] as const).flatMap((clause) =>
        columnNames(clauses.get(clause) ?? [], (qualified) => !qualified),
      ),
    );
    return items.flatMap((item) => {
      const alias = item.at(-1);
      if (alias?.kind !== 'word' || !isWord(item.at(-2), 'AS') || !used.has(alias.upper)) return [];
      const expression = item.slice(0, -2);
      const isPlain = expression.every(({ kind }) => kind === 'word' || kind === 'symbol');
      if (isPlain || !columnNames(expression, () => true).includes(alias.upper)) return [];
      return [`The alias ${alias.text} is also a column of its expression.`];
    });
  });

/** The uppercase names of the columns in these tokens, by whether they are qualified. */
function columnNames(
  tokens: readonly Token[],
  isIncluded: (qualified: boolean) => boolean,
): string[] {
  return [...allLevels(tokens)].flatMap((level) =>
    level.flatMap((token, at) => {
      const next = level[at + 1];
      const isColumn = token.kind === 'word' && next?.kind !== 'group' && !isSymbol(next, '.');
      return isColumn && isIncluded(isSymbol(level[at - 1], '.')) ? [token.upper] : [];
    }),
  );
}
