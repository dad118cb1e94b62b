import sql from 'sql-template-tag';
import { expect, it } from 'vitest';
import { z } from 'zod';
import {
  amount,
  flag,
  id,
  instant,
  optionalInstant,
  optionalText,
  text,
  timestampBind,
} from '@/lib/warehouse/sql/shared/columns';
import { query, valuesTable } from '@/lib/warehouse/sql/shared/statement';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import type { ContractHarness } from './harness';

interface Item {
  readonly name: string | null;
  readonly yes: boolean | null;
  readonly whole: number | null;
  readonly large: string | null;
  readonly mark: number | null;
  readonly seen: string | null;
}

const nulls: Item = { name: null, yes: null, whole: null, large: null, mark: null, seen: null };

const itemRow = z.object({
  n: amount,
  name: text.nullable(),
  yes: z.boolean().nullable(),
  whole: amount.nullable(),
  large: id.nullable(),
  mark: amount.nullable(),
  seen: optionalInstant,
});

/** Binds and results, as the drivers convert them. */
export function describeValues(harness: ContractHarness): void {
  const roundTrip = async (items: readonly Item[]) => {
    const table = valuesTable(
      items.map((item, n) => ({ ...item, n })),
      [
        { name: 'n', type: 'INTEGER', value: (row) => row.n },
        { name: 'name', type: 'VARCHAR', value: (row) => row.name },
        { name: 'yes', type: 'BOOLEAN', value: (row) => row.yes },
        { name: 'whole', type: 'INTEGER', value: (row) => row.whole },
        { name: 'large', type: 'BIGINT', value: (row) => row.large },
        { name: 'mark', type: 'DOUBLE', value: (row) => row.mark },
        { name: 'seen', type: 'TIMESTAMP_NTZ', value: (row) => row.seen },
      ],
    );
    const rows = await harness.read(
      query({
        name: 'test.values',
        tables: [],
        row: itemRow,
        sql: sql`SELECT n, name, yes, whole, large, mark, seen FROM ${table} AS v ORDER BY n`,
      }),
    );
    return rows.map(({ n: _, seen, ...row }) => ({ ...row, seen: seen?.toISOString() ?? null }));
  };

  it('preserves text exactly', async () => {
    const lengths = [0, 1, 50, 100, 500, 5_000].map(stringOfLength);
    const items = [...edgeCaseStrings, ...lengths].map((name) => ({ ...nulls, name }));
    expect(await roundTrip(items)).toEqual(items);
  });

  it('preserves NULL in every type, alone and among other values', async () => {
    expect(await roundTrip([nulls])).toEqual([nulls]);
    const whole = { name: 'x', yes: true, whole: 1, large: '1', mark: 0.5 };
    const items = [nulls, { ...whole, seen: '2026-03-02T09:00:00.001Z' }, nulls];
    expect(await roundTrip(items)).toEqual(items);
  });

  it('preserves booleans', async () => {
    const items = [true, false, null].map((yes) => ({ ...nulls, yes }));
    expect(await roundTrip(items)).toEqual(items);
  });

  it('preserves ids beyond the precision of a double', async () => {
    const items = ['0', '-1', '9007199254740991', '9007199254740993', '999999999999999999'].map(
      (large) => ({ ...nulls, large }),
    );
    expect(await roundTrip(items)).toEqual(items);
  });

  it('preserves numbers exactly', async () => {
    const marks = [0, 1, -1, 0.1, 1 / 3, 99.99, 1e-9, 1e12, 123_456_789.123_456_79, -2.5];
    const items = marks.map((mark) => ({ ...nulls, mark }));
    expect(await roundTrip(items)).toEqual(items);
  });

  it('returns 500 rows of one statement in order', async () => {
    const items = Array.from({ length: 500 }, (_, n) => ({
      name: `${edgeCaseStrings[n % edgeCaseStrings.length]} ${n}`,
      yes: n % 3 === 0,
      whole: n,
      large: String(9_007_199_254_740_993n + BigInt(n)),
      mark: n / 7,
      seen: new Date(Date.UTC(2026, 0, 1) + n * 3_599_999).toISOString(),
    }));
    expect(await roundTrip(items)).toEqual(items);
  });

  it('matches binds to placeholders, even next to question marks in text', async () => {
    const row = z.object({ one: text, question: text, two: optionalText, yes: flag, now: instant });
    const now = new Date('2026-03-02T09:00:00.001Z');
    const statement = sql`SELECT CAST(${'?'} AS VARCHAR) AS one, '? -- :1 ''' AS question, -- comment?
  CAST(${null} AS VARCHAR) AS two, /* ? */ CAST(${true} AS BOOLEAN) AS yes, ${timestampBind(now)} AS now`;
    expect(
      await harness.read(query({ name: 'test.binds', tables: [], row, sql: statement })),
    ).toEqual([{ one: '?', question: "? -- :1 '", two: null, yes: true, now }]);
  });

  it('sorts NULL last in ascending order and first in descending order', async () => {
    const sorted = async (direction: 'ASC' | 'DESC') => {
      const statement = sql([
        `SELECT x FROM (VALUES (2), (NULL), (1)) AS v (x) ORDER BY x ${direction}`,
      ]);
      const rows = await harness.read(
        query({
          name: 'test.order',
          tables: [],
          row: z.object({ x: amount.nullable() }),
          sql: statement,
        }),
      );
      return rows.map(({ x }) => x);
    };
    expect([await sorted('ASC'), await sorted('DESC')]).toEqual([
      [1, 2, null],
      [null, 2, 1],
    ]);
  });
}
