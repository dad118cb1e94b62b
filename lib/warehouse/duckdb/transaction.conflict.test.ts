import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WriteConflictError } from '@/lib/warehouse/errors';
import { transaction } from './transaction';

const increment = {
  name: 'increment',
  tables: [],
  sql: 'UPDATE counters SET n = n + 1',
  binds: [],
};

let instance: DuckDBInstance;
let connection: DuckDBConnection;
let otherConnection: DuckDBConnection;
beforeEach(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  otherConnection = await instance.connect();
  await connection.run('CREATE TABLE counters AS SELECT 0 AS n');
});
afterEach(() => instance.closeSync());

const count = async () =>
  (await connection.runAndReadAll('SELECT n FROM counters')).getRows()[0]?.[0];

describe('a write conflict', () => {
  it('reruns the work from the start, even if the work catches the error', async () => {
    await otherConnection.run('BEGIN');
    await otherConnection.run(increment.sql);
    let attempts = 0;
    const result = await transaction(
      connection,
      'increment',
      async (session) => {
        attempts += 1;
        if (attempts === 2) await otherConnection.run('COMMIT');
        await session.write(increment).catch(() => 0);
        return attempts;
      },
      {},
      () => {},
    );
    expect(result).toBe(2);
    expect(await count()).toBe(2);
  });

  it('is reported after five attempts', async () => {
    await otherConnection.run('BEGIN');
    await otherConnection.run(increment.sql);
    let attempts = 0;
    const work = transaction(
      connection,
      'increment',
      (session) => {
        attempts += 1;
        return session.write(increment);
      },
      {},
      () => {},
    );
    await expect(work).rejects.toBeInstanceOf(WriteConflictError);
    expect(attempts).toBe(5);
    await otherConnection.run('ROLLBACK');
    expect(await count()).toBe(0);
  });
});
