const pattern =
  /'(?:[^'\\]|''|\\.)*'|\$\$[\s\S]*?\$\$|("(?:[^"]|"")*")|(--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g;

interface Treatment {
  /** What becomes of a string; it stays as it is otherwise. */
  readonly strings?: (whole: string) => string;
  /** What becomes of a name in quotes. */
  readonly names?: (whole: string) => string;
  /** What becomes of a comment. */
  readonly comments?: (whole: string) => string;
  /** What becomes of everything else. */
  readonly code?: (text: string) => string;
}

/** Rewrites a statement's code, and apart from it its strings, quoted names and comments. */
export function outsideText(sql: string, treatment: Treatment): string {
  const same = (text: string) => text;
  const { strings = same, names = same, comments = same, code = same } = treatment;
  let done = '';
  let at = 0;
  for (const match of sql.matchAll(pattern)) {
    const [whole, name, comment] = match;
    done += code(sql.slice(at, match.index));
    done += comment ? comments(whole) : name ? names(whole) : strings(whole);
    at = match.index + whole.length;
  }
  return done + code(sql.slice(at));
}
