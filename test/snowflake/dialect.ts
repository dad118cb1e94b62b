import { toDuckDb } from '@/lib/warehouse/duckdb/dialect';
import { scopeInformationSchema } from './information-schema';
import type { Session } from './sessions';
import { rewriteOutsideLiterals } from './statement-kind';

type Rewrite = readonly [RegExp, string];

/** What only Snowflake spells so, in the parts of a statement that are code. */
const codeRewrites: readonly Rewrite[] = [
  [/\bTIMESTAMP_NTZ\s*\(\s*\d\s*\)/gi, 'TIMESTAMP_NTZ'],
  [/\b(?:NUMBER|NUMERIC|DECIMAL)\b(?!\s*\()/gi, 'DECIMAL(38, 0)'],
  [/\bNUMBER\s*\(/gi, 'DECIMAL('],
  [/\bFLOAT[48]?\b/gi, 'DOUBLE'],
  [/\bTIMESTAMP_(?:LTZ|TZ)\b/gi, 'TIMESTAMPTZ'],
  [/\bVARIANT\b/gi, 'JSON'],
  [/\b((?:\w+\.){0,2}\w+)\.NEXTVAL\b/gi, "nextval('$1')"],
];

/** Lengths are enforced in Snowflake, keys never; the rest is about keeping and paying. */
const tableRewrites: readonly Rewrite[] = [
  [
    /("?\w+"?)\s+(?:VARCHAR|STRING|TEXT)\s*\(\s*(\d+)\s*\)/gi,
    '$1 VARCHAR CHECK (length($1) <= $2)',
  ],
  [/,\s*(?:CONSTRAINT\s+\w+\s+)?(?:PRIMARY\s+KEY|UNIQUE)\s*\([^)]*\)/gi, ''],
  [/\b(?:PRIMARY\s+KEY|UNIQUE)\b/gi, ''],
  [/\b(?:TRANSIENT|COPY\s+GRANTS)\b/gi, ''],
  [/\bCLUSTER\s+BY\s*\([^)]*\)/gi, ''],
  [/\bDATA_RETENTION_TIME_IN_DAYS\s*=\s*\d+/gi, ''],
];

const autoincrement =
  /\b(?:AUTOINCREMENT|IDENTITY)\b(?:\s*\(\s*\d+\s*,\s*\d+\s*\)|\s+START(?:\s+WITH)?\s+\d+\s+INCREMENT(?:\s+BY)?\s+\d+)?(?:\s+(?:NO)?ORDER)?/i;
const table =
  /^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(?:\w+\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w.]+)/i;

/** Spells a statement for DuckDB; a numbered column needs a sequence made before its table. */
export function toDuckDbStatements(sql: string): readonly string[] {
  const rewritten = rewriteOutsideLiterals(sql, {
    strings: unescaped,
    comments: (whole) => (whole.startsWith('//') ? `--${whole.slice(2)}` : whole),
    code: (text) => rewrite(text, codeRewrites),
  });
  const spelled = toDuckDb(rewritten).replace(/;\s*$/, '');
  if (/^\s*CREATE\b/i.test(spelled)) return definition(spelled);
  if (/^\s*DROP\s+SCHEMA\b/i.test(spelled))
    return [`${spelled.replace(/\bCASCADE\s*$/i, '')} CASCADE`];
  return [spelled];
}

function definition(sql: string): readonly string[] {
  const text = sql.replace(/\bCOMMENT\s*=\s*'(?:[^']|'')*'/gi, '');
  if (/^\s*CREATE\s+(?:OR\s+REPLACE\s+)?SEQUENCE\b/i.test(text)) {
    return [
      text
        .replace(/\b(START|INCREMENT)\s*(?:WITH|BY)?\s*=?\s*(\d+)/gi, sequenceOption)
        .replace(/\b(?:NO)?ORDER\b/gi, ''),
    ];
  }
  const [, name] = table.exec(text) ?? [];
  if (!name) return [text];
  const bare = rewriteOutsideLiterals(text, { code: (code) => rewrite(code, tableRewrites) });
  if (!autoincrement.test(bare)) return [bare];
  const sequence = `${name}_NUMBERS`;
  return [
    `CREATE SEQUENCE IF NOT EXISTS ${sequence}`,
    bare.replace(autoincrement, `DEFAULT nextval('${sequence}')`),
  ];
}

function sequenceOption(_: string, word: string, number: string): string {
  return `${word} ${word.toUpperCase() === 'START' ? 'WITH' : 'BY'} ${number}`;
}

function rewrite(text: string, rules: readonly Rewrite[]): string {
  return rules.reduce((done, [pattern, replacement]) => done.replace(pattern, replacement), text);
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  0: '\0',
};

/** A backslash escapes in Snowflake's strings, and stands for itself in DuckDB's. */
function unescaped(text: string): string {
  if (!text.startsWith("'") || !text.includes('\\')) return text;
  return text.replace(
    /\\([\s\S])/g,
    (_, next: string) => escapes[next] ?? (next === "'" ? "''" : next),
  );
}

/**
 * Names columns as Snowflake would: in upper case unless the statement quotes the name.
 * @param columns as DuckDB names them
 */
export function snowflakeColumnNames(columns: readonly string[], sql: string): string[] {
  const quoted = new Set([...sql.matchAll(/"((?:[^"]|"")+)"/g)].map(([, name]) => name));
  return columns.map((name) => {
    if (quoted.has(name)) return name;
    return name === 'count_star()' ? 'COUNT(*)' : name.toUpperCase();
  });
}

const pattern =
  /\bCURRENT_(ROLE|USER|WAREHOUSE|DATABASE|SCHEMA|ACCOUNT|SESSION|VERSION)\s*\(\s*\)/gi;

/** Puts what the session is in place of what asks for it. */
export function substituteContextFunctions(session: Session, sql: string): string {
  const values: Readonly<Record<string, string | undefined>> = {
    ROLE: session.role,
    USER: session.user,
    WAREHOUSE: session.warehouse,
    DATABASE: session.database,
    SCHEMA: session.schema,
    ACCOUNT: session.account.name,
    SESSION: String(session.id),
    VERSION: '9.0.0',
  };
  return rewriteOutsideLiterals(sql, {
    code: (text) =>
      scopeInformationSchema(text, session.database).replace(pattern, (_, what: string) => {
        const value = values[what.toUpperCase()];
        return value === undefined ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
      }),
  });
}
