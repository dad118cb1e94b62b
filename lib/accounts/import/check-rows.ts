import type { z } from 'zod';
import { AppError } from '@/lib/server/errors';
import type { FoundColumns } from './column-mapping';
import type { FileKind } from './columns';
import { fileKinds } from './columns';
import { quoteValue } from './fields';
import type { DecimalSeparator } from './number-format';
import { outOfRangeHints } from './scale-notes';
import { isBlank, type SourceRow, type SourceTable } from './source-file';
import { type CellFindings, readCells, type UsedRow } from './used-cells';

/** A problem with a row, in the user's words. */
export interface RowError {
  readonly number: number;
  readonly column: string | null;
  readonly reason: string;
}

/** A row that was read, with its line or row number. */
export interface CheckedRow<Row> {
  readonly number: number;
  readonly row: Row;
}

/** Bad rows beyond this number are only counted. */
const MAX_LISTED_ROWS = 20;

/**
 * Reads and validates every row. Account ids are unique, compared byte by byte.
 * @throws AppError `invalid_input` that lists the first twenty bad rows
 */
export function checkRows<Row>(
  kind: FileKind,
  table: SourceTable,
  found: FoundColumns,
  schema: z.ZodType<Row>,
  decimal: DecimalSeparator | null,
): { readonly rows: readonly CheckedRow<Row>[]; readonly cells: CellFindings } {
  const end = footerStart(table, found.positions.get(fileKinds[kind].key) ?? 0);
  const body = table.rows.slice(0, end);
  const bad: RowError[][] = body
    .filter(({ values }) => values.length !== table.columns.length)
    .map(({ number, values }) => {
      const reason = `has ${values.length} values, but the header has ${table.columns.length}`;
      return [{ number, column: null, reason }];
    });
  const complete = body.filter(({ values }) => values.length === table.columns.length);
  const { rows, found: cells } = readCells(table, complete, found, decimal);
  const good: CheckedRow<Row>[] = [];
  const repeated: RowError[][] = [];
  const seen = new Map<unknown, number>();
  for (const used of rows) {
    const { row, errors } = checkRow(schema, found, used);
    const id = kind === 'accounts' ? String(used.cells.account_id).trim() : used.number;
    const first = seen.get(id);
    if (row === undefined) bad.push(errors);
    else if (first !== undefined) repeated.push([repeatedId(table, used, first)]);
    else {
      seen.set(id, used.number);
      good.push({ number: used.number, row });
    }
  }
  const footer = table.rows.slice(end);
  if (bad.length + repeated.length + footer.length > 0) {
    const sorted = [...bad, ...repeated].sort(([a], [b]) => (a?.number ?? 0) - (b?.number ?? 0));
    const hints = [
      ...repeatedIdsHint(repeated.length + good.length, good.length),
      ...outOfRangeHints(rows.map(({ cells: each }) => each)),
    ];
    throw badRowsError(table, [...sorted, ...footerErrors(footer)], hints);
  }
  return { rows: good, cells };
}

function checkRow<Row>(
  schema: z.ZodType<Row>,
  { columns }: FoundColumns,
  { number, cells }: UsedRow,
): { readonly row: Row | undefined; readonly errors: RowError[] } {
  const fields = Object.fromEntries(columns.map((column) => [column, cells[column] ?? null]));
  const result = schema.safeParse(fields);
  if (result.success) return { row: result.data, errors: [] };
  const errors = result.error.issues.map(({ path, message }) => ({
    number,
    column: String(path[0]),
    reason: message,
  }));
  return { row: undefined, errors };
}

function repeatedId({ unit }: SourceTable, { number, cells }: UsedRow, first: number): RowError {
  const reason = `${quoteValue(cells.account_id)} already appears on ${unit} ${first}`;
  return { number, column: 'account_id', reason };
}

/** If more than this share of rows repeats an id, the file lists something else than accounts. */
const MAX_SHARE_REPEATED = 0.05;

function repeatedIdsHint(rows: number, ids: number): string[] {
  if (rows - ids < 3 || rows - ids < rows * MAX_SHARE_REPEATED) return [];
  const [lines, different] = [rows, ids].map((each) => each.toLocaleString('en-US'));
  return [
    `Its ${lines} rows have only ${different} ids. A list of accounts has one row for each account, so this may be a list of subscriptions, tickets, or contacts.`,
  ];
}

/** The footer as one bad row, which says what to delete. */
function footerErrors(footer: readonly SourceRow[]): RowError[][] {
  const [first] = footer;
  if (!first) return [];
  const text = quoteValue(first.values.find((value) => !isBlank(value)));
  const rest = footer.length > 1 ? 'it and everything below it' : 'it';
  const reason = `${text} looks like a footer of the report. Delete ${rest}, and import the file again`;
  return [[{ number: first.number, column: null, reason }]];
}

function badRowsError(
  table: SourceTable,
  bad: readonly (readonly RowError[])[],
  hints: readonly string[] = [],
): AppError {
  const errors = bad.slice(0, MAX_LISTED_ROWS).flat();
  const lines = errors.map(({ number, column, reason }) => {
    const location = `${table.unit} ${number}${column === null ? '' : `, ${column}`}`;
    return `  ${location}: ${reason}`;
  });
  const rows = bad.length === 1 ? '1 bad row' : `${bad.length.toLocaleString('en-US')} bad rows`;
  const first = bad.length > MAX_LISTED_ROWS ? ` The first ${MAX_LISTED_ROWS}:` : '';
  const message = `Nothing was imported: ${table.file} has ${rows}.${first}`;
  return new AppError('invalid_input', [message, ...lines, ...hints].join('\n'), {
    details: { file: table.file, unit: table.unit, bad: bad.length, errors, hints },
  });
}

// What reports write in the first column below their rows, with figures beside it.
const TOTAL =
  /^(?:(?:grand|sub)[ -]?)?totals?(?: \w+)?:?$|^(?:sum|average|avg|count|records?|rows?)(?: of \w+)?:?$/i;

// What reports write below their rows on its own, or with one value beside it.
const REMARK =
  /^(?:(?:generated|exported|created|printed|downloaded|prepared|report(?:ed)?|run|updated|refreshed|last \w+) ?(?:by|on|at|from|date|time|name|:)|(?:data )?as of\b|confidential\b|copyright\b|©|filter(?:s|ed by)\b|end of (?:report|file|list)|page \d+|(?:grand )?total\b|\d[\d,.]* (?:rows|records|accounts|results)\b)/i;

/**
 * The position of the first of the last rows that look like a report's footer: totals, "Generated by …",
 * or a single value that is no key. The number of rows if there are none.
 * @param keyPosition the position of the key column
 */
function footerStart({ columns, rows }: SourceTable, keyPosition: number): number {
  const isFooter = (values: readonly unknown[]) => {
    const present = values.filter((value) => !isBlank(value));
    const first = String(present[0]).trim();
    if (TOTAL.test(first) || (present.length <= 2 && REMARK.test(first))) return true;
    if (present.length > 1 || columns.length === 1) return false;
    return values.length !== columns.length || isBlank(values[keyPosition]);
  };
  const last = rows.findLastIndex(({ values }) => !isFooter(values));
  return last + 1;
}
