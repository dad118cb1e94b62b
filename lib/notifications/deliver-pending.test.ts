import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { log } from '@/lib/server/log';
import { pendingNotifications, startAttempt } from '@/lib/warehouse/sql/notifications';
import { targetAt } from '@/test/support/notifications';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { startWebhookReceiver, type WebhookReceiver } from '@/test/support/webhook-receiver';
import { claimNotification } from './claim-notification';
import { deliverPending, MAX_ATTEMPTS, retryDelayMs } from './deliver-pending';
import { listNotifications } from './list-notifications';

const context = seededTestContext();
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.requests.length = 0;
  receiver.answer();
});

// Failed attempts are expected.
const { level } = log;
beforeAll(() => {
  log.level = 'silent';
});
afterAll(() => {
  log.level = level;
});

const claim = (...subjects: string[]) =>
  claimNotification(context.ctx, {
    event: 'csm.over_capacity',
    subjects,
    since: new Date(context.now().getTime() - 86_400_000),
    write: (names) => ({
      title: names.join(' and '),
      lines: [],
      link: { label: 'Open Workload', path: '/workload' },
      fields: {},
    }),
  });
const deliver = () => deliverPending(context.ctx, targetAt(receiver.url), { random: () => 0 });
const last = async () => {
  const events = await listNotifications(context.as('Ada', 'admin'), targetAt(receiver.url));
  return events.find(({ event }) => event === 'csm.over_capacity')?.last;
};
const titles = () => receiver.requests.map(({ body }) => body.data.title);

describe('claiming', () => {
  it('notifies once about the same subject, whichever of several servers sees it', async () => {
    const claimed = await Promise.all([claim('Ana'), claim('Ana'), claim('Ana')]);
    expect(claimed.filter((id) => id !== null)).toHaveLength(1);
    expect(await claim('Ana')).toBeNull();
    await Promise.all([deliver(), deliver(), deliver()]);
    expect(titles()).toEqual(['Ana']);
  });

  it('leaves out what is known, and starts over after its time', async () => {
    await claim('Ana');
    context.advanceHours(20);
    await claim('Ana', 'Bo');
    await deliver();
    expect(titles()).toEqual(['Ana', 'Bo']);
    context.advanceHours(5);
    await claim('Ana', 'Bo');
    await deliver();
    expect(titles()).toEqual(['Ana', 'Bo', 'Ana']);
  });
});

describe('delivering', () => {
  it('tries again with longer and longer waits until the receiver accepts', async () => {
    const id = await claim('Ana');
    receiver.answer({ status: 500 }, 'disconnect', { status: 503 });
    const waits: number[] = [];
    for (let next = await deliver(); next; next = await deliver()) {
      const early = next.getTime() - context.now().getTime();
      waits.push(early / 1_000);
      // Nothing is sent before its time.
      context.advanceHours((early - 1) / 3_600_000);
      expect(await deliver()).toEqual(next);
      context.advanceHours(1 / 3_600_000);
    }
    expect(waits).toEqual([30, 60, 120]);
    expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual(
      Array.from({ length: 4 }, () => id),
    );
    expect(await last()).toMatchObject({
      title: 'Ana',
      status: 'delivered',
      attempts: 4,
      lastError: null,
      nextAttemptAt: null,
    });
  });

  it('waits as long as the receiver asks', async () => {
    await claim('Ana');
    receiver.answer({ status: 429, headers: { 'retry-after': '600' } });
    const next = await deliver();
    expect(next).toEqual(new Date(context.now().getTime() + 600_000));
    expect(await last()).toMatchObject({ status: 'pending', nextAttemptAt: next });
  });

  it('ends at once if the receiver refuses the message, and says why', async () => {
    await claim('Ana');
    receiver.answer({ status: 404 });
    expect(await deliver()).toBeNull();
    expect(await last()).toMatchObject({
      status: 'failed',
      attempts: 1,
      lastError: expect.stringContaining('the webhook does not exist'),
      endedAt: context.now(),
    });
  });

  it('gives up after the last attempt, hours after the first', async () => {
    await claim('Ana');
    receiver.answer(...Array.from({ length: MAX_ATTEMPTS }, () => ({ status: 500 })));
    const startedAt = context.now();
    for (let next = await deliver(); next; next = await deliver()) {
      context.advanceHours((next.getTime() - context.now().getTime()) / 3_600_000);
    }
    expect(await last()).toMatchObject({ status: 'failed', attempts: MAX_ATTEMPTS });
    expect(context.now().getTime() - startedAt.getTime()).toBe(11_010_000);
    expect(receiver.requests).toHaveLength(MAX_ATTEMPTS);
  });

  it('loses nothing if the process ends between the claim and the delivery, or during it', async () => {
    const id = await claim('Ana');
    const [pending] = await context.warehouse.read(pendingNotifications());
    expect(pending).toMatchObject({ id, attempts: 0, status: 'pending' });
    // A process that ended during its attempt.
    const retryAt = new Date(context.now().getTime() + 30_000);
    await context.warehouse.transaction('test', (session) =>
      session.write(startAttempt({ id: id ?? '', number: 1, retryAt })),
    );
    expect(await deliver()).toEqual(retryAt);
    expect(receiver.requests).toEqual([]);
    context.advanceHours(30_000 / 3_600_000);
    expect(await deliver()).toBeNull();
    expect(titles()).toEqual(['Ana']);
  });
});

it('waits half a minute, then twice as long each time up to an hour, plus up to a quarter', () => {
  expect([1, 2, 3, 7, 8, 9].map((attempt) => retryDelayMs(attempt, 0) / 1_000)).toEqual([
    30, 60, 120, 1_920, 3_600, 3_600,
  ]);
  expect(retryDelayMs(1, 0.999)).toBeGreaterThan(37_000);
  expect(retryDelayMs(1, 0.999)).toBeLessThan(37_500);
});
