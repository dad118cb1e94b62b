/** What a statement does to its session's transaction. */
type Kind =
  | 'read'
  | 'insert'
  | 'update'
  | 'delete'
  | 'merge'
  | 'begin'
  | 'commit'
  | 'rollback'
  | 'alter-session'
  | 'define'
  | 'unknown';

/** A statement as the server must know it before it runs. */
export interface StatementKind {
  readonly kind: Kind;
  /** Snowflake's number for statements of this kind, by which the SDK knows what changes rows. */
  readonly typeId: number;
}

const kinds: readonly (readonly [RegExp, Kind, number])[] = [
  [/^(?:\(*\s*SELECT|WITH|VALUES)\b/i, 'read', 0x1000],
  [/^INSERT\b/i, 'insert', 0x3100],
  [/^UPDATE\b/i, 'update', 0x3200],
  [/^DELETE\b/i, 'delete', 0x3300],
  [/^MERGE\b/i, 'merge', 0x3400],
  [/^(?:BEGIN(?:\s+(?:WORK|TRANSACTION))?|START\s+TRANSACTION)\b/i, 'begin', 0x5400],
  [/^COMMIT\b/i, 'commit', 0x5100],
  [/^ROLLBACK\b/i, 'rollback', 0x5200],
  [/^ALTER\s+SESSION\b/i, 'alter-session', 0x4100],
  [/^(?:CREATE|ALTER|DROP|COMMENT|GRANT|REVOKE)\b/i, 'define', 0x6000],
  [/^(?:SHOW|DESC|DESCRIBE|EXPLAIN)\b/i, 'unknown', 0x4400],
];

/** Returns the kind of a statement, by its first words outside comments. */
export function kindOf(sql: string): StatementKind {
  const text = rewriteOutsideLiterals(sql, { comments: () => ' ' }).trim();
  for (const [pattern, kind, typeId] of kinds) {
    if (pattern.test(text)) return { kind, typeId };
  }
  return { kind: 'unknown', typeId: 0x1000 };
}

/** Whether a text holds more than one statement. */
export function hasMultipleStatements(sql: string): boolean {
  const bare = rewriteOutsideLiterals(sql, {
    strings: () => 'x',
    names: () => 'x',
    comments: () => ' ',
  });
  return bare.replace(/[;\s]+$/, '').includes(';');
}

const pattern =
  /'(?:[^'\\]|''|\\.)*'|\$\$[\s\S]*?\$\$|("(?:[^"]|"")*")|(--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g;

interface Rewriters {
  /** What becomes of a string; it stays as it is otherwise. */
  readonly strings?: (whole: string) => string;
  /** What becomes of a name in quotes. */
  readonly names?: (whole: string) => string;
  /** What becomes of a comment. */
  readonly comments?: (whole: string) => string;
}

/** Rewrites a statement's code, and apart from it its strings, quoted names and comments. */
function rewriteOutsideLiterals(sql: string, treatment: Rewriters): string {
  const same = (text: string) => text;
  const { strings = same, names = same, comments = same } = treatment;
  let done = '';
  let at = 0;
  for (const match of sql.matchAll(pattern)) {
    const [whole, name, comment] = match;
    done += sql.slice(at, match.index);
    done += comment ? comments(whole) : name ? names(whole) : strings(whole);
    at = match.index + whole.length;
  }
  return done + sql.slice(at);
}
