import sql from 'sql-template-tag';
import { expect, it } from 'vitest';
import { inBatches } from './batches';
import { command, valuesTable } from './statement';
import { MAX_STATEMENT_BYTES, statementBytes } from './statement-size';

const insert = (texts: readonly string[]) => ({
  name: 'notes.insert',
  tables: [],
  sql: sql`INSERT INTO notes SELECT * FROM ${valuesTable(texts, [
    { name: 'text', type: 'VARCHAR', value: (text) => text },
  ])} AS v`,
});
const repeat = (count: number, text: string) => Array.from({ length: count }, () => text);

it('builds nothing without rows', () => {
  expect(inBatches([], insert)).toEqual([]);
});

it('builds one command for rows that fit', () => {
  expect(inBatches(['a', 'b'], insert)).toEqual([command(insert(['a', 'b']))]);
});

it.each([
  ['rows of the same size', repeat(500, 'x'.repeat(6_000)), 4],
  ['two rows of which only one fits', repeat(2, 'x'.repeat(600_000)), 2],
  ['one row larger than the others', [...repeat(99, 'x'.repeat(6_000)), 'x'.repeat(900_000)], 2],
  // Three bytes, two bytes as an escaped quote, six bytes as an escaped control character.
  ['characters of several bytes', repeat(10, '€"\u0001'.repeat(30_000)), 5],
])('keeps all rows in order in few commands: %s', (_, rows, expected) => {
  const commands = inBatches(rows, insert);
  expect(commands.flatMap(({ binds }) => binds)).toEqual(rows);
  expect(commands.length).toBe(expected);
  for (const each of commands) {
    expect(statementBytes(each)).toBeLessThanOrEqual(MAX_STATEMENT_BYTES);
    expect(statementBytes(each)).toBeGreaterThan(Buffer.byteLength(JSON.stringify(each.binds)));
  }
});

it('rejects a single value that is too large, and names the statement in the log', () => {
  const tooLarge = 'x'.repeat(MAX_STATEMENT_BYTES);
  expect(() => inBatches(['a', tooLarge], insert)).toThrow(
    expect.objectContaining({
      code: 'invalid_input',
      message: expect.stringMatching(/^This is too large for one statement: 1\.0 MB/),
      cause: expect.objectContaining({ message: expect.stringMatching(/^notes\.insert: \d+ byt/) }),
    }),
  );
});
