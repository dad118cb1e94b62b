import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import {
  type CellReader,
  cellReaders,
  enumCell,
  notExpectedMessage,
  nullableCell,
} from './columns';
import { dayCell } from './local-time';

type ColumnType = 'VARCHAR' | 'DOUBLE' | 'TIMESTAMP_NTZ' | 'BOOLEAN';

interface BatchColumn<Value> {
  readonly expression: Sql;
  readonly type: ColumnType;
  readonly cell: CellReader<Value>;
}

function batchColumn<Value>(type: ColumnType, cell: CellReader<Value>) {
  return (expression: Sql): BatchColumn<Value> => ({ expression, type, cell });
}

/** Column types of a batch query. Only `optional…` columns may be NULL. */
export const columnAs = {
  text: batchColumn('VARCHAR', cellReaders.text),
  /** Blank counts as missing. */
  optionalText: batchColumn('VARCHAR', cellReaders.optionalText),
  /** Unchanged, even if blank. */
  exactText: batchColumn('VARCHAR', nullableCell(cellReaders.text)),
  number: batchColumn('DOUBLE', cellReaders.amount),
  optionalNumber: batchColumn('DOUBLE', cellReaders.optionalAmount),
  moment: batchColumn('TIMESTAMP_NTZ', cellReaders.instant),
  optionalMoment: batchColumn('TIMESTAMP_NTZ', cellReaders.optionalInstant),
  flag: batchColumn('BOOLEAN', cellReaders.flag),
  /** A result of `localDay` or `localWeek`. */
  day: batchColumn('DOUBLE', dayCell),
  optionalDay: batchColumn('DOUBLE', nullableCell(dayCell)),
  oneOf: <const Value extends string>(values: readonly Value[]) =>
    batchColumn('VARCHAR', enumCell(values)),
  optionalOneOf: <const Value extends string>(values: readonly Value[]) =>
    batchColumn('VARCHAR', nullableCell(enumCell(values))),
};

/** The TypeScript type of a column. */
export type ColumnValue<C> = C extends BatchColumn<infer Value> ? Value : never;

/** One SELECT of a batch query: its columns and the SQL after the SELECT list. */
export interface BatchSelect {
  readonly columns: Readonly<Record<string, BatchColumn<unknown>>>;
  readonly from: Sql;
}

/** A row of a batch query, tagged with the name of its SELECT. */
export type BatchRow<Selects extends Readonly<Record<string, BatchSelect>>> = {
  [Name in keyof Selects & string]: { readonly question: Name } & {
    readonly [Key in keyof Selects[Name]['columns']]: ColumnValue<Selects[Name]['columns'][Key]>;
  };
}[keyof Selects & string];

/**
 * Combines several SELECTs into one UNION ALL, so that a page's data is consistent and takes one
 * statement. Each SELECT's columns are mapped to slots, which all SELECTs share by type. Rows have
 * no order.
 * @returns the SQL, to follow a WITH of shared CTEs, and the schema of its rows
 */
export function batchQuery<const Selects extends Readonly<Record<string, BatchSelect>>>(
  selects: Selects,
): { readonly select: Sql; readonly row: z.ZodType<BatchRow<Selects>> } {
  const columnsByName = new Map(
    Object.entries(selects).map(([name, select]) => [name, assignSlots(select)]),
  );
  const slotTypes = new Map<string, ColumnType>();
  for (const columns of columnsByName.values()) {
    for (const { slot, type } of columns) slotTypes.set(slot, type);
  }
  const parts = Object.entries(selects).map(([name, { from }]) => {
    const bySlot = new Map(
      columnsByName.get(name)?.map(({ slot, expression }) => [slot, expression]),
    );
    const list = [...slotTypes].map(
      ([slot, type]) =>
        sql`CAST(${bySlot.get(slot) ?? raw('NULL')} AS ${raw(type)}) AS ${raw(slot)}`,
    );
    return sql`SELECT ${raw(`'${name}'`)} AS question, ${join(list)}\n${from}`;
  });
  const row = z.transform((found: Readonly<Record<string, unknown>>, context) => {
    const { question } = found;
    const columns = columnsByName.get(String(question));
    const parsed: Record<string, unknown> = { question };
    if (!columns) return rejectRow(context, `${question}: unknown SELECT`);
    for (const { key, slot, cell } of columns) {
      const value = cell.read(found[slot]);
      if (value === undefined)
        return rejectRow(context, `${question}.${key}: ${notExpectedMessage(cell.expected)}`);
      parsed[key] = value;
    }
    return parsed as BatchRow<Selects>;
  });
  return { select: join(parts, '\nUNION ALL\n'), row };
}

function rejectRow(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** Assigns each column a slot: the first VARCHAR is v0, the next v1, and so on. */
function assignSlots({ columns }: BatchSelect) {
  const counts = new Map<ColumnType, number>();
  return Object.entries(columns).map(([key, { expression, type, cell }]) => {
    const next = counts.get(type) ?? 0;
    counts.set(type, next + 1);
    return { key, expression, type, cell, slot: `${type.charAt(0).toLowerCase()}${next}` };
  });
}

/** The rows of one SELECT. */
export function rowsFor<Row extends { readonly question: string }, Name extends Row['question']>(
  rows: readonly Row[],
  name: Name,
): Extract<Row, { question: Name }>[] {
  return rows.filter((row): row is Extract<Row, { question: Name }> => row.question === name);
}

/** The rows of one of the questions, without its name. */
export type FactsOf<Row, Question> = Omit<Extract<Row, { question: Question }>, 'question'>;
