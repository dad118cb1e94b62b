import { allLevels, isSymbol, isWord, type Token } from './tokens';

/** The clauses of a SELECT, in the order in which they are written. */
export type Clause =
  | 'SELECT'
  | 'FROM'
  | 'WHERE'
  | 'GROUP'
  | 'HAVING'
  | 'QUALIFY'
  | 'ORDER'
  | 'LIMIT';

/** One SELECT: the tokens of each of its clauses, without the clause's keyword. */
export interface Select {
  readonly clauses: ReadonlyMap<Clause, readonly Token[]>;
  /** The items of its list, each with its alias. */
  readonly items: readonly (readonly Token[])[];
}

const keywords: readonly Clause[] = [
  'SELECT',
  'FROM',
  'WHERE',
  'GROUP',
  'HAVING',
  'QUALIFY',
  'ORDER',
  'LIMIT',
];

/** All SELECTs of a statement, also those of CTEs, subqueries, and UNION branches. */
export function allSelects(tokens: readonly Token[]): Select[] {
  return [...allLevels(tokens)].flatMap(selectsOfLevel);
}

/** The SELECTs of one level: one, or several that UNION combines. */
function selectsOfLevel(tokens: readonly Token[]): Select[] {
  const selects: Map<Clause, Token[]>[] = [];
  let current: Token[] | undefined;
  for (const [at, token] of tokens.entries()) {
    const clause = clauseAt(tokens, at);
    if (clause === 'SELECT') selects.push(new Map());
    if (isWord(token, 'UNION', 'INTERSECT', 'EXCEPT', 'MINUS')) current = undefined;
    else if (clause) {
      current = [];
      selects.at(-1)?.set(clause, current);
    } else current?.push(token);
  }
  return selects.map((clauses) => ({ clauses, items: itemsOf(clauses.get('SELECT') ?? []) }));
}

function clauseAt(tokens: readonly Token[], at: number): Clause | undefined {
  const found = keywords.find((keyword) => isWord(tokens[at], keyword));
  if (found === 'FROM' && isWord(tokens[at - 1], 'DISTINCT')) return undefined;
  // WITHIN GROUP is part of an aggregate.
  if ((found === 'GROUP' || found === 'ORDER') && !isWord(tokens[at + 1], 'BY')) return undefined;
  return found;
}

function itemsOf(list: readonly Token[]): Token[][] {
  const start = isWord(list[0], 'DISTINCT', 'ALL') ? 1 : 0;
  return splitAtCommas(list.slice(start));
}

/** The parts of a list. */
export function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (isSymbol(token, ',')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
