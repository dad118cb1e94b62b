import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseEnv } from '@/lib/server/env';
import { auditEntriesFrom } from '@/lib/warehouse/sql/audit';
import { failInterruptedExecutions, scheduledJobs } from '@/lib/warehouse/sql/schedule';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { checkJob } from './check-job';
import { executeJob } from './execute-job';
import { type JobName, type ScheduledJob, scheduledJobsOf, turnOnHint } from './jobs';
import { listJobs } from './list-jobs';
import { nextTime } from './times';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: [{ id: 'A1' }, { id: 'A2' }, { id: 'A3' }],
});

const job: ScheduledJob = { name: 'run', cron: '0 6 * * *', timeZone: 'UTC' };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const settings = () => {
  const backups = { source: 'unused', folder, prefix: 'warehouse-', keep: 1, keepDays: 0 };
  return { batchSize: 2, backups, notify: null };
};

let since: Date;
let dueAt: Date;
beforeEach(() => {
  since = context.now();
  const next = nextTime(job, since);
  if (!next) throw new Error('The job has no next time.');
  dueAt = next;
});

const scheduler = () => context.as('Schedule', 'admin');
const goTo = (time: Date) =>
  context.advanceHours((time.getTime() - context.now().getTime()) / 3_600_000);
const check = () => checkJob(scheduler(), job, since);
const listed = async () => (await listJobs(context.ctx, parseEnv({ SCHEDULE_RUN: job.cron })))[0];
const audited = async () =>
  (await context.warehouse.read(auditEntriesFrom(1, 10_000)))
    .filter(({ action }) => action.startsWith('schedule.'))
    .map(({ action }) => action);

describe('the schedule', () => {
  it('starts a job at its time on one of several servers', async () => {
    expect(await check()).toEqual({ dueAt: null, missed: null });
    goTo(dueAt);
    const servers = await Promise.all([check(), check(), check()]);
    expect(servers.filter((each) => each.dueAt !== null)).toEqual([{ dueAt, missed: null }]);
    expect(await listed()).toMatchObject({
      schedule: { nextAt: nextTime(job, dueAt) },
      last: { status: 'started', dueAt },
    });
  });

  it('reports the times at which no server was running, and makes up for none', async () => {
    await check();
    goTo(dueAt);
    context.advanceHours(25);
    const until = nextTime(job, dueAt);
    expect(await check()).toEqual({ dueAt: null, missed: { count: 2, from: dueAt, until } });
    expect(await check()).toEqual({ dueAt: null, missed: null });
    expect(await listed()).toMatchObject({ last: null, missed: { count: 2, from: dueAt, until } });
    expect((await audited()).at(-1)).toBe('schedule.missed');
  });

  it('counts the times of a new pattern from the start of the server that has it', async () => {
    await check();
    goTo(dueAt);
    context.advanceHours(2);
    const changed = { ...job, cron: '0 5 * * *' };
    expect(await checkJob(scheduler(), changed, context.now())).toEqual({
      dueAt: null,
      missed: null,
    });
    expect((await audited()).at(-1)).toBe('schedule.changed');
  });

  it('lists every job, also those that are off', async () => {
    const off = { schedule: null, last: null, missed: null };
    const jobs = await listJobs(context.ctx, parseEnv({}));
    expect(jobs.map(({ name }) => name)).toEqual([
      'run',
      'refresh',
      'backup',
      'digest',
      'handover',
    ]);
    for (const each of jobs) expect(each).toMatchObject(off);
    const settings = { SCHEDULE_REFRESH: '*/15 * * * *', SCHEDULE_TIME_ZONE: 'Europe/Paris' };
    expect(scheduledJobsOf(parseEnv(settings))).toEqual([
      { name: 'refresh', cron: '*/15 * * * *', timeZone: 'Europe/Paris' },
    ]);
  });

  it('sends the digest daily and the handover weekly where notifications go, unless they are off', () => {
    const slack = { NOTIFY_URL: 'https://hooks.slack.com/services/T0/B0/X' };
    const crons = (settings: Readonly<Record<string, string>>) =>
      scheduledJobsOf(parseEnv({ ...slack, ...settings })).map(({ name, cron }) => [name, cron]);
    expect(crons({})).toEqual([
      ['digest', '0 8 * * *'],
      ['handover', '0 8 * * 1'],
    ]);
    expect(crons({ SCHEDULE_DIGEST: '0 7 * * 1-5', NOTIFY_OFF: 'handover.weekly' })).toEqual([
      ['digest', '0 7 * * 1-5'],
    ]);
    expect(scheduledJobsOf(parseEnv({}))).toEqual([]);
    const hint = (settings: Readonly<Record<string, string>>) =>
      turnOnHint('digest', parseEnv(settings));
    expect(hint({})).toBe('Set NOTIFY_URL to schedule it.');
    expect(hint({ ...slack, NOTIFY_OFF: 'digest.daily' })).toBe(
      'Remove digest.daily from NOTIFY_OFF to schedule it.',
    );
  });
});

