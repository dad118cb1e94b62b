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
  | 'use'
  | 'create-database'
  | 'define'
  | 'unknown';

/** A statement as the server must know it before it runs. */
export interface StatementKind {
  readonly kind: Kind;
  /** Snowflake's number for statements of this kind, by which the SDK knows what changes rows. */
  readonly typeId: number;
  /** The table that the statement locks against others, its last name in upper case. */
  readonly locks: string | undefined;
}

const name = String.raw`((?:"[^"]+"|[\w$]+)(?:\s*\.\s*(?:"[^"]+"|[\w$]+))*)`;

const kinds: readonly (readonly [RegExp, Kind, number])[] = [
  [/^(?:\(*\s*SELECT|WITH|VALUES)\b/i, 'read', 0x1000],
  [/^INSERT\b/i, 'insert', 0x3100],
  [new RegExp(`^UPDATE\\s+${name}`, 'i'), 'update', 0x3200],
  [new RegExp(`^DELETE\\s+FROM\\s+${name}`, 'i'), 'delete', 0x3300],
  [new RegExp(`^MERGE\\s+INTO\\s+${name}`, 'i'), 'merge', 0x3400],
  [new RegExp(`^TRUNCATE\\s+(?:TABLE\\s+)?${name}`, 'i'), 'define', 0x6000],
  [/^(?:BEGIN(?:\s+(?:WORK|TRANSACTION))?|START\s+TRANSACTION)\b/i, 'begin', 0x5400],
  [/^COMMIT\b/i, 'commit', 0x5100],
  [/^ROLLBACK\b/i, 'rollback', 0x5200],
  [/^ALTER\s+SESSION\b/i, 'alter-session', 0x4100],
  [/^USE\b/i, 'use', 0x4300],
  [/^CREATE\s+(?:OR\s+REPLACE\s+)?(?:TRANSIENT\s+)?DATABASE\b/i, 'create-database', 0x6000],
  [/^(?:CREATE|ALTER|DROP|COMMENT|GRANT|REVOKE)\b/i, 'define', 0x6000],
  [/^(?:SHOW|DESC|DESCRIBE|EXPLAIN)\b/i, 'unknown', 0x4400],
];

/** Says what kind of statement this is, by its first words outside comments. */
export function kindOf(sql: string): StatementKind {
  const text = rewriteOutsideLiterals(sql, {
    strings: (whole) => whole,
    comments: () => ' ',
  }).trim();
  for (const [pattern, kind, typeId] of kinds) {
    const match = pattern.exec(text);
    if (match) return { kind, typeId, locks: lastName(match[1]) };
  }
  return { kind: 'unknown', typeId: 0x1000, locks: undefined };
}

function lastName(path: string | undefined): string | undefined {
  return path?.split('.').at(-1)?.trim().replaceAll('"', '').toUpperCase();
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
  /** What becomes of everything else. */
  readonly code?: (text: string) => string;
}

/** Rewrites a statement's code, and apart from it its strings, quoted names and comments. */
export function rewriteOutsideLiterals(sql: string, treatment: Rewriters): string {
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
