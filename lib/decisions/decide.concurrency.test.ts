import { describe, expect, it } from 'vitest';
import { flags } from '@/lib/engine/flags';
import {
  acceptRecommendation,
  type DecisionResult,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, hoursAgo } from '@/test/support/test-context';

const id = '1';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: [{ id: 'A' }],
  recommendations: [{ id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) }],
});

const people = 200;

/** The nth person accepts, rejects, or overrides. */
function decideAs(n: number): Promise<DecisionResult> {
  const ctx = context.as(`Person ${n}`, 'manager');
  if (n % 3 === 0) return acceptRecommendation(ctx, decisionRequest(id));
  if (n % 3 === 1) return rejectRecommendation(ctx, { ...decisionRequest(id), reason: 'workload' });
  return overrideRecommendation(ctx, { ...decisionRequest(id), csm: 'Bo', reason: 'workload' });
}

describe(`when ${people} people decide one recommendation at once`, () => {
  it('lets exactly one decision win and tells the others who decided what, and when', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: people }, (_, n) => decideAs((n * 7 + 1) % people)),
    );
    const won = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(won).toHaveLength(1);
    const [decision, ...more] = await context.queryRows('SELECT * FROM CSM_ROUTING_DECISIONS');
    expect(more).toEqual([]);
    expect(decision).toMatchObject({ decision_id: won[0]?.id, verb: won[0]?.verb });
    const decided = { accept: 'accepted', override: 'overrode', reject: 'rejected' };
    const words = `${decision?.decided_by_name} already ${decided[decision?.verb as 'accept']} this recommendation`;
    for (const each of outcomes) {
      if (each.status === 'fulfilled') continue;
      expect(each.reason).toMatchObject({
        code: 'already_decided',
        message: expect.stringContaining(words),
        details: { verb: decision?.verb, byName: decision?.decided_by_name, at: context.now() },
      });
    }
    const assigned = await context.queryRows('SELECT csm_name FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE');
    expect(assigned).toEqual(won[0]?.csm ? [{ csm_name: won[0].csm }] : []);
  });
});

it('records who decided what when people decide different rows at once', async () => {
  const others = Array.from({ length: 9 }, (_, n) => ({
    id: n + 2,
    account: `B-${n}`,
    csm: 'Ana',
    at: hoursAgo(1),
  }));
  await insertExternalRecommendations(context.warehouse, others);
  const acknowledged = [...flags];
  await Promise.all(
    others.map(({ id }) =>
      acceptRecommendation(context.as(`Person ${id}`, 'manager'), {
        ...decisionRequest(String(id)),
        acknowledged,
      }),
    ),
  );
  const rows = await context.queryRows(
    'SELECT recommendation_id, decided_by_name FROM CSM_ROUTING_DECISIONS ORDER BY 1',
  );
  expect(rows.map((row) => `${row.recommendation_id} by ${row.decided_by_name}`)).toEqual(
    others.map(({ id }) => `${id} by Person ${id}`),
  );
});

it('lets exactly one of many concurrent undos of the same decision succeed', async () => {
  const decided = await acceptRecommendation(context.ctx, decisionRequest(id));
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () => undoDecision(context.ctx, decided)),
  );
  expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
  expect(await context.queryRows('SELECT * FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE')).toEqual([]);
});

it('applies a request that is sent several times at once only once, with the same result for all', async () => {
  const request = decisionRequest(id);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => acceptRecommendation(context.ctx, request)),
  );
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await context.queryRows('SELECT * FROM CSM_ROUTING_DECISIONS')).toHaveLength(1);
});
