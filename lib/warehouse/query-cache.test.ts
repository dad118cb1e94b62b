import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HOUR_MS } from '@/lib/time';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { withQueryCache } from './query-cache';
import { newestPolicy } from './sql/policies';
import { insertActiveCsms } from './sql/sources';
import { t, tableNames } from './tables';
import type { Query, StatementOptions, Warehouse } from './types';

let temporary: TemporaryDuckDb;
let now = 0;
/** The names of the reads that reached the warehouse behind the cache. */
let reads: string[];
/** Delays the result of the reads that start while it is set. */
let hold: Promise<void> | undefined;
let warehouse: Warehouse;

beforeAll(async () => {
  temporary = await temporaryDuckDb();
});
afterAll(() => temporary.dispose());
beforeEach(() => {
  reads = [];
  hold = undefined;
  const inner = temporary.warehouse;
  const counting: Warehouse = {
    kind: inner.kind,
    async read(query, options) {
      reads.push(query.name);
      const released = hold;
      const rows = await inner.read(query, options);
      await released;
      return rows;
    },
    transaction: (name, work, options) => inner.transaction(name, work, options),
    script: (text, options) => inner.script(text, options),
    onCommit: (listener) => inner.onCommit(listener),
    close: () => inner.close(),
  };
  warehouse = withQueryCache(counting, () => now);
});

const cached: StatementOptions = { maxAgeMs: 1_000 };

const members: Query<{ members: number }> = {
  name: 'test.members',
  tables: ['members'],
  ...toText(sql`SELECT COUNT(*) AS members FROM ${t.members}`),
  row: z.object({ members: z.coerce.number() }),
};

function toText({ sql: text, values }: { sql: string; values: unknown[] }) {
  return { sql: text, binds: values as string[] };
}

function addMember(email: string, evictsCache?: boolean): Promise<number> {
  return warehouse.transaction('test.add', (session) =>
    session.write({
      name: 'test.add',
      tables: ['members'],
      evictsCache,
      ...toText(sql`INSERT INTO ${t.members} (email, name, role, created_at)
        VALUES (${email}, 'New', 'viewer', CAST('2026-01-01' AS TIMESTAMP_NTZ))`),
    }),
  );
}

async function count(options: StatementOptions = cached): Promise<number | undefined> {
  return (await warehouse.read(members, options))[0]?.members;
}

