import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WriteConflictError } from '@/lib/warehouse/errors';
import { transaction } from './transaction';

const increase = { name: 'increase', tables: [], sql: 'UPDATE counters SET n = n + 1', binds: [] };

let instance: DuckDBInstance;
let ours: DuckDBConnection;
let theirs: DuckDBConnection;
beforeEach(async () => {
  instance = await DuckDBInstance.create(':memory:');
  ours = await instance.connect();
  theirs = await instance.connect();
  await ours.run('CREATE TABLE counters AS SELECT 0 AS n');
});
afterEach(() => instance.closeSync());

const count = async () => (await ours.runAndReadAll('SELECT n FROM counters')).getRows()[0]?.[0];

describe('a write conflict', () => {
  it('reruns the work from the start, even if the work catches the error', async () => {
    await theirs.run('BEGIN');
    await theirs.run(increase.sql);
    let attempts = 0;
    const result = await transaction(
      ours,
      'increase',
      async (session) => {
        attempts += 1;
        if (attempts === 2) await theirs.run('COMMIT');
        await session.write(increase).catch(() => 0);
        return attempts;
      },
      {},
      () => {},
    );
    expect(result).toBe(2);
    expect(await count()).toBe(2);
  });

  it('is reported after five attempts', async () => {
    await theirs.run('BEGIN');
    await theirs.run(increase.sql);
    let attempts = 0;
    const work = transaction(
      ours,
      'increase',
      (session) => {
        attempts += 1;
        return session.write(increase);
      },
      {},
      () => {},
    );
    await expect(work).rejects.toBeInstanceOf(WriteConflictError);
    expect(attempts).toBe(5);
    await theirs.run('ROLLBACK');
    expect(await count()).toBe(0);
  });
});
