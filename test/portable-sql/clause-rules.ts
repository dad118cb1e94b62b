import type { Rule } from './rule';
import { allSelects } from './selects';
import { allLevels, isWord } from './tokens';

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