/** A promise and the function that resolves it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('a read with a maximum age', () => {
  it('returns a cached result that is younger', async () => {
    await count();
    now += 999;
    await count();
    expect(reads).toEqual(['test.members']);
  });

  it('reads again once the cached result reaches that age', async () => {
    await count();
    now += 1_000;
    await count();
    expect(reads).toHaveLength(2);
  });

  it('neither uses nor fills the cache without a maximum age', async () => {
    await count({});
    await count({});
    expect(reads).toHaveLength(2);
    await count();
    expect(reads).toHaveLength(3);
  });

  it('bypasses the cache with a maximum age of 0 but stores the result', async () => {
    await count();
    await count({ maxAgeMs: 0 });
    expect(reads).toHaveLength(2);
    await count();
    expect(reads).toHaveLength(2);
  });

  it('does not share a result between different binds', async () => {
    const one = (email: string): Query<object> => ({
      name: 'test.member',
      tables: ['members'],
      ...toText(sql`SELECT name FROM ${t.members} WHERE email = ${email}`),
      row: z.object({}),
    });
    await warehouse.read(one('a@example.com'), cached);
    await warehouse.read(one('b@example.com'), cached);
    expect(reads).toHaveLength(2);
  });

  it('returns an array that the caller may change', async () => {
    const [first] = await Promise.all([warehouse.read(members, cached)]);
    first?.pop();
    expect(await count()).toBeTypeOf('number');
  });

  it('does not cache a failure', async () => {
    const wrong: Query<object> = { ...members, sql: 'SELECT nothing', row: z.object({}) };
    await expect(warehouse.read(wrong, cached)).rejects.toMatchObject({ name: 'AppError' });
    await expect(warehouse.read(wrong, cached)).rejects.toMatchObject({ name: 'AppError' });
    expect(reads).toHaveLength(2);
  });

  it('evicts the least recently used result beyond 200', async () => {
    const numbered = (n: number): Query<object> => ({
      ...members,
      binds: [],
      row: z.object({}),
      sql: `SELECT ${n} AS n`,
    });
    for (let n = 0; n <= 200; n++) await warehouse.read(numbered(n), cached);
    await warehouse.read(numbered(200), cached);
    expect(reads).toHaveLength(201);
    await warehouse.read(numbered(0), cached);
    expect(reads).toHaveLength(202);
  });

  it('keeps a result for at most a minute, whatever age the reader accepts', async () => {
    const old: Query<object> = { ...members, sql: 'SELECT 1 AS n', binds: [], row: z.object({}) };
    const forAnHour = { maxAgeMs: HOUR_MS };
    await warehouse.read(old, forAnHour);
    await count();
    now += 60_000;
    await warehouse.read(old, forAnHour);
    expect(reads).toHaveLength(2);
    now += 1;
    await count();
    await warehouse.read(old, forAnHour);
    expect(reads).toHaveLength(4);
  });
});

describe('a transaction in this process', () => {
  it('makes its changes visible to the next read', async () => {
    const before = (await count()) ?? 0;
    await addMember('seen@example.com');
    expect(await count()).toBe(before + 1);
  });

  it('keeps results from tables it did not write', async () => {
    await warehouse.read(newestPolicy(), cached);
    await addMember('apart@example.com');
    await warehouse.read(newestPolicy(), cached);
    expect(reads).toEqual(['policy.newest']);
  });

  it('evicts results from a contract view when it writes a source table but not the program’s own tables', async () => {
    const view: Query<object> = {
      ...members,
      tables: ['csms'],
      binds: [],
      sql: `SELECT 1 AS n FROM ${tableNames.csms}`,
      row: z.object({}),
    };
    await warehouse.read(view, cached);
    await addMember('apart-from-views@example.com');
    await warehouse.read(view, cached);
    expect(reads).toHaveLength(1);
    await warehouse.transaction('activate', (session) =>
      writeAll(session, insertActiveCsms(['Ana'])),
    );
    await warehouse.read(view, cached);
    expect(reads).toHaveLength(2);
  });

  it('evicts nothing if the statement says that cached reads may keep the values from before', async () => {
    await count();
    await addMember('unnoticed@example.com', false);
    await count();
    expect(reads).toHaveLength(1);
  });

  it('clears the cache after a script, which may have changed anything', async () => {
    await warehouse.read(newestPolicy(), cached);
    await warehouse.script('SELECT 1');
    await warehouse.read(newestPolicy(), cached);
    expect(reads).toHaveLength(2);
  });

  it('is not hidden by a read that started before it and ended after it', async () => {
    const before = (await count({})) ?? 0;
    reads = [];
    const { open, opened } = gate();
    hold = opened;
    const early = count();
    hold = undefined;
    await addMember('between@example.com');
    const late = count();
    open();
    expect(await late).toBe(before + 1);
    await early;
    expect(await count()).toBe(before + 1);
    expect(reads).toHaveLength(2);
  });
});

describe('a running read', () => {
  it('is shared by concurrent identical reads', async () => {
    const results = await Promise.all([count(), count(), count()]);
    expect(new Set(results).size).toBe(1);
    expect(reads).toHaveLength(1);
  });

  it('continues for the other readers when one aborts', async () => {
    const { open, opened } = gate();
    hold = opened;
    const aborting = new AbortController();
    const aborted = count({ ...cached, signal: aborting.signal });
    const other = count();
    aborting.abort();
    await expect(aborted).rejects.toMatchObject({ code: 'cancelled' });
    open();
    expect(await other).toBeTypeOf('number');
    expect(reads).toHaveLength(1);
  });

  it('is canceled in the engine when the last reader aborts, and is not reused', async () => {
    const slow: Query<object> = {
      name: 'test.slow',
      tables: [],
      sql: 'SELECT SUM(a.range * b.range) AS n FROM range(100000000) a, range(1000000) b',
      binds: [],
      row: z.object({}),
    };
    const readers = [new AbortController(), new AbortController()];
    const results = readers.map(({ signal }) => warehouse.read(slow, { ...cached, signal }));
    for (const reader of readers) reader.abort();
    for (const result of results) await expect(result).rejects.toMatchObject({ code: 'cancelled' });
    // All read connections are free again only if the engine canceled the statement.
    await Promise.all(Array.from({ length: 8 }, () => count({})));
    const third = new AbortController();
    const again = warehouse.read(slow, { ...cached, signal: third.signal });
    expect(reads.filter((name) => name === 'test.slow')).toHaveLength(2);
    third.abort();
    await expect(again).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('does not start for a reader that has already aborted', async () => {
    const aborted = AbortSignal.abort();
    await expect(count({ ...cached, signal: aborted })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
