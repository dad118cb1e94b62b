import { join } from 'node:path';
import sql from 'sql-template-tag';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { log } from '@/lib/server/log';
import { command, query } from '@/lib/warehouse/sql/shared/statement';
import type { Warehouse } from '@/lib/warehouse/types';
import { seededRandom } from '@/test/engine/builders';
import { startProcess } from '@/test/support/processes/start-process';
import { mountSmallDisk, type SmallDisk, smallDiskUnavailable } from '@/test/support/small-disk';
import { openDuckDb } from './open-duckdb';

const skipped = smallDiskUnavailable();
const diskIsFull = {
  code: 'warehouse_unavailable',
  message: expect.stringContaining('disk is full'),
};

const expectUnavailable = (error: unknown) =>
  expect(error).toMatchObject({ code: 'warehouse_unavailable' });

// Dozens of warnings are expected.
const { level } = log;
beforeAll(() => {
  log.level = 'error';
});
afterAll(() => {
  log.level = level;
});

describe.skipIf(skipped)(`a full disk${skipped ? ` (skipped: ${skipped})` : ''}`, () => {
  let disk: SmallDisk;
  let path: string;
  let warehouse: Warehouse;
  beforeEach(async () => {
    disk = mountSmallDisk(24);
    path = join(disk.folder, 'warehouse.duckdb');
    warehouse = await openDuckDb({ path, create: true });
    await warehouse.script('CREATE TABLE notes (id INTEGER, half VARCHAR, text VARCHAR)');
  });
  afterEach(async () => {
    await warehouse.close();
    disk.unmount();
  });

  /** Writes two rows, so that a half-written transaction would be visible. */
  const add = (id: number, bytes = 3_000) =>
    warehouse.transaction('note.add', async (session) => {
      for (const half of ['a', 'b']) {
        await session.write(
          command({
            name: 'note.add',
            tables: [],
            sql: sql`INSERT INTO notes SELECT CAST(${id} AS INTEGER), ${half},
  REPEAT('x', CAST(${bytes / 2} AS INTEGER))`,
          }),
        );
      }
    });
  const ids = async () => {
    const rows = await warehouse.read(
      query({
        name: 'note.ids',
        tables: [],
        row: z.object({ id: z.number(), halves: z.number() }),
        sql: sql`SELECT id, COUNT(DISTINCT half) AS halves FROM notes GROUP BY id ORDER BY id`,
      }),
    );
    expect(rows.filter(({ halves }) => halves !== 2)).toEqual([]);
    return rows.map(({ id }) => id);
  };
  const reopen = async () => {
    await warehouse.close();
    warehouse = await openDuckDb({ path });
  };
  /** Makes the next COMMIT merge the log into the file. */
  const mergeOnNextCommit = () => warehouse.script("SET GLOBAL wal_autocheckpoint = '1KB'");

  it('refuses writes with a clear error, serves reads, and saves again once there is space', async () => {
    await add(1);
    disk.fill();
    for (const id of [2, 3]) await expect(add(id)).rejects.toMatchObject(diskIsFull);
    expect(await ids()).toEqual([1]);
    disk.free();
    await add(4);
    expect(await ids()).toEqual([1, 4]);
    await reopen();
    expect(await ids()).toEqual([1, 4]);
  });

  it('refuses a transaction whose rows do not fit, and saves again without freeing space', async () => {
    disk.fill(1_000_000);
    await expect(add(1, 30_000_000)).rejects.toMatchObject(diskIsFull);
    await add(2);
    expect(await ids()).toEqual([2]);
  });

  it('saves a transaction if only merging the log into the file fails afterward', async () => {
    await add(1, 300_000);
    await mergeOnNextCommit();
    disk.fill(64 * 1024);
    await add(2);
    expect(await ids()).toEqual([1, 2]);
    await expect(add(3, 300_000)).rejects.toMatchObject(diskIsFull);
    disk.free();
    await add(4);
    await reopen();
    expect(await ids()).toEqual([1, 2, 4]);
  });

  it('opens the file again by itself after a failed merge of the log', async () => {
    await add(1, 300_000);
    disk.fill();
    const merge = warehouse.script('CHECKPOINT DSV_WAREHOUSE');
    await expect(merge).rejects.toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringMatching(/may or may not have been saved.*resumes by itself/),
    });
    await expect(add(2)).rejects.toMatchObject(diskIsFull);
    disk.free();
    await add(3);
    expect(await ids()).toEqual([1, 3]);
  });

  it('saves everything even if the warehouse is closed meanwhile', async () => {
    await add(1, 300_000);
    disk.fill();
    await expect(add(2)).rejects.toMatchObject(diskIsFull);
    await warehouse.close();
    disk.free();
    warehouse = await openDuckDb({ path });
    expect(await ids()).toEqual([1]);
  });

  it('never loses an acknowledged transaction, and never saves a refused one', async () => {
    const random = seededRandom(20_261_129);
    const saved: number[] = [];
    let refused = 0;
    for (let id = 1; id <= 300; id++) {
      if (random() < 0.1) disk.free();
      if (random() < 0.1) disk.fill(Math.floor(random() * 200_000));
      if (random() < 0.2) await mergeOnNextCommit().catch(expectUnavailable);
      await add(id, Math.floor(random() * 20_000)).then(
        () => saved.push(id),
        (error: unknown) => {
          expect(error).toMatchObject(diskIsFull);
          refused++;
        },
      );
    }
    expect(refused).toBeGreaterThan(20);
    expect(saved.length).toBeGreaterThan(20);
    expect(await ids()).toEqual(saved);
    disk.free();
    await reopen();
    expect(await ids()).toEqual(saved);
  });

  it('keeps exactly what was acknowledged when the process is killed on it', async () => {
    await warehouse.script('CREATE TABLE pairs (n INTEGER, half VARCHAR, text VARCHAR)');
    await warehouse.close();
    const saved: number[] = [];
    const refused: number[] = [];
    const rounds = 3;
    for (let round = 1; round <= rounds; round++) {
      const child = startProcess('commit-loop', path, String(round * 100_000));
      let isFull = false;
      let turns = 0;
      let linesInTurn = 0;
      for await (const line of child.lines) {
        const isRefused = line.startsWith('refused');
        (isRefused ? refused : saved).push(Number(line.replace('refused ', '')));
        // Lines from before the disk was filled or freed may still arrive.
        if (isRefused === isFull) linesInTurn++;
        if (linesInTurn < 20) continue;
        linesInTurn = 0;
        turns++;
        // On a full disk in one round, on a free one in the next.
        if (turns === 6 + round) child.process.kill('SIGKILL');
        else if (isFull) disk.free();
        else disk.fill();
        isFull = !isFull;
      }
      await child.exited;
      disk.free();
      warehouse = await openDuckDb({ path });
      const { rows } = await warehouse.script('SELECT n, COUNT(*) FROM pairs GROUP BY n');
      await warehouse.close();
      const found = new Set(rows.map(([n]) => n));
      expect(rows.filter(([, halves]) => halves !== 2)).toEqual([]);
      expect(saved.filter((n) => !found.has(n))).toEqual([]);
      expect(refused.filter((n) => found.has(n))).toEqual([]);
      // Each round can add at most one transaction that was not acknowledged.
      expect(found.size - saved.length).toBeLessThanOrEqual(round);
    }
    expect(saved.length).toBeGreaterThanOrEqual(rounds * 60);
    expect(refused.length).toBeGreaterThanOrEqual(rounds * 60);
  });
});
