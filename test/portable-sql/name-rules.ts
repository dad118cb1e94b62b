import { reservedWords } from './reserved-words';
import type { Rule } from './rule';
import { splitAtCommas } from './selects';
import { allLevels, isSymbol, isWord, type Token } from './tokens';

/** A name that is a keyword in Snowflake needs quotes there, even if DuckDB accepts it. */
export const noReservedNames: Rule = ({ tokens }) =>
  definedNames(tokens)
    .filter((name) => reservedWords.has(name))
    .map((name) => `The name ${name} is a reserved word.`);

/** Snowflake compares quoted names by case: "a" is not A, which is what it calls an unquoted a. */
export const noQuotedNames: Rule = ({ tokens }) =>
  [...allLevels(tokens)].flat().flatMap((token) => {
    const isQuoted = token.kind === 'word' && token.text.startsWith('"');
    return isQuoted ? [`The name ${token.text} is quoted, so its case matters.`] : [];
  });

/** The uppercase names that a statement defines (aliases, CTEs, and columns) or qualifies. */
function definedNames(tokens: readonly Token[]): string[] {
  const names: Token[] = [];
  for (const level of allLevels(tokens)) {
    const isDefinition = isWord(level[0], 'CREATE');
    for (const [at, token] of level.entries()) {
      const before = level[at - 1];
      const isAlias = isWord(before, 'AS') && !(isDefinition && isWord(token, 'SELECT', 'WITH'));
      if (isAlias || isSymbol(before, '.')) names.push(token);
      if (isAlias && token.kind === 'group') names.push(...cteNames(level, at));
      if (isAlias && token.kind === 'word') names.push(...listedNames(level[at + 1]));
      if (isWord(before, 'COLUMN')) names.push(...addedColumn(level, at));
    }
    if (isDefinition && isWord(level[1], 'TABLE')) names.push(...listedNames(level.at(-1)));
  }
  return names.flatMap((token) => (token.kind === 'word' ? [token.upper] : []));
}

/** The name and the columns of the CTE whose SELECT is at this index. */
function cteNames(level: readonly Token[], at: number): Token[] {
  const before = level[at - 2];
  const name = before?.kind === 'group' ? level[at - 3] : before;
  return [...(name ? [name] : []), ...listedNames(before)];
}

/** The first word of each item of a list in parentheses. */
function listedNames(list: Token | undefined): Token[] {
  if (list?.kind !== 'group') return [];
  return splitAtCommas(list.tokens).flatMap(([first]) => (first ? [first] : []));
}

/** The column after ADD COLUMN IF NOT EXISTS. */
function addedColumn(level: readonly Token[], at: number): Token[] {
  const column = isWord(level[at], 'IF') ? level[at + 3] : level[at];
  return column ? [column] : [];
}
