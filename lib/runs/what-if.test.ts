import { describe, expect, it } from 'vitest';
import type { Scenario } from '@/lib/engine/scenario-types';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';
import { askWhatIf, listWhatIfChoices, type WhatIfSubject } from './what-if';

const context = seededTestContext();

const ask = (subject: WhatIfSubject, scenario: Scenario) =>
  askWhatIf(context.ctx, { subject, scenario });

const intake = { kind: 'intake' } as const;

/** Two accounts, and two CSMs of whom Bo has less experience and the fuller book. */
async function seedTwo() {
  await seedCompany(context.warehouse, {
    csms: [
      { name: 'Ana', tenureMonths: 40 },
      { name: 'Bo', tenureMonths: 3 },
    ],
    accounts: [
      { id: 'A1', name: 'Acme', since: hoursAgo(5), neediness: 5, health: 90 },
      { id: 'A2', name: 'Birch', since: hoursAgo(4), neediness: 9, health: 90 },
      ...Array.from({ length: 30 }, (_, n) => ({ id: `B${n}`, csm: n < 18 ? 'Bo' : 'Ana' })),
    ],
  });
}

async function queuedFor(accountId: string) {
  const { rows } = await readQueue(context.ctx);
  const row = rows.find((each) => each.accountId === accountId);
  if (!row) throw new Error(`${accountId} is not queued`);
  return { kind: 'recommendation', id: row.id } as const;
}

describe('what if', () => {
  it('compares today’s intake with a change of it', async () => {
    await seedTwo();
    const until = Date.parse(hoursAgo(-48));
    const { current, changed, moves } = await ask(intake, { kind: 'away', csm: 'Bo', until });
    expect([current.placed, changed.placed]).toEqual([2, 1]);
    expect(moves).toEqual([expect.objectContaining({ accountName: 'Acme', from: 'Bo', to: null })]);
  });

  it('solves the accounts of a recommendation’s run as if they were not recommended yet', async () => {
    await seedTwo();
    await runToCompletion(context.ctx, wholeBatch);
    const subject = await queuedFor('A1');
    const { current, moves, gain, pair } = await ask(subject, {
      kind: 'pair',
      accountId: 'A1',
      csm: 'Ana',
    });
    expect(current.placed).toBe(2);
    expect(moves.map(({ accountId, from, to }) => [accountId, from, to])).toEqual([
      ['A1', 'Bo', 'Ana'],
      ['A2', 'Ana', 'Bo'],
    ]);
    expect(gain).toBeLessThan(0);
    expect(pair?.forced.exclusion).toBeNull();
  });

  it('compares with the recommended CSM, although the engine would not choose them', async () => {
    await seedTwo();
    await insertExternalRecommendations(context.warehouse, [
      { account: 'A2', csm: 'Bo', at: hoursAgo(1) },
    ]);
    const { pair, gain } = await ask(await queuedFor('A2'), {
      kind: 'pair',
      accountId: 'A2',
      csm: 'Ana',
    });
    expect(pair?.instead?.csm).toBe('Bo');
    expect(gain).toBeGreaterThan(0);
  });

  it('solves a run from what was stored, whatever has changed since', async () => {
    await seedTwo();
    const run = await runToCompletion(context.ctx, { ...wholeBatch, dryRun: true });
    await context.warehouse.script(`DELETE FROM ${tableNames.activeCsms}`);
    const { current, moves } = await ask(
      { kind: 'run', id: run.id },
      { kind: 'pair', accountId: 'A2', csm: 'Bo' },
    );
    expect(current.placed).toBe(run.result?.placements.length);
    expect(moves).toHaveLength(2);
  });

  it('saves nothing', async () => {
    await seedTwo();
    await runToCompletion(context.ctx, wholeBatch);
    const { recommendations, assignments, decisions, runs, runInputs } = tableNames;
    const tables = [recommendations, assignments, decisions, runs, runInputs];
    const snapshot = () =>
      Promise.all(tables.map((table) => context.queryRows(`SELECT * FROM ${table}`)));
    const before = await snapshot();
    await ask(await queuedFor('A1'), { kind: 'capacity', csm: 'Ana', capacity: 1 });
    expect(await snapshot()).toEqual(before);
  });

  it('offers the accounts, active CSMs, classes, and weights of the problem', async () => {
    await seedTwo();
    await runToCompletion(context.ctx, wholeBatch);
    const choices = await listWhatIfChoices(context.ctx, await queuedFor('A1'));
    expect(choices.accounts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Acme', 'Birch']),
    );
    expect(choices).toMatchObject({
      csms: [
        { name: 'Ana', capacity: null },
        { name: 'Bo', capacity: null },
      ],
      weights: { experience: 120 },
      recommended: { accountId: 'A1', csm: 'Bo' },
    });
    expect(choices.classes).toHaveLength(1);
  });

  it('is refused for accounts and CSMs that are not part of the problem', async () => {
    expect(await expectAppError(ask(intake, pairOf('A1', 'Ana')))).toMatchObject({
      code: 'not_routable',
    });
    await seedTwo();
    for (const scenario of [pairOf('B1', 'Ana'), pairOf('A1', 'Cy')]) {
      expect(await expectAppError(ask(intake, scenario))).toMatchObject({ code: 'invalid_input' });
    }
    for (const subject of [
      { kind: 'recommendation', id: '404' },
      { kind: 'run', id: '20260302_080000' },
    ] as const) {
      expect(await expectAppError(ask(subject, pairOf('A1', 'Ana')))).toMatchObject({
        code: 'not_found',
      });
    }
  });
});

const pairOf = (accountId: string, csm: string) => ({ kind: 'pair', accountId, csm }) as const;
