import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '@/lib/policy/policy';
import { recoverRuns } from '@/lib/runs/run-lock';
import type { StartRunInput } from '@/lib/runs/start-run';
import { checkJob } from '@/lib/schedule/check-job';
import { executeJob } from '@/lib/schedule/execute-job';
import type { ScheduledJob } from '@/lib/schedule/jobs';
import { log } from '@/lib/server/log';
import { insertPolicy } from '@/lib/warehouse/sql/policies';
import { endReviewCall, insertReviewCall } from '@/lib/warehouse/sql/review-calls';
import { seedCompany } from '@/test/support/company';
import { targetAt } from '@/test/support/notifications';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { runToCompletion } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { hoursAgo } from '@/test/support/test-context';
import { startWebhookReceiver, type WebhookReceiver } from '@/test/support/webhook-receiver';
import { notifyAndDeliver } from './start-notifications';

const context = seededTestContext();
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.requests.length = 0;
});

const { level } = log;
const claude = { ANTHROPIC_API_KEY: 'sk-1', ANTHROPIC_MODEL: 'claude-sonnet-5-5' };

/** Checks everything as the server does, and returns what was sent. */
async function sent(settings: Readonly<Record<string, string>> = {}) {
  receiver.requests.length = 0;
  const ctx = { ...context.as('Notifications', 'viewer'), claude };
  await notifyAndDeliver(ctx, targetAt(receiver.url, settings));
  return receiver.requests.map(({ body }) => body);
}

async function setPolicy(changes: Partial<Policy>, version = 2): Promise<void> {
  const policyJson = JSON.stringify({ ...defaultPolicy, ...changes });
  const policy = { version, policyJson, note: null, createdBy: 'x', now: context.now() };
  await context.warehouse.transaction('test', (session) => session.write(insertPolicy(policy)));
}

const withoutReview = (input: { batchSize: number; dryRun?: boolean }): StartRunInput => ({
  mode: 'batch',
  review: 'off',
  ...input,
});

describe('the queue', () => {
  beforeEach(() => seedCompany(context.warehouse, { csms: [{ name: 'Ana' }, { name: 'Bo' }] }));

  it('is notified about when a recommendation becomes overdue, and once a day while it is', async () => {
    await seedCompany(context.warehouse, { accounts: [{ id: 'A1' }, { id: 'A2' }] });
    await insertExternalRecommendations(context.warehouse, [
      { account: 'A1', csm: 'Ana', at: hoursAgo(47) },
      { account: 'A2', csm: 'Bo', at: hoursAgo(1) },
    ]);
    expect(await sent()).toEqual([]);
    context.advanceHours(2);
    expect(await sent()).toMatchObject([
      {
        type: 'queue.overdue',
        data: {
          title: '1 recommendation is overdue',
          url: 'https://csm.example.com/queue?overdue=true',
          overdue: 1,
          pending: 2,
          overdueAfterHours: 48,
        },
      },
    ]);
    context.advanceHours(23);
    expect(await sent()).toEqual([]);
    context.advanceHours(2);
    expect(await sent()).toMatchObject([{ type: 'queue.overdue' }]);
  });
});

describe('a CSM over capacity', () => {
  const book = (csm: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ id: `${csm}-${n}`, csm }));

  it('is notified about with others, once a day for each', async () => {
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Ana', capacity: 2 },
        { name: 'Bo', capacity: 2 },
        { name: 'Cy', capacity: 5 },
      ],
      accounts: [...book('Ana', 3), ...book('Bo', 2), ...book('Cy', 2)],
    });
    expect(await sent()).toMatchObject([
      {
        type: 'csm.over_capacity',
        data: {
          title: 'Ana is over capacity',
          lines: [{ text: 'Ana: 3 of 2 accounts, with pending ones' }],
          csms: [{ name: 'Ana', accounts: 3, capacity: 2 }],
        },
      },
    ]);
    context.advanceHours(12);
    await seedCompany(context.warehouse, { accounts: [{ id: 'Bo-9', csm: 'Bo' }] });
    // The program that wrote it is another one, whose changes are read again within a minute.
    context.as('Ana', 'viewer').readModel.invalidate();
    expect(await sent()).toMatchObject([{ data: { title: 'Bo is over capacity' } }]);
    context.advanceHours(13);
    expect(await sent()).toMatchObject([{ data: { title: 'Ana is over capacity' } }]);
  });
});

