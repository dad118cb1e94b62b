import type { ScriptResult } from '@/lib/warehouse/types';
import { terminalText } from './terminal-text';

/** Formats a value for a terminal. */
function terminalCell(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '');
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  // Here, so that the columns have the width of what is printed.
  return terminalText(text.replaceAll('\n', '⏎').replaceAll('\t', ' ').replaceAll('\r', ''));
}

const segments = new Intl.Segmenter();

/** The width of a text in terminal columns. Emoji and East Asian characters take two. */
function displayWidth(text: string): number {
  let sum = 0;
  for (const { segment } of segments.segment(text)) {
    sum += /\p{Emoji_Presentation}|\p{sc=Han}|\p{sc=Hira}|\p{sc=Kana}|\p{sc=Hang}/u.test(segment)
      ? 2
      : 1;
  }
  return sum;
}

function pad(text: string, to: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, to - displayWidth(text)));
  return right ? space + text : text + space;
}

/** Formats a table with aligned columns, numbers to the right, and the row count. */
export function formatTable({ columns, rows, rowsAffected }: ScriptResult): string {
  if (columns.length === 0) {
    return rowsAffected === null ? 'Done.' : `Done: ${count(rowsAffected, 'row')} changed.`;
  }
  const cells = rows.map((row) => row.map(terminalCell));
  const widths = columns.map((name, at) =>
    Math.max(displayWidth(name), ...cells.map((row) => displayWidth(row[at] ?? ''))),
  );
  const numbers = columns.map((_, at) => {
    const values = rows.map((row) => row[at]).filter((value) => value !== null);
    return values.length > 0 && values.every((value) => typeof value === 'number');
  });
  const line = (row: readonly string[]) =>
    row
      .map((text, at) => pad(text, widths[at] ?? 0, numbers[at] ?? false))
      .join('  ')
      .trimEnd();
  return [
    line(columns),
    widths.map((size) => '─'.repeat(size)).join('  '),
    ...cells.map(line),
    `(${count(rows.length, 'row')})`,
  ].join('\n');
}

/** Formats a table as a JSON array with one object per row. */
export function formatJson({ columns, rows }: ScriptResult): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
  return JSON.stringify(objects, null, 2);
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString()} ${noun}${n === 1 ? '' : 's'}`;
}
