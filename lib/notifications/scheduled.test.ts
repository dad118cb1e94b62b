import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getDiagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { getHandover } from '@/lib/analytics/handover/get-handover';
import { executeJob } from '@/lib/schedule/execute-job';
import { log } from '@/lib/server/log';
import { scheduledJobs } from '@/lib/warehouse/sql/schedule';
import { acceptRecommendation, rejectRecommendation } from '@/test/support/decisions';
import { targetAt } from '@/test/support/notifications';
import { runToCompletion } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, readQueue } from '@/test/support/test-context';
import { startWebhookReceiver, type WebhookReceiver } from '@/test/support/webhook-receiver';
import { sendScheduled } from './send-scheduled';

const book = Array.from({ length: 3 }, (_, n) => ({ id: `O${n}`, csm: 'Cy' }));
const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy', capacity: 2 }],
  accounts: [{ id: 'A1' }, { id: 'A2' }, { id: 'A3' }, ...book],
});
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.requests.length = 0;
  receiver.answer();
});

const zone = 'America/New_York';
const target = () => targetAt(receiver.url, { SCHEDULE_TIME_ZONE: zone });
const send = (event: 'digest.daily' | 'handover.weekly') =>
  sendScheduled(context.ctx, target(), { event, dueAt: context.now() });
const data = () => receiver.requests[0]?.body.data;

/** A run on Monday, of which one recommendation is accepted and one rejected. */
async function work(): Promise<void> {
  await runToCompletion(context.ctx, { mode: 'batch', batchSize: 3, review: 'off' });
  const [first, second] = (await readQueue(context.ctx)).rows;
  if (!first || !second) throw new Error('Nothing was recommended.');
  await acceptRecommendation(context.ctx, decisionRequest(first.id));
  await rejectRecommendation(context.ctx, { ...decisionRequest(second.id), reason: 'workload' });
}

describe('the digest', () => {
  it('has the figures of the pages that it links to', async () => {
    await work();
    context.advanceHours(24);
    expect(await send('digest.daily')).toEqual({
      status: 'succeeded',
      message: `Sent to ${target().host}.`,
    });
    const { pending, accounts, csms } = await getDiagnostics(context.ctx);
    expect(data()).toMatchObject({
      title: 'CSM Routing on Tuesday, March 3',
      pending: pending.rows,
      overdue: pending.overdue,
      accountsToPlace: accounts.routable,
      decidedYesterday: { accepted: 1, overridden: 0, rejected: 1 },
      acceptance: { rate: 0.5, decided: 2 },
      runs: { count: 1, failed: 0, placed: 2, requested: 3 },
      overCapacity: csms.overCapacity,
      csms: { active: 3, eligible: csms.eligible },
    });
    expect(csms.overCapacity).toEqual([{ name: 'Cy', accounts: 3, capacity: 2 }]);
    expect(data().lines.map(({ text }: { text: string }) => text)).toEqual([
      `Queue: ${pending.rows} pending, 0 overdue, 0 stale`,
      `Waiting for a run: ${accounts.routable} accounts`,
      'Decided yesterday: 1 accepted, 0 overridden, 1 rejected',
      'Acceptance, recommendations of the last 7 days: 50% of 2 decided',
      'Runs since yesterday: 1, placed 2 of 3 requested accounts',
      'Over capacity: Cy',
      'Cooling: 0 of 3 active CSMs; 2 may receive an account now',
    ]);
    expect(data().lines[2].url).toBe(
      'https://csm.example.com/handover?from=2026-03-02&to=2026-03-02&zone=America%2FNew_York',
    );
  });

  it('is sent on a day on which nothing happened', async () => {
    await send('digest.daily');
    expect(data()).toMatchObject({ pending: 0, acceptance: { rate: null, decided: 0 } });
    expect(data().lines[4].text).toBe('Runs since yesterday: none');
  });
});

describe('the handover', () => {
  it('is that of the seven days until yesterday, with a link to its page', async () => {
    await work();
    context.advanceHours(7 * 24);
    await send('handover.weekly');
    const period = { first: '2026-03-02', last: '2026-03-08' };
    const page = await getHandover(context.ctx, {
      period,
      zone,
      segments: [],
      levels: [],
      managers: [],
    });
    expect(data()).toMatchObject({
      // The formatter's spaces are thin ones.
      title: expect.stringMatching(/^Handover of March 2\s–\s8, 2026$/),
      url: 'https://csm.example.com/handover?from=2026-03-02&to=2026-03-08&zone=America%2FNew_York',
      ...page.decided,
      open: page.open.total,
      pending: page.open.pending,
    });
    expect(page.decided).toMatchObject({ accepted: 1, rejected: 1 });
    expect(data().lines[1].text).toContain('1 accepted, 0 overridden, 1 rejected');
  });
});

describe('a scheduled notification', () => {
  it('is sent once for its time', async () => {
    await send('digest.daily');
    expect(await send('digest.daily')).toEqual({
      status: 'succeeded',
      message: 'It was sent before.',
    });
    expect(receiver.requests).toHaveLength(1);
  });

  it('says in the schedule how its delivery went', async () => {
    const { level } = log;
    log.level = 'silent';
    const dueAt = context.now();
    const backups = { source: 'unused', folder: 'unused', prefix: 'x', keep: 1, keepDays: 0 };
    const last = async (name: 'digest' | 'handover', status: number) => {
      await context.warehouse.script(
        `INSERT INTO CSM_ROUTING_SCHEDULE (job, pattern, checked_until, due_at, started_at, status, missed)
         SELECT '${name}', 'x', due, due, due, 'started', 0
         FROM (SELECT CAST('${dueAt.toISOString()}' AS TIMESTAMP_NTZ) AS due) AS times`,
      );
      receiver.answer({ status });
      const settings = { batchSize: 1, backups, notify: target() };
      await executeJob(context.as('Schedule', 'admin'), { name, dueAt }, settings);
      const rows = await context.warehouse.read(scheduledJobs());
      return rows.find(({ job }) => job === name)?.last;
    };
    expect(await last('digest', 500)).toMatchObject({
      status: 'succeeded',
      message: `${target().host} answered with status 500. The server tries again; the Notifications page shows the outcome.`,
    });
    expect(await last('handover', 403)).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('answered with status 403'),
    });
    log.level = level;
  });
});
