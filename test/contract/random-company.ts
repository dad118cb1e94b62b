import {
  insertDecisions,
  type NewDecision,
  upsertAssignments,
} from '@/lib/warehouse/sql/decisions';
import { insertNote } from '@/lib/warehouse/sql/notes';
import { insertExplanations, setOutcomes } from '@/lib/warehouse/sql/recommendations';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import { toMicroseconds } from '@/lib/warehouse/sql/shared/microseconds';
import { insertSnoozes } from '@/lib/warehouse/sql/snoozes';
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
export const csmNames = ['Ana', 'Bo', edgeCaseStrings[0], 'Inactive', edgeCaseStrings[5]] as const;
export const accountIds = Array.from({ length: 12 }, (_, n) =>
  n % 4 === 3 ? `${n}${edgeCaseStrings[n] ?? ''}`.slice(0, 40) : `A${n}`,
);
export const recommendationIds = Array.from({ length: 60 }, (_, n) => n + 1);
const runIds = ['20260301_090000_a', '20260302_080000', null] as const;

/**
 * Fills a warehouse with a random company that covers every state. Deterministic by seed.
 * @param spellings other spellings of a CSM's name, for owners, recommendations, and assignments
 */
export async function seedRandomCompany(
  warehouse: Warehouse,
  seed: number,
  spellings: (name: string) => readonly string[] = () => [],
): Promise<void> {
  const random = seededRandom(seed);
  const chance = (share: number) => random() < share;
  const upTo = (max: number) => Math.floor(random() * (max + 1));
  const oneOf = <Value>(...values: readonly Value[]) => values[upTo(values.length - 1)] as Value;
  const orNull = <Value>(value: Value) => (chance(0.15) ? null : value);
  const csmName = () => {
    const name = oneOf(...csmNames);
    const others = spellings(name);
    return others.length > 0 ? oneOf(name, ...others) : name;
  };
  const segments = () => oneOf('Residential', 'residential ', 'Commercial', null, ' ');
  const levels = () => oneOf('Corporate', 'Enterprise', null);
  const pastTime = () => hoursAgo(oneOf(0.5, 3.999, 4, 23.9, 24, 100, 167.9, 168, 500) + upTo(2));

  await seedCompany(warehouse, {
    csms: csmNames.map((name) => ({
      name,
      active: name !== 'Inactive',
      tenureMonths: oneOf(2, 5.5, 6, 40, null, -3),
      segment: segments(),
      level: levels(),
      capacity: oneOf(0, 1, 2, 3, null),
      awayUntil: chance(0.3) ? hoursAgo(upTo(2) - 1) : null,
    })),
    accounts: accountIds.flatMap((id) => {
      const account = {
        id,
        name: orNull(oneOf<string>(...edgeCaseStrings)),
        since: orNull(pastTime()),
        csm: chance(0.5) ? csmName() : null,
        needsCsm: chance(0.7),
        neediness: oneOf(0, 2.5, 8, 10, 11, null),
        health: oneOf(-1, 0, 59.5, 60, 80, 100, null),
        color: oneOf('Red', 'green', 'mauve', null),
        revenue: oneOf(0, 999.5, 5e11, 2e12, null),
        segment: segments(),
        level: levels(),
      };
      return chance(0.1) ? [account, { ...account, name: 'Again' }] : [account];
    }),
  });
  const recommendations = recommendationIds.map((id) => ({
    id,
    account: oneOf(...accountIds, 'unknown'),
    csm: csmName(),
    at: pastTime(),
    method: orNull(oneOf('batch_optimized', 'single_optimized')),
    runId: oneOf(...runIds),
    score: oneOf(0, 33.3, 80, 80, 100, null),
    neediness: oneOf(1, 9, null),
    health: oneOf(10, 70),
    revenue: oneOf(1, 70_000, null),
    segment: segments(),
    level: levels(),
    feedback: orNull(oneOf<string>(...edgeCaseStrings)),
    accepted: oneOf(false, false, null),
  }));
  await insertExternalRecommendations(warehouse, recommendations);
  await upsertExternalAssignments(
    warehouse,
    accountIds
      .filter(() => chance(0.4))
      .map((account) => ({ account, csm: csmName(), at: pastTime() })),
  );

  const decided = recommendations.filter(() => chance(0.4));
  const decisions = decided.flatMap(({ id, account, csm, at }, n): NewDecision[] => {
    const verb = oneOf('accept', 'override', 'reject');
    const decision = newDecision({
      id: `d-${n}`,
      requestId: `q-${n}`,
      recommendationId: String(id),
      accountId: account,
      verb,
      recommendedCsm: csm,
      csm: verb === 'reject' ? null : csm,
      at: new Date(at),
      note: orNull(oneOf<string>(...edgeCaseStrings)),
      assignmentBefore: orNull(newAssignment()),
      acknowledgedRules: chance(0.3) ? ['away', 'stale'] : [],
    });
    const { accountId, recommendationId } = decision;
    const undo = { id: `u-${n}`, requestId: `qu-${n}`, undoes: decision.id, verb: 'undo' } as const;
    return chance(0.3)
      ? [decision, newDecision({ ...undo, accountId, recommendationId })]
      : [decision];
  });
  const undone = new Set(decisions.map(({ undoes }) => undoes));
  const inEffect = decisions.filter(({ verb, id }) => verb !== 'undo' && !undone.has(id));
  const assigned = new Map(inEffect.filter(({ csm }) => csm).map((each) => [each.accountId, each]));
  await warehouse.transaction('test.random', async (session) => {
    for (const id of runIds) {
      if (id === null) continue;
      await session.write(insertRun(newRun({ id, at: hoursLater(-upTo(2)), dryRun: chance(0.5) })));
      const explained = new Map(
        recommendations.filter(({ runId }) => runId === id).map((each) => [each.account, each]),
      );
      await writeAll(
        session,
        insertExplanations(
          { id, policyVersion: 1 },
          [...explained.values()].map(({ account, csm }) => ({
            accountId: account,
            score: 100 / 3,
            currentCsm: orNull(csm),
            neediness: 10 / 3,
            health: null,
            revenue: 1_000.25,
            explanation: JSON.stringify(edgeCaseStrings),
          })),
        ),
      );
      // Only the last one may be in progress.
      if (id !== runIds[0]) continue;
      await session.write(
        finishRun({
          id,
          status: 'succeeded',
          stage: 'saving',
          at: hoursLater(0),
          placed: 3,
          deferred: 1,
          failure: null,
          result: JSON.stringify({ seed }),
        }),
      );
    }
    await writeAll(session, insertDecisions(decisions));
    const by = { email: 'mia@example.com', name: edgeCaseStrings[0] };
    for (const { id, account, at } of recommendations.filter(() => chance(0.2))) {
      const note = { id: `n-${id}`, accountId: account, note: oneOf<string>(...edgeCaseStrings) };
      const recommendationId = chance(0.5) ? String(id) : null;
      await session.write(insertNote({ ...note, recommendationId, by, at: new Date(at) }));
    }
    for (const until of [null, hoursLater(-1), hoursLater(5)]) {
      const snoozed = recommendations.filter(() => chance(0.1));
      await writeAll(
        session,
        insertSnoozes(
          { until, by, at: hoursLater(-2) },
          snoozed.map(({ id, account }) => ({
            id: `z-${until}-${id}`,
            recommendationId: String(id),
            accountId: account,
          })),
        ),
      );
    }
    const outcomes = inEffect
      .filter(({ csm }) => csm !== null)
      .map(({ recommendationId, verb, csm }) => ({
        recommendationId,
        accepted: verb === 'accept',
        csm,
        revealed: null,
      }));
    await writeAll(session, setOutcomes(outcomes));
    const rows = [...assigned.values()].map(({ accountId, csm, at }) => ({
      accountId,
      assignment: newAssignment({ csmName: csm, assignedAt: toMicroseconds(at) }),
    }));
    await writeAll(session, upsertAssignments(rows));
  });
}
