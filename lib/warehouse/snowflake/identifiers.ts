/** An identifier as Snowflake takes it: bare, or anything printable in double quotes. */
const identifier = String.raw`(?:[A-Za-z_][A-Za-z0-9_$]*|"(?:[^"\p{Cc}]|"")+")`;

const whole = new RegExp(`^${identifier}$`, 'u');
const dotted = new RegExp(`^${identifier}(?:\\.${identifier}){0,2}$`, 'u');
const each = new RegExp(identifier, 'gu');

/** Whether a text is one identifier and nothing else, so that it may stand in a statement. */
export function isIdentifier(text: string): boolean {
  return whole.test(text);
}

/** Whether a text is the name of a table: one to three identifiers with dots between. */
export function isName(text: string): boolean {
  return dotted.test(text);
}

/** The identifiers of a name for which `isName` holds, outermost first. */
export function partsOf(name: string): readonly string[] {
  return name.match(each) ?? [];
}

/** Spells a name that Snowflake answered so that it may stand in a statement. */
export function asIdentifier(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
