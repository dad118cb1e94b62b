import { describe, expect, it } from 'vitest';
import { isFree } from './engine';
import { makeRun } from './make-run';
import { schedule } from './people';
import { simulate } from './simulate';

describe('the simulated quarter', () => {
  it.each([
    ['a Monday before dawn', '2027-03-01T04:10:00Z'],
    ['a Saturday night', '2026-08-08T23:30:00Z'],
  ])('ends on %s with a queue, somebody cooling and room for a run', (_, time) => {
    const now = new Date(time).getTime();
    const company = simulate(7, now);
    const { needing, csms, recommendations, runs } = company;
    expect(needing.size).toBe(60);
    const pending = recommendations.filter((row) => row.account.pending === row);
    expect(pending.length).toBeGreaterThan(20);
    expect(pending.length).toBeLessThan(35);
    const cooling = csms.filter((csm) => (csm.receipts.at(-1)?.at ?? 0) > now - 4 * 3_600_000);
    expect(cooling.length).toBeGreaterThan(2);
    expect(csms.filter((csm) => isFree(csm, now)).length).toBeGreaterThan(25);

    const accounts = [...needing].filter((account) => account.pending === null);
    makeRun(company, { at: now, by: schedule, mode: 'batch', accounts, batchSize: 100 });
    expect(runs.at(-1)?.placed).toBeGreaterThan(0.7 * accounts.length);
  });
});
