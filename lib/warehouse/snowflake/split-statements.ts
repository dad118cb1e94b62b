/** Text in which a semicolon means nothing, a comment, a semicolon, or anything else. */
const token = new RegExp(
  [
    String.raw`(?<kept>'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"]|"")*"|\$\$[\s\S]*?\$\$)`,
    String.raw`(?<comment>(?:--|\/\/)[^\n]*|\/\*[\s\S]*?\*\/)`,
    '(?<end>;)',
    String.raw`[^'"$\-/;]+|[\s\S]`,
  ].join('|'),
  'g',
);

/** A statement of a script. */
export interface ScriptStatement {
  readonly sql: string;
  /** The statement's first word, in upper case. */
  readonly verb: string;
}

/** Splits what a person wrote at its semicolons, leaving out what is only blank or a comment. */
export function splitStatements(script: string): ScriptStatement[] {
  const statements: ScriptStatement[] = [];
  let sql = '';
  let bare = '';
  const end = () => {
    const verb = /^[\s(]*(\w+)/.exec(bare)?.[1]?.toUpperCase() ?? '';
    if (bare.trim() !== '') statements.push({ sql: sql.trim(), verb });
    sql = '';
    bare = '';
  };
  for (const { 0: text, groups } of script.matchAll(token)) {
    if (groups?.end) {
      end();
      continue;
    }
    sql += text;
    bare += groups?.comment ? ' ' : text;
  }
  end();
  return statements;
}