describe('a run', () => {
  it('that fails is notified about once, with the reason', async () => {
    await seedCompany(context.warehouse, { accounts: [{ id: 'A1' }] });
    const run = await runToCompletion(context.ctx, withoutReview({ batchSize: 5 }));
    expect(run).toMatchObject({ status: 'failed', failureCode: 'no_active_csm' });
    expect(await sent()).toMatchObject([
      {
        type: 'run.failed',
        data: {
          title: 'A run failed',
          lines: [{ text: run.failure }, { text: 'Started by Mia Manager.' }],
          url: `https://csm.example.com/runs/${run.id}`,
          runId: run.id,
          code: 'no_active_csm',
        },
      },
    ]);
    expect(await sent()).toEqual([]);
    context.advanceHours(30);
    expect(await sent()).toEqual([]);
  });

  it('that the server left unfinished is notified about after the restart', async () => {
    await context.warehouse.script(
      `INSERT INTO CSM_ROUTING_RUNS (run_id, mode, dry_run, status, started_by, started_by_name, started_at, policy_version)
       SELECT 'R-0', 'batch', FALSE, 'running', 'zoe@b.c', 'Zoe', CAST('2026-03-02' AS TIMESTAMP), 1`,
    );
    await recoverRuns(context.warehouse, context.now());
    expect(await sent()).toMatchObject([
      { type: 'run.failed', data: { title: 'A run was interrupted', runId: 'R-0' } },
    ]);
  });

  it('that leaves accounts is notified about with the reasons, and one that leaves none is not', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }],
      accounts: [{ id: 'A1' }, { id: 'A2' }, { id: 'A3' }],
    });
    const dry = await runToCompletion(context.ctx, withoutReview({ batchSize: 3, dryRun: true }));
    expect(dry.deferred).toBe(1);
    expect(await sent()).toEqual([]);
    const { id } = await runToCompletion(context.ctx, withoutReview({ batchSize: 3 }));
    expect(await sent()).toMatchObject([
      {
        type: 'run.short',
        data: {
          title: 'A run placed 2 of 3 accounts',
          lines: [
            {
              text: '1 account waits because every eligible CSM received as many as this run allows.',
            },
            { text: 'Started by Mia Manager.' },
          ],
          runId: id,
          placed: 2,
          requested: 3,
          deferred: 1,
        },
      },
    ]);
    context.advanceHours(5);
    const last = await runToCompletion(context.ctx, withoutReview({ batchSize: 10 }));
    expect(last).toMatchObject({ status: 'succeeded', placed: 1, deferred: 0 });
    // Nothing is left to place, which is no failure to report.
    const empty = await runToCompletion(context.ctx, withoutReview({ batchSize: 10 }));
    expect(empty).toMatchObject({ status: 'failed', failureCode: 'not_routable' });
    expect(await sent()).toEqual([]);
  });
});

describe('a scheduled job', () => {
  const job: ScheduledJob = { name: 'backup', cron: '0 9 * * *', timeZone: 'UTC' };
  const scheduler = () => context.as('Schedule', 'admin');

  it('that fails or was missed is notified about once, with the reason', async () => {
    const since = context.now();
    await checkJob(scheduler(), job, since);
    context.advanceHours(24);
    const dueAt = context.now();
    await checkJob(scheduler(), job, since);
    expect(await sent()).toEqual([]);
    // A folder that cannot be made, because its parent is a file.
    const folder = '/dev/null/backups';
    const backups = { source: 'unused', folder, prefix: 'x', keep: 1, keepDays: 0 };
    log.level = 'silent';
    await executeJob(
      scheduler(),
      { name: 'backup', dueAt },
      { batchSize: 1, backups, notify: null },
    );
    log.level = level;
    expect(await sent()).toMatchObject([
      {
        type: 'job.failed',
        data: {
          title: 'A scheduled job did not succeed',
          lines: [{ text: expect.stringMatching(/^Back up: /) }],
          jobs: [{ job: 'backup' }],
        },
      },
    ]);
    expect(await sent()).toEqual([]);
    context.advanceHours(50);
    await checkJob(scheduler(), job, since);
    expect(await sent()).toMatchObject([
      {
        data: {
          lines: [
            {
              text: 'Back up: No server was running at 2 times when it was due. Nothing was made up for.',
            },
          ],
        },
      },
    ]);
  });

  it('that is a run is notified about as the run that failed', async () => {
    await seedCompany(context.warehouse, { accounts: [{ id: 'A1' }] });
    const since = context.now();
    await checkJob(scheduler(), { ...job, name: 'run' }, since);
    context.advanceHours(24);
    const dueAt = context.now();
    await checkJob(scheduler(), { ...job, name: 'run' }, since);
    const backups = { source: 'unused', folder: 'unused', prefix: 'x', keep: 1, keepDays: 0 };
    await executeJob(scheduler(), { name: 'run', dueAt }, { batchSize: 1, backups, notify: null });
    expect(await sent()).toMatchObject([
      { type: 'run.failed', data: { startedBy: 'Schedule', code: 'no_active_csm' } },
    ]);
  });
});

