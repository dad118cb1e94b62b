import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createGate, type Gate } from '@/test/support/statement-spy';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { withBackgroundRefresh, withQueryCache } from './query-cache';
import { insertActiveCsms } from './sql/sources';
import { tableNames } from './tables';
import type { Query, Warehouse } from './types';

const second = 1_000;
const minute = 60 * second;

let temporary: TemporaryDuckDb;
/** What reached the warehouse, and what there is on the way to it. */
let asked: string[];
let underWay = 0;
let held: Gate | undefined;
let broken: boolean;
let warehouse: Warehouse;
/** Somebody's request, as far as it can be told. */
const request = new AsyncLocalStorage<string>();
let requests: (string | undefined)[];

beforeAll(async () => {
  temporary = await temporaryDuckDb();
});
afterAll(() => temporary.dispose());
beforeEach(() => {
  asked = [];
  requests = [];
  held = undefined;
  broken = false;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const inner = temporary.warehouse;
  const counting: Warehouse = {
    kind: inner.kind,
    async read(query, options) {
      asked.push(query.name);
      requests.push(request.getStore());
      if (broken) throw new Error('The warehouse does not answer.');
      underWay++;
      try {
        await held?.wait();
        return await inner.read(query, options);
      } finally {
        underWay--;
      }
    },
    transaction: (name, work, options) => inner.transaction(name, work, options),
    script: (text, options) => inner.script(text, options),
    close: async () => {},
  };
  warehouse = withBackgroundRefresh(withQueryCache(counting));
});
afterEach(async () => {
  await warehouse.close();
  vi.useRealTimers();
});

/** How many rows a table has; another statement by each name. */
function counts(table: string, name = `count of ${table}`): Query<{ rows: number }> {
  const row = z.object({ n: z.coerce.number() }).transform(({ n }) => ({ rows: n }));
  return {
    name,
    tables: ['activeCsms'],
    sql: `SELECT COUNT(*) AS n FROM ${table}`,
    binds: [],
    row,
  };
}
const csms = counts(tableNames.activeCsms);

/** Somebody looks at a page that remembers. */
async function look(query = csms): Promise<number | undefined> {
  return (await warehouse.read(query, { maxAgeMs: minute, keepFresh: true }))[0]?.rows;
}

/** Somebody changes what it tells. */
const change = () =>
  warehouse.transaction('test.activate', (session) => session.write(insertActiveCsms(['Ana'])));

/** Time passes, and what it began comes to its end, unless it is held. */
async function pass(ms: number): Promise<void> {
  const step = 5 * second;
  for (let left = ms; left > 0; left -= step) {
    await vi.advanceTimersByTimeAsync(Math.min(step, left));
    await settle();
  }
}
async function settle(): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve));
  while (underWay > 0 && !held);
}

describe('what is renewed', () => {
  it('is asked again after a change, so that who looks next finds it', async () => {
    const before = (await look()) ?? Number.NaN;
    await change();
    await pass(300);
    expect(asked).toHaveLength(2);
    expect(await look()).toBe(before + 1);
    expect(asked).toHaveLength(2);
  });

  it('is asked again after a script, which may have changed anything', async () => {
    await look();
    await warehouse.script('SELECT 1');
    await pass(300);
    expect(asked).toHaveLength(2);
  });

  it('is left alone where a change has nothing to do with it', async () => {
    await look(counts(tableNames.policies));
    await change();
    await pass(300);
    expect(asked).toEqual([`count of ${tableNames.policies}`]);
  });

  it('waits until whoever changes one thing after the other is done', async () => {
    await look();
    for (let n = 0; n < 4; n++) {
      await change();
      await pass(299);
      expect(asked).toHaveLength(1);
    }
    await pass(1);
    expect(asked).toHaveLength(2);
  });

  it('is asked again before it is too old', async () => {
    const another = counts(tableNames.csmDetails);
    await look(another);
    await pass(7 * second);
    await look();
    for (let n = 0; n < 8; n++) {
      await pass(65 * second);
      const already = asked.length;
      await look();
      await look(another);
      expect(asked).toHaveLength(already);
    }
    expect(asked.length).toBeLessThan(40);
  });

  it('is left alone once nobody has looked for ten minutes', async () => {
    await look();
    await pass(10 * minute + 15 * second);
    const already = asked.length;
    await change();
    await pass(10 * minute);
    expect(asked).toHaveLength(already);
    expect(vi.getTimerCount()).toBe(0);
    await look();
    expect(asked).toHaveLength(already + 1);
  });

  it('takes a quarter of the time at most: it rests three times as long as it took', async () => {
    await look();
    await change();
    held = createGate();
    await pass(300);
    await change();
    await pass(second);
    held.open();
    held = undefined;
    await settle();
    await pass(2_999);
    expect(asked).toHaveLength(2);
    await pass(1);
    expect(asked).toHaveLength(3);
  });

  it('is read for nobody’s request, whoever’s change it follows', async () => {
    // A timer of the test's own would not know whose request set it.
    vi.useRealTimers();
    await request.run('a look', () => look());
    held = createGate();
    await request.run('a decision', change);
    await held.reached;
    held.open();
    expect(requests).toEqual(['a look', undefined]);
  });

  it('fails for whoever asks next, and for nobody else', async () => {
    await look();
    await change();
    broken = true;
    await pass(300);
    expect(asked).toHaveLength(2);
    await expect(look()).rejects.toThrow('does not answer');
    broken = false;
    expect(await look()).toBeTypeOf('number');
  });

  it('is what was last looked at, of no more than a few people', async () => {
    const of = (n: number) => counts(tableNames.activeCsms, `csms ${n}`);
    for (let n = 0; n < 9; n++) await look(of(n));
    for (let n = 0; n < 6; n++) await look(counts(tableNames.csmDetails, `details ${n}`));
    await look(of(0));
    asked = [];
    await change();
    await pass(300);
    expect(asked).toHaveLength(6);
    expect(asked).toContain('csms 0');
    expect(asked).not.toContain('csms 1');
  });

  it('ends with the warehouse', async () => {
    await look();
    await look(counts(tableNames.activeCsms, 'another'));
    await change();
    held = createGate();
    await pass(300);
    await warehouse.close();
    held.open();
    held = undefined;
    await settle();
    await change();
    expect(vi.getTimerCount()).toBe(0);
    expect(asked).toHaveLength(3);
  });
});

it('leaves Snowflake alone, where each statement costs money', async () => {
  const snowflake: Warehouse = { ...temporary.warehouse, kind: 'snowflake' };
  expect(withBackgroundRefresh(snowflake)).toBe(snowflake);
});

it('reads what is not to be renewed once for each who asks', async () => {
  await warehouse.read(csms, { maxAgeMs: minute });
  await change();
  await pass(10 * minute);
  expect(asked).toHaveLength(1);
});
