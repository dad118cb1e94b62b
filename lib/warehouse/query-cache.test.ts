import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HOUR_MS } from '@/lib/time';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { withQueryCache } from './query-cache';
import { newestPolicy } from './sql/policies';
import { insertActiveCsms } from './sql/sources';
import { t } from './tables';
import type { Query, StatementOptions, Warehouse } from './types';

let temporary: TemporaryDuckDb;
let moment = 0;
/** The warehouse under the cache, which counts what reaches it and may hold an answer back. */
let asked: string[];
let hold: Promise<void> | undefined;
let warehouse: Warehouse;

beforeAll(async () => {
  temporary = await temporaryDuckDb();
});
afterAll(() => temporary.dispose());
beforeEach(() => {
  asked = [];
  hold = undefined;
  const inner = temporary.warehouse;
  const counting: Warehouse = {
    kind: inner.kind,
    async read(query, options) {
      asked.push(query.name);
      const until = hold;
      const rows = await inner.read(query, options);
      await until;
      return rows;
    },
    transaction: (name, work, options) => inner.transaction(name, work, options),
    script: (text, options) => inner.script(text, options),
    close: () => inner.close(),
  };
  warehouse = withQueryCache(counting, () => moment);
});

const kept: StatementOptions = { maxAgeMs: 1_000 };

const members: Query<{ members: number }> = {
  name: 'test.members',
  tables: ['members'],
  ...spelled(sql`SELECT COUNT(*) AS members FROM ${t.members}`),
  row: z.object({ members: z.coerce.number() }),
};

function spelled({ sql: text, values }: { sql: string; values: unknown[] }) {
  return { sql: text, binds: values as string[] };
}

function addMember(email: string): Promise<number> {
  return warehouse.transaction('test.add', (session) =>
    session.write({
      name: 'test.add',
      tables: ['members'],
      ...spelled(sql`INSERT INTO ${t.members} (email, name, role, created_at)
        VALUES (${email}, 'New', 'viewer', CAST('2026-01-01' AS TIMESTAMP_NTZ))`),
    }),
  );
}

async function count(options: StatementOptions = kept): Promise<number | undefined> {
  return (await warehouse.read(members, options))[0]?.members;
}

