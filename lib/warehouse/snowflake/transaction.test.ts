import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '@/lib/server/errors';
import { command, query } from '@/lib/warehouse/sql/shared/statement';
import type { Session, Warehouse } from '@/lib/warehouse/types';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { openTestWarehouse, rawCommand, uniqueAccount } from '@/test/snowflake/test-accounts';

let server: SnowflakeServer;
let warehouse: Warehouse;
const account = uniqueAccount();
beforeAll(async () => {
  server = await startSnowflakeServer();
  warehouse = await openTestWarehouse(server, { account });
});
afterAll(async () => {
  await warehouse.close();
  await server.close();
});
beforeEach(async () => {
  await warehouse.script('CREATE OR REPLACE TABLE notes (id INTEGER, note VARCHAR)');
  server.clearRequests();
});

const add = (id: number, note: string | null = null) =>
  command({
    name: 'note.add',
    tables: [],
    sql: sql`INSERT INTO notes (id, note) VALUES (${id}, ${note})`,
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

/** The first words of the statements sent, in order. */
const sentVerbs = () => server.statements(account).map((statement) => statement.sql.split(' ')[0]);

describe('a transaction', () => {
  it('is visible to other sessions once it resolves, with column names in lower case', async () => {
    const changed = await warehouse.transaction('add', async (session) => {
      await session.write(add(1));
      expect(await session.read(count)).toEqual([{ n: 1 }]);
      expect(await warehouse.read(count)).toEqual([{ n: 0 }]);
      return session.write(rawCommand('UPDATE notes SET note = ?', ['x']));
    });
    expect(changed).toBe(1);
    expect(await warehouse.read(all)).toEqual([{ id: 1, note: 'x' }]);
  });

  it('sends its statements and one COMMIT in one session', async () => {
    await warehouse.transaction('add', async (session) => {
      await session.write(add(1));
      await session.write(add(2));
    });
    expect(sentVerbs()).toEqual(['INSERT', 'INSERT', 'COMMIT']);
    expect(new Set(server.statements(account).map((each) => each.sessionId)).size).toBe(1);
  });

  it('sends no COMMIT if it only reads', async () => {
    await warehouse.transaction('look', (session) => session.read(count));
    expect(sentVerbs()).toEqual(['SELECT']);
  });

  it('is rolled back and rethrows the error when its work throws', async () => {
    const thrown = new AppError('already_decided', 'Too late.');
    const work = async (session: Session) => {
      await session.write(add(1));
      throw thrown;
    };
    await expect(warehouse.transaction('fail', work)).rejects.toBe(thrown);
    expect(sentVerbs()).toEqual(['INSERT', 'ROLLBACK']);
    expect(await warehouse.read(all)).toEqual([]);
  });

  it('is rolled back when a statement fails, and hides Snowflake’s message', async () => {
    const error = await warehouse
      .transaction('fail', async (session) => {
        await session.write(add(1));
        await session.write(rawCommand("INSERT INTO notes VALUES (CAST('x' AS INTEGER), 'y')"));
      })
      .catch((thrown: unknown) => thrown as AppError);
    expect(error).toMatchObject({ code: 'unexpected' });
    expect((error as AppError).message).not.toContain('recognized');
    expect(String((error as AppError).cause)).toContain('recognized');
    expect(await warehouse.read(all)).toEqual([]);
  });

  it('runs concurrent statements one after the other', async () => {
    await warehouse.transaction('many', async (session) => {
      await Promise.all([1, 2, 3].map((id) => session.write(add(id))));
    });
    expect(await warehouse.read(count)).toEqual([{ n: 3 }]);
  });

  it('includes a statement that was not awaited and rejects one after its end', async () => {
    let late: Session | undefined;
    const failed = warehouse.transaction('loose', async (session) => {
      late = session;
      void session.write(add(1));
      throw new Error('given up');
    });
    await expect(failed).rejects.toThrow('given up');
    expect(() => late?.write(add(2))).toThrow('after its transaction had ended');
    expect(await warehouse.read(all)).toEqual([]);
  });

  it('round-trips quotes, emoji, NULL, line breaks, and 10,000 characters', async () => {
    const notes = [null, '', `O'Neil "x" \\ ; -- ? 🦊👩‍💻 \n\t é`, 'ß'.repeat(10_000)];
    await warehouse.transaction('add', async (session) => {
      for (const [id, note] of notes.entries()) await session.write(add(id, note));
    });
    expect((await warehouse.read(all)).map(({ note }) => note)).toEqual(notes);
  });
});
