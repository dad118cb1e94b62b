import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listQueue } from '@/lib/decisions/queue';
import { listCandidates } from '@/lib/decisions/recommendation-details';
import { flags } from '@/lib/engine/flags';
import { getRun } from '@/lib/runs/read-runs';
import { startRun } from '@/lib/runs/start-run';
import { MINUTE_MS } from '@/lib/time';
import { tableNames } from '@/lib/warehouse/tables';
import { type MadeDemo, madeDemo } from '@/test/support/made-demo';
import { noFilter } from '@/test/support/test-context';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A moment as New York's clocks show it. */
function inNewYork(at: Date): { readonly day: string; readonly hours: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/New_York',
    weekday: 'short',
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return { day: part('weekday'), hours: Number(part('hour')) + Number(part('minute')) / 60 };
}

describe.each([
  ['now', new Date()],
  ['on a Monday before dawn, in winter', new Date('2027-03-01T09:10:00Z')],
  ['on a Wednesday afternoon, in summer', new Date('2026-07-15T19:00:00Z')],
  ['on a Saturday night', new Date('2026-08-08T23:30:00Z')],
  ['just after a clock change', new Date('2026-11-02T05:20:00Z')],
])('a demo made %s', (name, now) => {
  let demo: MadeDemo;
  beforeAll(async () => {
    demo = await madeDemo(folder, name, now);
  });
  afterAll(() => demo?.warehouse.close());

  it('has a full queue with each warning at least twice', async () => {
    const page = await listQueue(demo.ctx, {
      filter: noFilter,
      sort: [],
      page: 1,
      pageSize: 100,
    });
    expect(page.rows.length).toBeGreaterThan(20);
    expect(page.rows.length).toBeLessThan(40);
    const found = page.rows.flatMap((row) => row.flags);
    const counts = flags.map((flag) => [flag, found.filter((each) => each === flag).length]);
    expect(counts.filter(([, count]) => Number(count) < 2)).toEqual([]);
    expect(page.rows.filter((row) => row.flags.length === 0).length).toBeGreaterThan(14);
    const verdicts = page.rows.map(({ review }) => review?.verdict);
    expect(verdicts.filter(Boolean).length).toBeGreaterThan(10);
    for (const verdict of ['approve', 'caution', 'reassign']) expect(verdicts).toContain(verdict);
    expect(page.rows.every(({ review }) => !review || review.model === 'sample')).toBe(true);
  });

  it('has pending recommendations with a suggested CSM who is free', async () => {
    const { ctx } = demo;
    const filter = { ...noFilter, verdicts: ['reassign'] as const };
    const { rows } = await listQueue(ctx, { filter, sort: [], page: 1, pageSize: 100 });
    const exclusions = await Promise.all(
      rows.map(async ({ id, review }) => {
        const candidates = await listCandidates(ctx, { recommendationId: id });
        return candidates.find(({ csm }) => csm === review?.suggestedCsm)?.exclusion;
      }),
    );
    expect(exclusions).toContain(null);
  });

  it('has free CSMs for the accounts that need one', async () => {
    const { ctx } = demo;
    const { runId, done } = await startRun(ctx, { mode: 'batch', batchSize: 100 });
    await done;
    const { placed, deferred } = await getRun(ctx, runId);
    expect(placed).toBeGreaterThan(18);
    expect(placed).toBeGreaterThan(0.7 * ((placed ?? 0) + (deferred ?? 0)));
  });

  it('has managers who decide on weekdays, in office hours', async () => {
    const { rows, now } = demo;
    const decisions = await rows(`SELECT CAST(decided_at AS VARCHAR) AS at
      FROM ${tableNames.decisions} WHERE decided_at < CAST('${now.toISOString()}' AS TIMESTAMP) - INTERVAL 8 HOUR`);
    const outside = decisions
      .map(({ at }) => inNewYork(new Date(`${String(at).replace(' ', 'T')}Z`)))
      .filter(({ day, hours }) => ['Sat', 'Sun'].includes(day) || hours < 8.5 || hours > 17.5);
    expect(decisions.length).toBeGreaterThan(3_000);
    expect(outside).toEqual([]);
  });

  it('has nothing in the future', async () => {
    const { one, now } = demo;
    for (const [table, column] of [
      ['recommendations', 'recommendation_timestamp'],
      ['decisions', 'decided_at'],
      ['assignments', 'assignment_date'],
      ['runs', 'started_at'],
      ['reviews', 'reviewed_at'],
      ['onboardingSource', 'needs_csm_since'],
    ] as const) {
      const latest = await one(`SELECT COUNT(*) FROM ${tableNames[table]}
        WHERE ${column} > CAST('${new Date(now.getTime() + MINUTE_MS).toISOString()}' AS TIMESTAMP)`);
      expect(latest, table).toBe(0);
    }
  });
});