describe('the review’s budget', () => {
  async function spend(id: string, input: number): Promise<void> {
    const at = context.now();
    const call = { id, at, model: claude.ANTHROPIC_MODEL };
    await context.warehouse.transaction('test', async (session) => {
      await session.write(
        insertReviewCall({
          ...call,
          runId: 'R-1',
          kind: 'now',
          promptVersion: 1,
          by: 'mia@example.com',
          ttlMs: 1,
        }),
      );
      const usage = { input, cacheWrite: 0, cacheRead: 0, output: 0 };
      const done = { status: 'done', failure: null, asked: 1, reviewed: 1, latencyMs: 1 } as const;
      await session.write(endReviewCall({ ...call, ...done, usage }));
    });
  }

  it('is notified about once when it is used up, and again if it is raised and used up', async () => {
    await setPolicy({ review: { ...defaultPolicy.review, monthlyTokens: 1_000 } });
    await spend('C1', 999);
    expect(await sent()).toEqual([]);
    await spend('C2', 1);
    expect(await sent()).toMatchObject([
      { type: 'review.over_budget', data: { tokens: 1_000, limit: 1_000, month: '2026-03' } },
    ]);
    await spend('C3', 500);
    context.advanceHours(48);
    expect(await sent()).toEqual([]);
    await setPolicy({ review: { ...defaultPolicy.review, monthlyTokens: 1_500 } }, 3);
    expect(await sent()).toMatchObject([{ data: { tokens: 1_500, limit: 1_500 } }]);
  });
});

it('sends nothing about events that are turned off, and all of the others', async () => {
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana', capacity: 1 }],
    accounts: [{ id: 'A1', csm: 'Ana' }, { id: 'A2', csm: 'Ana' }, { id: 'A3' }],
  });
  await insertExternalRecommendations(context.warehouse, [
    { account: 'A3', csm: 'Ana', at: hoursAgo(60) },
  ]);
  expect(await sent({ NOTIFY_OFF: 'queue.overdue, csm.over_capacity' })).toEqual([]);
  expect(await sent({ NOTIFY_OFF: 'queue.overdue' })).toMatchObject([
    { type: 'csm.over_capacity' },
  ]);
  expect(await sent()).toMatchObject([{ type: 'queue.overdue' }]);
});

it('tells people that an outage has ended, once', async () => {
  const since = context.now();
  context.advanceHours(0.2);
  const ended = { since, until: context.now() };
  for (const _ of ['first look', 'second look']) {
    await notifyAndDeliver(context.as('Notifications', 'viewer'), targetAt(receiver.url), ended);
  }
  expect(receiver.requests.map(({ body }) => body)).toMatchObject([
    {
      type: 'warehouse.health',
      data: {
        title: 'The warehouse works again',
        lines: [{ text: expect.stringMatching(/^It was broken for 12 minutes/) }],
        status: 'recovered',
      },
    },
  ]);
});

it('makes the other checks if one fails', async () => {
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana', capacity: 1 }],
    accounts: [
      { id: 'A1', csm: 'Ana' },
      { id: 'A2', csm: 'Ana' },
    ],
  });
  const ctx = { ...context.as('Notifications', 'viewer'), claude };
  const broken = {
    ...ctx,
    warehouse: {
      ...ctx.warehouse,
      read: (query: Parameters<typeof ctx.warehouse.read>[0], options: object) =>
        query.name === 'runs.page'
          ? Promise.reject(new Error('fails'))
          : ctx.warehouse.read(query, options),
    } as typeof ctx.warehouse,
  };
  log.level = 'silent';
  await notifyAndDeliver(broken, targetAt(receiver.url));
  log.level = level;
  expect(receiver.requests.map(({ body }) => body.type)).toEqual(['csm.over_capacity']);
});
