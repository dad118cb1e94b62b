/** The kinds of statements that the server handles differently. */
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
  | 'show-parameters'
  | 'explain'
  | 'unknown';

/** The classification of a statement. */
export interface StatementKind {
  readonly kind: Kind;
  /** Snowflake's statement type id, which tells the SDK whether a statement changes rows. */
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
  [/^SHOW\s+PARAMETERS\b/i, 'show-parameters', 0x4400],
  [/^EXPLAIN\b/i, 'explain', 0x4400],
  [/^(?:SHOW|DESC|DESCRIBE)\b/i, 'unknown', 0x4400],
];

/** Classifies a statement by its first words, ignoring comments. */
export function kindOf(sql: string): StatementKind {
  const text = rewriteTokens(sql, { comments: () => ' ' }).trim();
  for (const [pattern, kind, typeId] of kinds) {
    if (pattern.test(text)) return { kind, typeId };
  }
  return { kind: 'unknown', typeId: 0x1000 };
}

/** Whether the SQL has more than one statement. */
export function hasMultipleStatements(sql: string): boolean {
  const bare = rewriteTokens(sql, {
    strings: () => 'x',
    names: () => 'x',
    comments: () => ' ',
  });
  return bare.replace(/[;\s]+$/, '').includes(';');
}

const pattern =
  /'(?:[^'\\]|''|\\.)*'|\$\$[\s\S]*?\$\$|("(?:[^"]|"")*")|(--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g;

interface Rewriters {
  /** Rewrites a string literal. Default: unchanged. */
  readonly strings?: (whole: string) => string;
  /** Rewrites a quoted name. Default: unchanged. */
  readonly names?: (whole: string) => string;
  /** Rewrites a comment. Default: unchanged. */
  readonly comments?: (whole: string) => string;
}

/** Rewrites the string literals, quoted names, and comments of a statement. */
function rewriteTokens(sql: string, rewriters: Rewriters): string {
  const unchanged = (text: string) => text;
  const { strings = unchanged, names = unchanged, comments = unchanged } = rewriters;
  let result = '';
  let end = 0;
  for (const match of sql.matchAll(pattern)) {
    const [whole, name, comment] = match;
    result += sql.slice(end, match.index);
    result += comment ? comments(whole) : name ? names(whole) : strings(whole);
    end = match.index + whole.length;
  }
  return result + sql.slice(end);
}
