import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { log } from '@/lib/server/log';
import { seedCompany } from '@/test/support/company';
import { targetAt } from '@/test/support/notifications';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { runToCompletion } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { hoursAgo, monday } from '@/test/support/test-context';
import { startWebhookReceiver, type WebhookReceiver } from '@/test/support/webhook-receiver';
import { startNotifications } from './start-notifications';

const context = seededTestContext({ csms: [{ name: 'Ana' }] });
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
let error: Error | null = null;
beforeEach(() => {
  error = null;
  receiver.requests.length = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: monday });
});
// Drops the timers of the test's server.
afterEach(() => vi.useRealTimers());

const start = () =>
  startNotifications(
    async () => ({
      warehouse: context.warehouse,
      readModel: context.ctx.readModel,
      now: () => new Date(),
    }),
    targetAt(receiver.url),
    async () => {
      if (error) throw error;
    },
  );
const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);
// Each poll also advances the clock, by less than the least time between two attempts.
const patient = { timeout: 10_000, interval: 50 };
const received = async (...titles: readonly string[]) => {
  const found = () => receiver.requests.map(({ body }) => body.data.title);
  await vi.waitFor(() => expect(found()).toEqual(titles), patient);
  receiver.requests.length = 0;
};
/** Waits until the deliveries are recorded, so that the next look is planned. */
const recorded = (status: 'pending' | 'delivered') =>
  vi.waitFor(async () => {
    const rows = await context.queryRows(
      `SELECT status, last_error FROM CSM_ROUTING_NOTIFICATIONS ORDER BY created_at DESC`,
    );
    expect(rows[0]).toMatchObject({ status });
    if (status === 'pending') expect(rows[0]?.last_error).not.toBeNull();
  }, patient);

it('looks when it starts, every few minutes, and when a failed delivery is to be repeated', async () => {
  await seedCompany(context.warehouse, { accounts: [{ id: 'A1' }] });
  const overdue = { account: 'A1', csm: 'Ana', at: hoursAgo(60) };
  await insertExternalRecommendations(context.warehouse, [overdue]);
  receiver.answer({ status: 500 });
  start();
  await seconds(0);
  await received('1 recommendation is overdue');
  await recorded('pending');
  await seconds(15);
  expect(receiver.requests).toEqual([]);
  await seconds(25);
  await received('1 recommendation is overdue');
  await recorded('delivered');
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Bo', capacity: 1 }],
    accounts: ['B1', 'B2'].map((id) => ({ id, csm: 'Bo' })),
  });
  context.ctx.readModel.invalidate();
  await seconds(300);
  await received('Bo is over capacity');
});

it('looks soon after a run', async () => {
  start();
  await seconds(0);
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), patient);
  await context.warehouse.script('DELETE FROM resi_corp_active_csms');
  await seedCompany(context.warehouse, { accounts: [{ id: 'A1' }] });
  await runToCompletion(context.ctx, { mode: 'batch', batchSize: 1, review: 'off' });
  await seconds(1);
  await received('A run failed');
});

it('tells of an outage while it lasts, and of its end', async () => {
  error = new Error('broken');
  start();
  await seconds(0);
  expect(receiver.requests).toEqual([]);
  await seconds(30);
  await received('The warehouse or its writer is broken');
  await seconds(60);
  error = null;
  await seconds(30);
  await received('The warehouse works again');
});
