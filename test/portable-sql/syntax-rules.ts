import type { Rule } from './rule';
import { allLevels, isWord } from './tokens';

const operators = [
  ',',
  '.',
  '*',
  '+',
  '-',
  '/',
  '%',
  '||',
  '::',
  '=',
  '<',
  '>',
  '<=',
  '>=',
  '<>',
  '!=',
];

/** DuckDB has more operators, such as ^ and ~, and lists in brackets. */
export const knownOperators: Rule = ({ tokens }) =>
  [...allLevels(tokens)]
    .flat()
    .flatMap((token) =>
      token.kind === 'symbol' && !operators.includes(token.text)
        ? [`${token.text} is not among the portable operators.`]
        : [],
    );

/** Syntax that DuckDB and sqlglot accept, and Snowflake does not. */
const duckDbSyntax: readonly (readonly string[])[] = [
  ['RETURNING'],
  ['ON', 'CONFLICT'],
  ['INSERT', 'OR'],
  ['DISTINCT', 'ON'],
  ['SEMI', 'JOIN'],
  ['ANTI', 'JOIN'],
  ['POSITIONAL', 'JOIN'],
  ['SIMILAR', 'TO'],
  ['GLOB'],
  ['GROUPS', 'BETWEEN'],
  ['USING', 'SAMPLE'],
  ['FOR', 'UPDATE'],
];

export const noDuckDbSyntax: Rule = ({ tokens }) =>
  [...allLevels(tokens)].flatMap((level) =>
    duckDbSyntax
      .filter((words) =>
        level.some((_, at) => words.every((word, index) => isWord(level[at + index], word))),
      )
      .map((words) => `Snowflake has no ${words.join(' ')}.`),
  );
