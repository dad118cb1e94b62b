import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '@/lib/server/errors';
import { rawRow } from '@/lib/warehouse/sql/shared/columns';
import { command, query } from '@/lib/warehouse/sql/shared/statement';
import type { Session } from '@/lib/warehouse/types';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';

let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb();
});
afterAll(() => temporary.dispose());
beforeEach(() =>
  temporary.warehouse.script('CREATE OR REPLACE TABLE notes (id INTEGER, note VARCHAR)'),
);

const add = (id: number, note: string | null = null) =>
  command({
    name: 'note.add',
    tables: [],
    sql: sql`INSERT INTO notes (id, note) VALUES (CAST(${id} AS INTEGER), ${note})`,
  });
const all = query({
  name: 'note.all',
  tables: [],
  row: z.object({ id: z.number(), note: z.string().nullable() }),
  sql: sql`SELECT ID, NOTE FROM notes ORDER BY id`,
});
const count = query({
  name: 'note.count',
  tables: [],
  row: z.object({ n: z.number() }),
  sql: sql`SELECT COUNT(*) AS n FROM notes`,
});

describe('a transaction', () => {
  it('is visible to readers after it resolves, with lowercase keys', async () => {
    const { warehouse } = temporary;
    const changed = await warehouse.transaction('add', async (session) => {
      await session.write(add(1));
      expect(await session.read(count)).toEqual([{ n: 1 }]);
      expect(await warehouse.read(count)).toEqual([{ n: 0 }]);
      return session.write(statement('UPDATE notes SET note = ?', ['x']));
    });
    expect(changed).toBe(1);
    expect(await warehouse.read(all)).toEqual([{ id: 1, note: 'x' }]);
  });

  it('leaves no changes when its work throws, and rethrows the error', async () => {
    const thrown = new AppError('already_decided', 'Too late.');
    const work = async (session: Session) => {
      await session.write(add(1));
      throw thrown;
    };
    await expect(temporary.warehouse.transaction('fail', work)).rejects.toBe(thrown);
    expect(await temporary.warehouse.read(all)).toEqual([]);
  });

  it('leaves no changes when a statement fails, and hides the driver’s message', async () => {
    const error = await temporary.warehouse
      .transaction('fail', async (session) => {
        await session.write(add(1));
        await session.write(statement("INSERT INTO notes VALUES (CAST('x' AS INTEGER), 'y')", []));
      })
      .catch((thrown: unknown) => thrown as AppError);
    expect(error).toMatchObject({ code: 'unexpected' });
    expect((error as AppError).message).not.toContain('Conversion');
    expect(await temporary.warehouse.read(all)).toEqual([]);
  });

  it('waits for the previous transaction, so no update is lost', async () => {
    const { warehouse } = temporary;
    await warehouse.transaction('first', (session) => session.write(add(0, '0')));
    const increment = async (session: Session) => {
      const [row] = await session.read(all);
      await session.write(statement('UPDATE notes SET note = ?', [String(Number(row?.note) + 1)]));
    };
    await Promise.all(Array.from({ length: 50 }, () => warehouse.transaction('add 1', increment)));
    expect(await warehouse.read(all)).toEqual([{ id: 0, note: '50' }]);
  });

  it('runs concurrent statements one at a time', async () => {
    const { warehouse } = temporary;
    await warehouse.transaction('many', async (session) => {
      await Promise.all([1, 2, 3].map((id) => session.write(add(id))));
    });
    expect(await warehouse.read(count)).toEqual([{ n: 3 }]);
  });

  it('rolls back a statement that was not awaited, and rejects one after it ended', async () => {
    const { warehouse } = temporary;
    let late: Session | undefined;
    const failed = warehouse.transaction('not-awaited', async (session) => {
      late = session;
      void session.write(add(1));
      throw new Error('Stopped.');
    });
    await expect(failed).rejects.toThrow('Stopped.');
    expect(() => late?.write(add(2))).toThrow('after its transaction had ended');
    expect(await warehouse.read(all)).toEqual([]);
  });

  it('round-trips quotes, emoji, NULL, line breaks, and 10,000 characters', async () => {
    const notes = [null, '', `O'Neil "x" \\ ; -- ? 🦊👩‍💻 \n\t é`, 'ß'.repeat(10_000)];
    await temporary.warehouse.transaction('add', async (session) => {
      for (const [id, note] of notes.entries()) await session.write(add(id, note));
    });
    expect((await temporary.warehouse.read(all)).map(({ note }) => note)).toEqual(notes);
  });
});

describe('a query', () => {
  it('returns plain values: safe integers, text beyond 2^53, and Dates in UTC', async () => {
    const rows = await temporary.warehouse.read(
      query({
        name: 'values',
        tables: [],
        row: rawRow,
        sql: sql`SELECT COUNT(*) AS n, SUM(1) AS s, CAST('9007199254740993' AS BIGINT) AS big,
          CAST('2026-01-02T03:04:05.678Z' AS TIMESTAMP_NTZ) AS t, CAST('infinity' AS TIMESTAMP) AS never,
          CAST(1.25 AS DECIMAL(9, 2)) AS d`,
      }),
    );
    expect(rows).toEqual([
      {
        n: 1,
        s: 1,
        big: '9007199254740993',
        t: new Date('2026-01-02T03:04:05.678Z'),
        never: null,
        d: 1.25,
      },
    ]);
  });

  it('throws an error whose cause names the statement and column if a row does not parse', async () => {
    const wrong = query({
      name: 'count.wrong',
      tables: [],
      row: z.object({ n: z.number() }),
      sql: sql`SELECT 'x' AS n`,
    });
    const error = await temporary.warehouse.read(wrong).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unexpected' });
    expect(String((error as AppError).cause)).toMatch(/count\.wrong, row 1: n: /);
  });
});

function statement(text: string, binds: readonly (string | null)[]) {
  return { name: 'test', tables: [], sql: text, binds };
}
