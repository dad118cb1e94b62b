import { isSymbol, isWord, type Token, tokenize } from './tokens';

/** Number of table scans of a view, by its uppercase name. */
export type ViewScans = ReadonlyMap<string, number>;

/** Words that end the list of tables after FROM. */
const AFTER_TABLES = ['WHERE', 'GROUP', 'HAVING', 'QUALIFY', 'ORDER', 'LIMIT', 'UNION', 'SELECT'];

/**
 * Counts the table scans of a statement with every CTE and view inlined, as Snowflake compiles it.
 * A table that is named once in a CTE counts as often as the CTE is read.
 */
export function countScans(sql: string, views: ViewScans): number {
  return scansOf(tokenize(sql), new Map(views));
}

function scansOf(tokens: readonly Token[], outer: ReadonlyMap<string, number>): number {
  const scope = new Map(outer);
  let scans = 0;
  let isInTables = false;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    const previous = tokens[at - 1];
    if (token?.kind === 'group') {
      const cte = cteName(tokens, at);
      const found = isWord(previous, 'EXTRACT') ? 0 : scansOf(token.tokens, scope);
      if (cte) scope.set(cte, found);
      else scans += found;
    } else if (isWord(token, ...AFTER_TABLES)) isInTables = false;
    else if (isFrom(tokens, at)) isInTables = true;
    const startsTable =
      isFrom(tokens, at - 1) ||
      isWord(previous, 'JOIN', 'USING') ||
      (isInTables && isSymbol(previous, ','));
    if (startsTable && token?.kind === 'word' && !isWord(token, 'VALUES'))
      scans += scope.get(qualifiedName(tokens, at)) ?? 1;
  }
  return scans;
}

/** Whether a list of tables starts here, unlike in IS DISTINCT FROM. */
function isFrom(tokens: readonly Token[], at: number): boolean {
  return isWord(tokens[at], 'FROM') && !isWord(tokens[at - 1], 'DISTINCT');
}

/** The uppercase name of the CTE whose SELECT is the group at this index. */
function cteName(tokens: readonly Token[], at: number): string | undefined {
  if (!isWord(tokens[at - 1], 'AS')) return undefined;
  const before = tokens[at - 2];
  const name = before?.kind === 'group' ? tokens[at - 3] : before;
  return name?.kind === 'word' ? name.upper : undefined;
}

function qualifiedName(tokens: readonly Token[], at: number): string {
  let name = '';
  for (let next = at; ; next += 2) {
    const token = tokens[next];
    if (token?.kind !== 'word') return name;
    name += token.upper;
    if (!isSymbol(tokens[next + 1], '.')) return name;
    name += '.';
  }
}
