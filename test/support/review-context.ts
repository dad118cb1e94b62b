import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { defaultPolicy, type Policy } from '@/lib/policy/policy';
import type { Context } from '@/lib/server/context';
import { insertPolicy } from '@/lib/warehouse/sql/policies';
import { defaultReview } from '@/test/claude/default-review';
import { type ClaudeServer, startClaudeServer } from '@/test/claude/server';
import { seedCompany, type TestAccount, type TestCsm } from './company';
import { runToCompletion, wholeBatch } from './runs';
import { openTestContext, type TestContext } from './test-context';

/** A manager at work with Claude at hand: a warehouse and a server of Claude's protocol. */
export interface ReviewTestContext {
  readonly context: TestContext;
  readonly claude: ClaudeServer;
  /** Mia, the manager, whose runs are reviewed. */
  readonly ctx: Context;
  /** Fills the company with so many accounts that need a CSM, and as many CSMs. */
  seed(accounts: number): Promise<void>;
  /** Sets what the policy in force says of reviews. */
  setReviewPolicy(review: Partial<Policy['review']>): Promise<void>;
  /** Fills it so, starts a run of them all without a review, and answers its id. */
  unreviewedRun(accounts: number): Promise<string>;
}

/** Opens a desk for the file's tests, empty before each; no review is hidden unless told. */
export function setUpReviewContext(): ReviewTestContext {
  let desk: TestContext;
  let claude: ClaudeServer;
  let version = 1;
  beforeAll(async () => {
    [desk, claude] = await Promise.all([openTestContext(), startClaudeServer()]);
  });
  afterAll(() => Promise.all([desk.close(), claude.close()]));
  beforeEach(async () => {
    await desk.clear();
    claude.clearRequests();
    claude.clearPromptCache();
    claude.respondWith(defaultReview);
    version = 1;
    await office.setReviewPolicy({ blindShare: 0 });
  });
  afterEach(() => claude.faults.clear());
  const context = (): Context => ({
    ...desk.ctx,
    claude: { ...claude.environment, ANTHROPIC_MODEL: 'claude-sonnet-5-5' },
  });
  const seed = (accounts: number) => seedCompany(desk.warehouse, companyOf(accounts));
  const office: ReviewTestContext = {
    get context() {
      return desk;
    },
    get claude() {
      return claude;
    },
    get ctx() {
      return context();
    },
    seed,
    async setReviewPolicy(review) {
      const policy = { ...defaultPolicy, review: { ...defaultPolicy.review, ...review } };
      version += 1;
      const next = { policyJson: JSON.stringify(policy), note: null, createdBy: 'test' };
      await desk.warehouse.transaction('test.policy', (session) =>
        session.write(insertPolicy({ ...next, version, now: desk.now() })),
      );
    },
    async unreviewedRun(accounts) {
      await seed(accounts);
      const { id } = await runToCompletion(desk.ctx, { ...wholeBatch, review: 'off' });
      return id;
    },
  };
  return office;
}

function companyOf(size: number): { csms: TestCsm[]; accounts: TestAccount[] } {
  const numbers = Array.from({ length: size }, (_, at) => String(at + 1).padStart(3, '0'));
  const waiting = numbers.map((number) => ({ id: `N-${number}` }));
  // The first has no room left for another, which the test's Claude has something against.
  return {
    csms: numbers.map((number, at) => ({
      name: `Csm ${number}`,
      tenureMonths: 24,
      ...(at === 0 && { capacity: 2 }),
    })),
    accounts: [
      ...waiting,
      ...numbers.map((number) => ({ id: `B-${number}`, csm: `Csm ${number}` })),
    ],
  };
}
