import type { Rule } from './rule';
import { allLevels, isSymbol, isWord, type Token } from './tokens';

/**
 * Snowflake supports EXISTS, IN, ANY, and ALL with a SELECT only in WHERE, and a scalar subquery
 * that refers to the outer query only in WHERE and without LIMIT:
 * docs.snowflake.com/en/user-guide/querying-subqueries.
 */
export const subqueriesInWhere: Rule = ({ tokens }) => problemsIn(tokens, 'the statement');

/** Words that start a clause, as far as subqueries are concerned. */
const clauses = ['SELECT', 'FROM', 'ON', 'WHERE', 'GROUP', 'HAVING', 'QUALIFY', 'ORDER', 'SET'];

/** @param clause where the parentheses around this level are */
function problemsIn(level: readonly Token[], clause: string): string[] {
  let current = clause;
  return level.flatMap((token, at) => {
    const before = level[at - 1];
    if (token.kind === 'word') {
      if (isWord(token, ...clauses) && !isWord(before, 'DISTINCT', 'WITHIN')) current = token.upper;
      if (isWord(token, 'JOIN')) current = 'FROM';
      return [];
    }
    if (token.kind !== 'group') return [];
    if (!isWord(token.tokens[0], 'SELECT', 'WITH')) return problemsIn(token.tokens, current);
    const nested = problemsIn(token.tokens, 'the statement');
    if (current === 'WHERE') return [...limitProblems(token.tokens, before), ...nested];
    if (isWord(before, 'IN', 'EXISTS', 'ANY', 'ALL', 'SOME') && !isUnion(level, at))
      return [
        `A subquery of ${before?.kind === 'word' ? before.upper : ''} is in ${current}, not in WHERE.`,
        ...nested,
      ];
    const isTable = current === 'FROM' || isWord(before, 'AS', 'USING', 'INTO');
    if (isTable || !isCorrelated(token.tokens)) return nested;
    return [`A subquery in ${current} refers to the outer query.`, ...nested];
  });
}

const isUnion = (level: readonly Token[], at: number) =>
  isWord(level[at - 1], 'ALL') && isWord(level[at - 2], 'UNION');

function limitProblems(subquery: readonly Token[], before: Token | undefined): string[] {
  const hasLimit = subquery.some((token) => isWord(token, 'LIMIT', 'FETCH'));
  if (!hasLimit || (!isCorrelated(subquery) && !isWord(before, 'EXISTS'))) return [];
  return ['A subquery that refers to the outer query has LIMIT.'];
}

/** Whether the subquery qualifies a column with an alias that it does not define. */
function isCorrelated(subquery: readonly Token[]): boolean {
  const levels = [...allLevels(subquery)];
  const defined = new Set<string>();
  for (const level of levels) {
    for (const [at, token] of level.entries()) {
      if (token.kind !== 'word') continue;
      const before = level[at - 1];
      const isTableName = isWord(before, 'FROM', 'JOIN') || isSymbol(before, '.');
      if (isWord(before, 'AS') || isTableName || isWord(level[at + 1], 'AS'))
        defined.add(token.upper);
    }
  }
  return levels.some((level) =>
    level.some((token, at) => {
      const isQualifier = isSymbol(level[at + 1], '.') && !isSymbol(level[at + 3], '.');
      const isName = isSymbol(level[at - 1], '.') || isWord(level[at - 1], 'FROM', 'JOIN');
      return token.kind === 'word' && isQualifier && !isName && !defined.has(token.upper);
    }),
  );
}
