import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { log } from '@/lib/server/log';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { setUp } from '@/lib/warehouse/schema/setup';
import { type MonitoredWarehouse, withWriteHealth } from '@/lib/warehouse/write-health';
import { targetAt } from '@/test/support/notifications';
import { mountSmallDisk, type SmallDisk, smallDiskUnavailable } from '@/test/support/small-disk';
import {
  isSignedWith,
  startWebhookReceiver,
  type WebhookReceiver,
  webhookSecret,
} from '@/test/support/webhook-receiver';
import { watchWarehouse } from './watch-warehouse';

let receiver: WebhookReceiver;
const { level } = log;
beforeAll(async () => {
  log.level = 'silent';
  receiver = await startWebhookReceiver();
});
afterAll(async () => {
  log.level = level;
  await receiver.close();
});
beforeEach(() => {
  receiver.requests.length = 0;
});

let time = new Date('2026-11-30T08:00:00Z');
const now = () => time;
const received = (count: number) =>
  vi.waitFor(() => expect(receiver.requests).toHaveLength(count), { timeout: 5_000 });

it('tells people once per outage, after two failures in a row, and reports its end', async () => {
  let error: Error | null = null;
  const check = async () => {
    if (error) throw error;
  };
  const look = watchWarehouse(targetAt(receiver.url), check, now);
  const fine = { works: true, ended: null };
  expect(await look()).toEqual(fine);
  error = new Error('a driver says secret things');
  expect(await look()).toEqual({ works: false, ended: null });
  error = null;
  // A single failure, such as of a busy machine, is no outage.
  expect(await look()).toEqual(fine);
  const since = time;
  error = new Error('a driver says secret things');
  for (let n = 0; n < 4; n++) await look();
  await received(1);
  time = new Date('2026-11-30T08:12:00Z');
  error = null;
  expect(await look()).toEqual({ works: true, ended: { since, until: time } });
  expect(await look()).toEqual(fine);
  expect(receiver.requests).toHaveLength(1);
  expect(receiver.requests[0]?.text).not.toContain('secret things');
});

it('tries again until the receiver accepts, with the same id, or refuses', async () => {
  const broken = () => Promise.reject(new Error('broken'));
  const outage = async () => {
    const look = watchWarehouse(targetAt(receiver.url), broken, now, () => 1);
    await look();
    await look();
  };
  receiver.answer({ status: 404 });
  await outage();
  await received(1);
  receiver.answer({ status: 500 }, 'disconnect');
  await outage();
  await received(4);
  const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(2);
  expect(new Set(ids.slice(1)).size).toBe(1);
});

it('tells nobody if that is turned off', async () => {
  const target = targetAt(receiver.url, { NOTIFY_OFF: 'warehouse.health' });
  const look = watchWarehouse(target, () => Promise.reject(new Error('broken')), now);
  for (let n = 0; n < 3; n++) await look();
  const other = watchWarehouse(targetAt(receiver.url), () => Promise.reject(new Error('x')), now);
  for (let n = 0; n < 3; n++) await other();
  await received(1);
});

const skipped = smallDiskUnavailable();
describe.skipIf(skipped)(`a full disk${skipped ? ` (skipped: ${skipped})` : ''}`, () => {
  let disk: SmallDisk;
  let warehouse: MonitoredWarehouse;
  beforeEach(async () => {
    disk = mountSmallDisk(24);
    const path = join(disk.folder, 'warehouse.duckdb');
    warehouse = withWriteHealth(await openDuckDb({ path, create: true }));
    await setUp(warehouse, { now: now(), policyJson: JSON.stringify(defaultPolicy) });
    await warehouse.script('CREATE TABLE notes (text VARCHAR)');
  });
  afterEach(async () => {
    await warehouse.close();
    disk.unmount();
  });

  it('is told to people although nothing can be saved, with its cause and a signature', async () => {
    const look = watchWarehouse(targetAt(receiver.url), () => warehouse.checkWritable(), now);
    const write = () =>
      warehouse.transaction('test.note', (session) =>
        session.write({
          name: 'test.note',
          tables: [],
          sql: 'INSERT INTO notes VALUES (?)',
          binds: ['long '.repeat(1_000_000)],
        }),
      );
    disk.fill();
    await expect(write()).rejects.toMatchObject({ code: 'warehouse_unavailable' });
    await look();
    await look();
    await received(1);
    const [request] = receiver.requests;
    expect(request?.body).toMatchObject({
      type: 'warehouse.health',
      data: {
        title: 'The warehouse or its writer is broken',
        lines: [{ text: expect.stringContaining('disk is full') }, {}],
        status: 'broken',
      },
    });
    expect(request && isSignedWith(webhookSecret, request)).toBe(true);
    disk.free();
    expect(await look()).toMatchObject({ works: true, ended: {} });
  });
});
