import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import {
  amount,
  flag,
  instant,
  optionalAmount,
  optionalInstant,
  optionalText,
  text,
} from './fields';
import { dayField } from './local-time';

type ColumnType = 'VARCHAR' | 'DOUBLE' | 'TIMESTAMP_NTZ' | 'BOOLEAN';

interface Column<Value> {
  readonly expression: Sql;
  readonly type: ColumnType;
  readonly field: z.ZodType<Value>;
}

function columnOf<Value>(type: ColumnType, field: z.ZodType<Value>) {
  return (expression: Sql): Column<Value> => ({ expression, type, field });
}

/** How a question's columns are read: what is said to be optional may be NULL. */
export const as = {
  text: columnOf('VARCHAR', text),
  optionalText: columnOf('VARCHAR', optionalText),
  number: columnOf('DOUBLE', amount),
  optionalNumber: columnOf('DOUBLE', optionalAmount),
  moment: columnOf('TIMESTAMP_NTZ', instant),
  optionalMoment: columnOf('TIMESTAMP_NTZ', optionalInstant),
  flag: columnOf('BOOLEAN', flag),
  /** Numbers with commas between, as LISTAGG answers them; none where there are none. */
  numbers: columnOf(
    'VARCHAR',
    optionalText.transform((list) => list?.split(',').map(Number) ?? []),
  ),
  /** What `localDay` and `localWeek` answer. */
  day: columnOf('DOUBLE', dayField),
};

/** One of several questions: its columns, and what follows its SELECT list. */
export interface Question {
  readonly columns: Readonly<Record<string, Column<unknown>>>;
  readonly from: Sql;
}

type ValueOf<C> = C extends Column<infer Value> ? Value : never;

/** A row that answers one of the questions, named after it. */
export type Answer<Questions extends Readonly<Record<string, Question>>> = {
  [Name in keyof Questions & string]: { readonly question: Name } & {
    readonly [Key in keyof Questions[Name]['columns']]: ValueOf<Questions[Name]['columns'][Key]>;
  };
}[keyof Questions & string];

/**
 * Spells several questions as one SELECT, so that a page's figures are of one moment and cost one
 * statement. Each question's columns are put into places that all of them share by type. Rows come
 * in no order.
 * @returns the SELECT, to stand behind a WITH of what the questions have in common, and the schema
 * of its rows
 */
export function answersTo<const Questions extends Readonly<Record<string, Question>>>(
  questions: Questions,
): { readonly select: Sql; readonly row: z.ZodType<Answer<Questions>> } {
  const placed = new Map(Object.entries(questions).map(([name, each]) => [name, placesOf(each)]));
  const places = new Map<string, ColumnType>();
  for (const columns of placed.values()) {
    for (const { place, type } of columns) places.set(place, type);
  }
  const selects = Object.entries(questions).map(([name, { from }]) => {
    const columns = new Map(placed.get(name)?.map((each) => [each.place, each.expression]));
    const list = [...places].map(
      ([place, type]) =>
        sql`CAST(${columns.get(place) ?? raw('NULL')} AS ${raw(type)}) AS ${raw(place)}`,
    );
    return sql`SELECT ${raw(`'${name}'`)} AS question, ${join(list)}\n${from}`;
  });
  const schemas = new Map(
    [...placed].map(([name, columns]) => [
      name,
      {
        row: z.object({
          question: z.literal(name),
          ...Object.fromEntries(columns.map(({ key, field }) => [key, field])),
        }),
        columns,
      },
    ]),
  );
  const row = z.transform((found: Readonly<Record<string, unknown>>, context) => {
    const asked = schemas.get(String(found.question));
    const answer: Record<string, unknown> = { question: found.question };
    for (const { key, place } of asked?.columns ?? []) answer[key] = found[place];
    const parsed = asked?.row.safeParse(answer);
    if (parsed?.success) return parsed.data as Answer<Questions>;
    const issue = parsed?.error.issues[0];
    const path = issue?.path.join('.') ?? '?';
    context.addIssue({ code: 'custom', message: `${found.question}.${path}: ${issue?.message}` });
    return z.NEVER;
  });
  return { select: join(selects, '\nUNION ALL\n'), row };
}

/** Each column with the place it takes: the first text is t0, the next t1, and so on. */
function placesOf({ columns }: Question) {
  const taken = new Map<ColumnType, number>();
  return Object.entries(columns).map(([key, { expression, type, field }]) => {
    const next = taken.get(type) ?? 0;
    taken.set(type, next + 1);
    return { key, expression, type, field, place: `${type.charAt(0).toLowerCase()}${next}` };
  });
}

/** The rows that answer one of the questions. */
export function answersOf<Row extends { readonly question: string }, Name extends Row['question']>(
  rows: readonly Row[],
  name: Name,
): Extract<Row, { question: Name }>[] {
  return rows.filter((row): row is Extract<Row, { question: Name }> => row.question === name);
}