describe('a scheduled job', () => {
  const execute = async (name: JobName) => {
    goTo(dueAt);
    await checkJob(scheduler(), { ...job, name }, since);
    await executeJob(scheduler(), { name, dueAt }, settings());
    const row = (await context.warehouse.read(scheduledJobs())).find((each) => each.job === name);
    return row?.last;
  };

  it('starts a run, and says what the run placed and links to it', async () => {
    const last = await execute('run');
    expect(last).toMatchObject({ status: 'succeeded', message: 'Placed 2 accounts.' });
    const runs = await context.queryRows(`SELECT run_id, started_by, placed FROM CSM_ROUTING_RUNS`);
    expect(runs).toEqual([
      { run_id: last?.runId, started_by: scheduler().person.email, placed: 2 },
    ]);
    expect((await audited()).at(-1)).toBe('schedule.ended');
  });

  it('places nothing twice if it is executed again', async () => {
    const first = await execute('run');
    await executeJob(scheduler(), { name: 'run', dueAt }, settings());
    const again = (await context.warehouse.read(scheduledJobs()))[0]?.last;
    expect(again?.runId).toBe(first?.runId);
    expect(await context.queryRows('SELECT run_id FROM CSM_ROUTING_RUNS')).toHaveLength(1);
  });

  it('succeeds when there is nothing to refresh', async () => {
    expect(await execute('refresh')).toMatchObject({ status: 'succeeded', runId: null });
  });

  it('makes a backup', async () => {
    const last = await execute('backup');
    const [name] = await readdir(folder);
    expect(last).toMatchObject({ status: 'succeeded', message: `Made and verified ${name}.` });
  });

  it('says why it failed', async () => {
    await context.warehouse.script(
      `UPDATE CSM_ROUTING_LOCKS SET holder = 'R-0', expires_at = TIMESTAMP '2999-01-01' WHERE name = 'run'`,
    );
    await context.warehouse.script(
      `INSERT INTO CSM_ROUTING_RUNS (run_id, mode, dry_run, status, started_by, started_by_name, started_at, policy_version)
       SELECT 'R-0', 'batch', FALSE, 'running', 'zoe@b.c', 'Zoe', CAST('2026-01-01' AS TIMESTAMP), 1`,
    );
    expect(await execute('run')).toMatchObject({
      status: 'failed',
      message: 'Zoe’s run is in progress. Wait for it to finish, or cancel it.',
    });
  });

  it('is interrupted if its process ends', async () => {
    goTo(dueAt);
    await check();
    context.advanceHours(1);
    await context.warehouse.transaction('test', (session) =>
      session.write(failInterruptedExecutions(context.now(), context.now())),
    );
    expect((await listed())?.last).toMatchObject({ status: 'interrupted' });
  });
});
