import {
  insertDecisions,
  type NewDecision,
  upsertAssignments,
} from '@/lib/warehouse/sql/decisions';
import { insertExplanations, setOutcome } from '@/lib/warehouse/sql/recommendations';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import type { Warehouse } from '@/lib/warehouse/types';
import { seededRandom } from '@/test/engine/builders';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { edgeCaseStrings } from './edge-cases';
import { hoursLater, newAssignment, newDecision, newRun } from './rows';

/** The names in a random company. */
export const csmNames = ['Ana', 'Bo', edgeCaseStrings[0], 'Gone', edgeCaseStrings[5]] as const;
export const accountIds = Array.from({ length: 12 }, (_, n) =>
  n % 4 === 3 ? `${n}${edgeCaseStrings[n] ?? ''}`.slice(0, 40) : `A${n}`,
);
export const recommendationIds = Array.from({ length: 60 }, (_, n) => n + 1);
const runIds = ['20260301_090000_a', '20260302_080000', null] as const;

/** Fills a warehouse with a random company that covers every state. Deterministic by seed. */
export async function seedRandomCompany(warehouse: Warehouse, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const chance = (share: number) => random() < share;
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const one = <Value>(...values: readonly Value[]) => values[upTo(values.length - 1)] as Value;
  const maybe = <Value>(value: Value) => (chance(0.15) ? null : value);
  const segments = () => one('Residential', 'residential ', 'Commercial', null, ' ');
  const levels = () => one('Corporate', 'Enterprise', null);
  const when = () => hoursAgo(one(0.5, 3.999, 4, 23.9, 24, 100, 167.9, 168, 500) + upTo(2));

  await seedCompany(warehouse, {
    csms: csmNames.map((name) => ({
      ...{ name, active: name !== 'Gone', tenureMonths: one(2, 5.5, 6, 40, null, -3) },
      ...{ segment: segments(), level: levels(), capacity: one(0, 1, 2, 3, null) },
      awayUntil: chance(0.3) ? hoursAgo(upTo(2) - 1) : null,
    })),
    accounts: accountIds.flatMap((id) => {
      const account = {
        ...{ id, name: maybe(one<string>(...edgeCaseStrings)), since: maybe(when()) },
        ...{ csm: chance(0.5) ? one(...csmNames) : null, needsCsm: chance(0.7) },
        ...{ neediness: one(0, 2.5, 8, 10, 11, null), health: one(-1, 0, 59.5, 60, 80, 100, null) },
        ...{ color: one('Red', 'green', 'mauve', null), revenue: one(0, 999.5, 5e11, 2e12, null) },
        ...{ segment: segments(), level: levels() },
      };
      return chance(0.1) ? [account, { ...account, name: 'Again' }] : [account];
    }),
  });
  const recommendations = recommendationIds.map((id) => ({
    ...{ id, account: one(...accountIds, 'unknown'), csm: one(...csmNames), at: when() },
    ...{ method: maybe(one('batch_optimized', 'single_optimized')), runId: one(...runIds) },
    ...{ score: one(0, 33.3, 80, 80, 100, null), neediness: one(1, 9, null), health: one(10, 70) },
    ...{ revenue: one(1, 70_000, null), segment: segments(), level: levels() },
    ...{ feedback: maybe(one<string>(...edgeCaseStrings)), accepted: one(false, false, null) },
  }));
  await insertExternalRecommendations(warehouse, recommendations);
  await upsertExternalAssignments(
    warehouse,
    accountIds
      .filter(() => chance(0.4))
      .map((account) => ({ account, csm: one(...csmNames), at: when() })),
  );

  const decided = recommendations.filter(() => chance(0.4));
  const decisions = decided.flatMap(({ id, account, csm, at }, n): NewDecision[] => {
    const verb = one('accept', 'override', 'reject');
    const decision = newDecision({
      ...{ id: `d-${n}`, requestId: `q-${n}`, recommendationId: String(id), accountId: account },
      ...{ verb, recommendedCsm: csm, csm: verb === 'reject' ? null : csm, at: new Date(at) },
      ...{ note: maybe(one<string>(...edgeCaseStrings)), before: maybe(newAssignment()) },
      acknowledgedRules: chance(0.3) ? ['away', 'stale'] : [],
    });
    const { accountId, recommendationId } = decision;
    const undo = { id: `u-${n}`, requestId: `qu-${n}`, undoes: decision.id, verb: 'undo' } as const;
    return chance(0.3)
      ? [decision, newDecision({ ...undo, accountId, recommendationId })]
      : [decision];
  });
  const undone = new Set(decisions.map(({ undoes }) => undoes));
  const standing = decisions.filter(({ verb, id }) => verb !== 'undo' && !undone.has(id));
  const given = new Map(standing.filter(({ csm }) => csm).map((each) => [each.accountId, each]));
  await warehouse.transaction('test.random', async (session) => {
    for (const id of runIds) {
      if (id === null) continue;
      await session.write(insertRun(newRun({ id, at: hoursLater(-upTo(2)), dryRun: chance(0.5) })));
      const explained = new Map(
        recommendations.filter(({ runId }) => runId === id).map((each) => [each.account, each]),
      );
      await session.write(
        insertExplanations(
          { id, policyVersion: 1 },
          [...explained.values()].map(({ account, csm }) => ({
            ...{ accountId: account, score: 100 / 3, currentCsm: maybe(csm) },
            ...{ neediness: 10 / 3, health: null, revenue: 1_000.25 },
            explanation: JSON.stringify(edgeCaseStrings),
          })),
        ),
      );
      // Only the last one may be in progress.
      if (id !== runIds[0]) continue;
      await session.write(
        finishRun({
          ...{ id, status: 'succeeded', stage: 'saving', at: hoursLater(0), placed: 3 },
          ...{ deferred: 1, failure: null, result: JSON.stringify({ seed }) },
        }),
      );
    }
    if (decisions.length > 0) await session.write(insertDecisions(decisions));
    for (const { recommendationId, verb, csm } of standing) {
      if (csm === null) continue;
      const kind = verb === 'accept' ? ({ kind: 'accepted' } as const) : undefined;
      await session.write(setOutcome([recommendationId], kind ?? { kind: 'overridden', csm }));
    }
    const rows = [...given.values()].map(({ accountId, csm, at }) => ({
      accountId,
      assignment: newAssignment({ csmName: csm, assignedAt: at.toISOString() }),
    }));
    if (rows.length > 0) await session.write(upsertAssignments(rows));
  });
}
