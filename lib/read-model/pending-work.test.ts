import { describe, expect, it } from 'vitest';
import { snooze } from '@/lib/decisions/snooze';
import { defaultPolicy } from '@/lib/policy/policy';
import { seededRandom } from '@/test/engine/builders';
import { seedCompany, type TestAccount } from '@/test/support/company';
import { acceptRecommendation, undoDecision } from '@/test/support/decisions';
import {
  type ExternalRecommendation,
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  monday,
  readQueue,
} from '@/test/support/test-context';

const context = seededTestContext({ csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }] });

const inOrder = [{ column: 'order', descending: false }] as const;
const queue = (filter = {}) => readQueue(context.ctx, { sort: inOrder, filter });
const order = async (filter = {}) =>
  (await queue(filter)).rows.map(({ accountId }) => accountId).join(' ');
const rowOf = async (account: string) =>
  (await queue()).rows.find(({ accountId }) => accountId === account);

/** Seeds accounts with a recommendation each, which have ids from 1. */
async function recommend(
  ...rows: (TestAccount & Partial<Pick<ExternalRecommendation, 'csm' | 'at'>>)[]
): Promise<void> {
  await seedCompany(context.warehouse, { accounts: rows.map((row) => ({ ...row, csm: null })) });
  await insertExternalRecommendations(
    context.warehouse,
    rows.map(({ id, csm = 'Ana', at = hoursAgo(1), neediness = 5, health = 75 }, n) => ({
      id: n + 1,
      account: id,
      csm,
      at,
      neediness,
      health,
    })),
  );
}

const coolAna = (hours: number) =>
  upsertExternalAssignments(context.warehouse, [
    { account: 'before', csm: 'Ana', at: hoursAgo(hours) },
  ]);

describe('the default order', () => {
  it('puts red and high-need accounts first, then the longest waiting', async () => {
    const since = (days: number) => hoursAgo(24 * days);
    await recommend(
      { id: 'new', csm: 'Ana', since: since(1) },
      { id: 'long', csm: 'Bo', since: since(9) },
      { id: 'red', csm: 'Cy', since: since(2), health: 30 },
      { id: 'needy', csm: 'Dee', since: since(3), neediness: 8 },
      { id: 'unknown', csm: 'Eli', since: null },
    );
    await seedCompany(context.warehouse, { csms: [{ name: 'Dee' }, { name: 'Eli' }] });
    expect(await order()).toBe('needy red long new unknown');
  });

  it('counts an account that needs a CSM from a future time as waiting since now', async () => {
    await recommend({ id: 'A', since: hoursAgo(-48) });
    expect((await rowOf('A'))?.waitingSince).toEqual(monday);
  });

  it('puts rows that become ready after the ready ones, soonest first, and blocked ones last', async () => {
    await recommend(
      { id: 'stale', csm: 'Cy', at: hoursAgo(25), health: 10 },
      { id: 'cooling', csm: 'Ana', health: 20 },
      { id: 'away', csm: 'Dee', health: 30 },
      { id: 'fine', csm: 'Bo' },
    );
    await seedCompany(context.warehouse, { csms: [{ name: 'Dee', awayUntil: hoursAgo(-1) }] });
    await coolAna(2);
    expect(await order()).toBe('fine away cooling stale');
    expect((await rowOf('cooling'))?.readiness).toEqual({
      kind: 'later',
      after: null,
      at: new Date(hoursAgo(-2)),
    });
    expect((await rowOf('stale'))?.readiness).toEqual({ kind: 'blocked' });
    expect(await queue()).toMatchObject({ pending: 4, ready: 1, flagged: 3 });
    expect((await queue()).nextChangeAt).toEqual(new Date(hoursAgo(-1)));
  });

  it('flags a recommendation when the planned leave of its CSM starts', async () => {
    await recommend({ id: 'A', csm: 'Dee' });
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Dee', awayFrom: hoursAgo(-2), awayUntil: hoursAgo(-20) }],
    });
    expect(await queue()).toMatchObject({ ready: 1, nextChangeAt: new Date(hoursAgo(-2)) });
  });

  it('has one ready row per CSM; the others follow after each cooling period', async () => {
    await recommend(
      { id: 'second', since: hoursAgo(20) },
      { id: 'first', health: 20 },
      { id: 'third', since: hoursAgo(10) },
      { id: 'other', csm: 'Bo' },
    );
    expect(await order()).toBe('first other second third');
    expect((await rowOf('second'))?.readiness).toEqual({
      kind: 'later',
      at: new Date(hoursAgo(-4)),
      after: { id: '2', accountId: 'first', accountName: 'Account first' },
    });
    expect((await rowOf('third'))?.readiness).toMatchObject({ at: new Date(hoursAgo(-8)) });
    expect(await order({ readiness: ['ready'] })).toBe('first other');
  });

  it('blocks a row that would be a day old before its CSM is free', async () => {
    await recommend({ id: 'first', health: 20 }, { id: 'second', at: hoursAgo(21) });
    expect((await rowOf('second'))?.readiness).toEqual({ kind: 'blocked' });
  });

  it('never flags a ready row by accepting those above it', async () => {
    let accepted = 0;
    for (let seed = 1; seed <= 8; seed += 1) {
      await context.clear();
      await seedBusyCompany(seed);
      for (;;) {
        const [first, ...others] = (await queue()).rows;
        if (first?.readiness?.kind !== 'ready') break;
        await acceptRecommendation(context.ctx, decisionRequest(first.id));
        accepted += 1;
        const { rows } = await queue();
        const flagged = new Set(rows.filter(({ flags }) => flags.length > 0).map(({ id }) => id));
        const wasReady = others.filter(({ readiness }) => readiness?.kind === 'ready');
        expect(wasReady.filter(({ id }) => flagged.has(id))).toEqual([]);
      }
    }
    expect(accepted).toBeGreaterThan(40);
  });
});

