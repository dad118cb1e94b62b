/** A token of a SQL statement; parentheses and their content are one group. */
export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly upper: string }
  | { readonly kind: 'bind' | 'string' | 'number' | 'symbol'; readonly text: string }
  | { readonly kind: 'group'; readonly tokens: readonly Token[] };

/** Whitespace or a comment; a string, a number, a quoted or plain name, a cast, or any character. */
const pattern =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|('(?:[^']|'')*')|(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|("(?:[^"]|"")*"|[a-z_][\w$]*)|(::|[<>!]=|<>|\|\||.)/giy;

/**
 * Splits a statement into tokens, without comments.
 * @throws Error for unbalanced parentheses
 */
export function tokenize(sql: string): readonly Token[] {
  const open: Token[][] = [[]];
  for (const [, string, number, word, symbol] of sql.matchAll(pattern)) {
    const tokens = open.at(-1) ?? [];
    if (string) tokens.push({ kind: 'string', text: string });
    else if (number) tokens.push({ kind: 'number', text: number });
    else if (word) tokens.push({ kind: 'word', text: word, upper: word.toUpperCase() });
    else if (symbol === '?') tokens.push({ kind: 'bind', text: symbol });
    else if (symbol === '(') open.push([]);
    else if (symbol === ')') {
      open.pop();
      open.at(-1)?.push({ kind: 'group', tokens });
    } else if (symbol) tokens.push({ kind: 'symbol', text: symbol });
  }
  const [tokens] = open;
  if (!tokens || open.length !== 1) throw new Error(`Unbalanced parentheses: ${sql}`);
  return tokens;
}

/** Whether the token is one of these words. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.upper);
}

/** Whether the token is this symbol. */
export function isSymbol(token: Token | undefined, text: string): boolean {
  return token?.kind === 'symbol' && token.text === text;
}

/** The token lists of a statement: its own and those of all groups in it. */
export function* allLevels(tokens: readonly Token[]): Generator<readonly Token[]> {
  yield tokens;
  for (const token of tokens) if (token.kind === 'group') yield* allLevels(token.tokens);
}