/** A promise and what settles it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('a read that may be seconds old', () => {
  it('is answered by a younger one of the same statement', async () => {
    await count();
    moment += 999;
    await count();
    expect(asked).toEqual(['test.members']);
  });

  it('goes to the warehouse again once the answer is that old', async () => {
    await count();
    moment += 1_000;
    await count();
    expect(asked).toHaveLength(2);
  });

  it('goes to the warehouse where its reader says nothing of age, and is kept for nobody', async () => {
    await count({});
    await count({});
    expect(asked).toHaveLength(2);
    await count();
    expect(asked).toHaveLength(3);
  });

  it('is asked anew by who wants it of this moment, and kept for who does not', async () => {
    await count();
    await count({ maxAgeMs: 0 });
    expect(asked).toHaveLength(2);
    await count();
    expect(asked).toHaveLength(2);
  });

  it('is not answered by the same statement with other binds', async () => {
    const one = (email: string): Query<object> => ({
      name: 'test.member',
      tables: ['members'],
      ...spelled(sql`SELECT name FROM ${t.members} WHERE email = ${email}`),
      row: z.object({}),
    });
    await warehouse.read(one('a@example.com'), kept);
    await warehouse.read(one('b@example.com'), kept);
    expect(asked).toHaveLength(2);
  });

  it('answers an array of the reader’s own', async () => {
    const [first] = await Promise.all([warehouse.read(members, kept)]);
    first?.pop();
    expect(await count()).toBeTypeOf('number');
  });

  it('is not kept when it failed', async () => {
    const wrong: Query<object> = { ...members, sql: 'SELECT nothing', row: z.object({}) };
    await expect(warehouse.read(wrong, kept)).rejects.toMatchObject({ name: 'AppError' });
    await expect(warehouse.read(wrong, kept)).rejects.toMatchObject({ name: 'AppError' });
    expect(asked).toHaveLength(2);
  });

  it('makes room for others: only so many answers are kept', async () => {
    const numbered = (n: number): Query<object> => ({
      ...members,
      binds: [],
      row: z.object({}),
      sql: `SELECT ${n} AS n`,
    });
    for (let n = 0; n <= 200; n++) await warehouse.read(numbered(n), kept);
    await warehouse.read(numbered(200), kept);
    expect(asked).toHaveLength(201);
    await warehouse.read(numbered(0), kept);
    expect(asked).toHaveLength(202);
  });

  it('is kept for a minute at most, for an answer may be large', async () => {
    const old: Query<object> = { ...members, sql: 'SELECT 1 AS n', binds: [], row: z.object({}) };
    const forHours = { maxAgeMs: HOUR_MS };
    await warehouse.read(old, forHours);
    await count();
    moment += 60_000;
    await warehouse.read(old, forHours);
    expect(asked).toHaveLength(2);
    moment += 1;
    await count();
    await warehouse.read(old, forHours);
    expect(asked).toHaveLength(4);
  });
});

describe('a transaction of this process', () => {
  it('has its changes seen at once', async () => {
    const before = (await count()) ?? 0;
    await addMember('seen@example.com');
    expect(await count()).toBe(before + 1);
  });

  it('leaves what it did not write in memory', async () => {
    await warehouse.read(newestPolicy(), kept);
    await addMember('apart@example.com');
    await warehouse.read(newestPolicy(), kept);
    expect(asked).toEqual(['policy.newest']);
  });

  it('has what a view tells forgotten, unless it wrote only what the program notes for itself', async () => {
    const view: Query<object> = {
      ...members,
      binds: [],
      sql: `SELECT 1 AS n FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_CSMS_V`,
      row: z.object({}),
    };
    await warehouse.read(view, kept);
    await addMember('apart-from-views@example.com');
    await warehouse.read(view, kept);
    expect(asked).toHaveLength(1);
    await warehouse.transaction('activate', (session) => session.write(insertActiveCsms(['Ana'])));
    await warehouse.read(view, kept);
    expect(asked).toHaveLength(2);
  });

  it('has everything forgotten that a script might have changed', async () => {
    await warehouse.read(newestPolicy(), kept);
    await warehouse.script('SELECT 1');
    await warehouse.read(newestPolicy(), kept);
    expect(asked).toHaveLength(2);
  });

  it('is not hidden by a read that began before it and ended after it', async () => {
    const before = (await count({})) ?? 0;
    asked = [];
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
    expect(asked).toHaveLength(2);
  });
});

describe('a read under way', () => {
  it('is shared by all who want it meanwhile', async () => {
    const answers = await Promise.all([count(), count(), count()]);
    expect(new Set(answers).size).toBe(1);
    expect(asked).toHaveLength(1);
  });

  it('goes on for the others when one of them leaves', async () => {
    const { open, opened } = gate();
    hold = opened;
    const leaver = new AbortController();
    const left = count({ ...kept, signal: leaver.signal });
    const stayed = count();
    leaver.abort();
    await expect(left).rejects.toMatchObject({ code: 'cancelled' });
    open();
    expect(await stayed).toBeTypeOf('number');
    expect(asked).toHaveLength(1);
  });

  it('is cancelled in the engine when the last of them leaves, and answers nobody later', async () => {
    const slow: Query<object> = {
      name: 'test.slow',
      tables: [],
      sql: 'SELECT SUM(a.range * b.range) AS n FROM range(100000000) a, range(1000000) b',
      binds: [],
      row: z.object({}),
    };
    const leavers = [new AbortController(), new AbortController()];
    const reads = leavers.map(({ signal }) => warehouse.read(slow, { ...kept, signal }));
    for (const leaver of leavers) leaver.abort();
    for (const read of reads) await expect(read).rejects.toMatchObject({ code: 'cancelled' });
    // All readers' connections are free again only if the engine gave the statement up.
    await Promise.all(Array.from({ length: 8 }, () => count({})));
    const third = new AbortController();
    const again = warehouse.read(slow, { ...kept, signal: third.signal });
    expect(asked.filter((name) => name === 'test.slow')).toHaveLength(2);
    third.abort();
    await expect(again).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is not begun for somebody who has left already', async () => {
    const gone = AbortSignal.abort();
    await expect(count({ ...kept, signal: gone })).rejects.toMatchObject({ code: 'cancelled' });
  });
});
