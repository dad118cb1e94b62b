import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import {
  decisionRequest,
  hoursAgo,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';
import { acceptRecommendation, overrideRecommendation, rejectRecommendation } from './decide';
import type { DecisionResult } from './decision-result';
import { undoDecision } from './undo-decision';

const id = '1';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.clear();
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }],
    accounts: [{ id: 'A' }],
  });
  await insertExternalRecommendations(desk.warehouse, [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
  ]);
});

const people = 200;

/** The n-th person decides as they see fit. */
function decideAs(n: number): Promise<DecisionResult> {
  const ctx = desk.as(`Person ${n}`, 'manager');
  if (n % 3 === 0) return acceptRecommendation(ctx, decisionRequest(id));
  if (n % 3 === 1) return rejectRecommendation(ctx, { ...decisionRequest(id), reason: 'workload' });
  return overrideRecommendation(ctx, { ...decisionRequest(id), csm: 'Bo', reason: 'workload' });
}

describe(`of ${people} people deciding on one recommendation at once`, () => {
  it('one wins, and every other is told who decided what, and when', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: people }, (_, n) => decideAs((n * 7 + 1) % people)),
    );
    const won = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(won).toHaveLength(1);
    const [decision, ...more] = await desk.queryRows('SELECT * FROM CSM_ROUTING_DECISIONS');
    expect(more).toEqual([]);
    expect(decision).toMatchObject({ decision_id: won[0]?.decisionId, verb: won[0]?.verb });
    const did = { accept: 'accepted it', override: 'overrode it', reject: 'rejected it' };
    const words = `${decision?.decided_by_name} already ${did[decision?.verb as 'accept']}`;
    for (const each of outcomes) {
      if (each.status === 'fulfilled') continue;
      expect(each.reason).toMatchObject({
        code: 'already_decided',
        message: expect.stringContaining(words),
        details: { verb: decision?.verb, byName: decision?.decided_by_name, at: desk.now() },
      });
    }
    const assigned = await desk.queryRows('SELECT csm_name FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE');
    expect(assigned).toEqual(won[0]?.csm ? [{ csm_name: won[0].csm }] : []);
  });
});

it('of many who undo one decision at once, one does', async () => {
  const { decisionId } = await acceptRecommendation(desk.ctx, decisionRequest(id));
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () => undoDecision(desk.ctx, { ...decisionRequest(id), decisionId })),
  );
  expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
  expect(await desk.queryRows('SELECT * FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE')).toEqual([]);
});

it('one request sent many times at once is done once and answered the same', async () => {
  const request = decisionRequest(id);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => acceptRecommendation(desk.ctx, request)),
  );
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await desk.queryRows('SELECT * FROM CSM_ROUTING_DECISIONS')).toHaveLength(1);
});