/** Seeds several recommendations per CSM. Half of the companies have no cooling period. */
async function seedBusyCompany(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const policy = {
    ...defaultPolicy,
    coolingHours: seed % 2 === 0 ? 0 : 4,
    velocity: { perWeek: 3, newCsmTenureMonths: 6, newCsmPerDay: 2 },
  };
  await context.queryRows(`INSERT INTO CSM_ROUTING_POLICIES (version, policy, created_by, created_at)
    VALUES (${seed + 1}, '${JSON.stringify(policy)}', 'test', TIMESTAMP '2026-01-01 00:00:00')`);
  const names = ['Ana', 'Bo', 'Cy', 'Dee', 'Eli', 'Fay'];
  const csmOf = () => names[upTo(names.length - 1)] as string;
  await seedCompany(context.warehouse, {
    csms: names.map((name) => ({ name, tenureMonths: 12 * upTo(1), capacity: 1 + upTo(5) })),
  });
  await upsertExternalAssignments(
    context.warehouse,
    Array.from({ length: 5 }, (_, n) => ({ account: `got-${n}`, csm: csmOf(), at: hoursAgo(n) })),
  );
  await recommend(
    ...Array.from({ length: 24 }, (_, n) => ({
      id: `A${n}`,
      csm: csmOf(),
      at: hoursAgo(1 + upTo(25)),
      health: 100 * random(),
      since: hoursAgo(upTo(200)),
    })),
  );
}

describe('a recommendation that has been pending too long', () => {
  it('is marked, counted, and found, and stays pending', async () => {
    await recommend({ id: 'old', at: hoursAgo(48.1) }, { id: 'new', csm: 'Bo' });
    expect(await rowOf('old')).toMatchObject({ overdue: true, state: 'pending' });
    expect(await rowOf('new')).toMatchObject({ overdue: false });
    expect((await queue()).overdue).toBe(1);
    expect(await order({ overdue: true })).toBe('old');
  });
});

describe('a snoozed recommendation', () => {
  it('leaves the queue and returns when its time comes', async () => {
    await recommend({ id: 'A', health: 10 }, { id: 'B' });
    const mia = { byName: 'Mia Manager', at: monday };
    await snooze(context.ctx, { recommendationIds: ['1'], until: hoursAgo(-2) });
    const nextChangeAt = new Date(hoursAgo(-2));
    expect(await queue()).toMatchObject({ pending: 1, snoozed: 1, nextChangeAt });
    expect((await queue({ snoozed: true })).rows[0]?.snoozed).toEqual({
      ...mia,
      until: new Date(hoursAgo(-2)),
    });
    // Its CSM is free for others meanwhile.
    expect(await rowOf('B')).toMatchObject({ readiness: { kind: 'ready' } });
    context.advanceHours(2);
    expect(await order()).toBe('A B');
  });

  it('returns when its flags have cleared, if that was the wish', async () => {
    await recommend({ id: 'A' }, { id: 'B', csm: 'Bo' });
    await coolAna(1);
    await snooze(context.ctx, { recommendationIds: ['1'], until: 'ready' });
    expect(await order()).toBe('B');
    context.advanceHours(3);
    expect(await order()).toBe('A B');
  });

  it('returns at once when the snooze is ended or snoozed again, and keeps it after an undo', async () => {
    await recommend({ id: 'A' });
    await snooze(context.ctx, { recommendationIds: ['1'], until: hoursAgo(-9) });
    await snooze(context.ctx, { recommendationIds: ['1'], until: 'now' });
    expect(await order()).toBe('A');
    context.advanceHours(1);
    await snooze(context.ctx, { recommendationIds: ['1'], until: hoursAgo(-9) });
    const decision = await acceptRecommendation(context.ctx, decisionRequest('1'));
    await undoDecision(context.ctx, decision);
    expect(await queue()).toMatchObject({ pending: 0, snoozed: 1 });
  });

  it('is refused if nothing can be snoozed, or for a time that is past or too far', async () => {
    await recommend({ id: 'A' });
    const refusal = async (until: string, id = '1') =>
      (await expectAppError(snooze(context.ctx, { recommendationIds: [id], until }))).message;
    expect(await refusal(hoursAgo(0))).toBe('Choose a time within the next 30 days.');
    expect(await refusal(hoursAgo(-24 * 31))).toBe('Choose a time within the next 30 days.');
    expect(await refusal('ready')).toBe(
      'These recommendations don’t become ready by themselves. Choose a time instead.',
    );
    expect(await refusal(hoursAgo(-1), '9')).toBe('These recommendations are no longer pending.');
    const viewer = snooze(context.as('Vi', 'viewer'), { recommendationIds: ['1'], until: 'now' });
    expect((await expectAppError(viewer)).code).toBe('forbidden');
  });
});
