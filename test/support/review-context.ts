import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { defaultPolicy, type Policy } from '@/lib/policy/policy';
import type { Context } from '@/lib/server/context';
import { insertPolicy } from '@/lib/warehouse/sql/policies';
import { defaultReview } from '@/test/claude/default-review';
import { type ClaudeServer, startClaudeServer } from '@/test/claude/server';
import { seedCompany, type TestAccount, type TestCsm } from './company';
import { runToCompletion, wholeBatch } from './runs';
import { openTestContext, type TestContext } from './test-context';

/** A test context with a Claude test server. */
export interface ReviewTestContext {
  readonly context: TestContext;
  readonly claude: ClaudeServer;
  /** The context of Mia, a manager, with reviews enabled. */
  readonly ctx: Context;
  /** Seeds this many accounts that need a CSM, and as many CSMs. */
  seed(accounts: number): Promise<void>;
  /** Inserts a policy version with these review settings. */
  setReviewPolicy(review: Partial<Policy['review']>): Promise<void>;
  /** Seeds a company, completes a run of all accounts without a review, and returns its id. */
  unreviewedRun(accounts: number): Promise<string>;
}

/** Opens a review context for one test file and clears it before each test. No reviews are blinded by default. */
export function setUpReviewContext(): ReviewTestContext {
  let opened: TestContext;
  let claude: ClaudeServer;
  let version = 1;
  beforeAll(async () => {
    [opened, claude] = await Promise.all([openTestContext(), startClaudeServer()]);
  });
  afterAll(() => Promise.all([opened.close(), claude.close()]));
  beforeEach(async () => {
    await opened.clear();
    claude.clearRequests();
    claude.clearPromptCache();
    claude.respondWith(defaultReview);
    version = 1;
    await reviewContext.setReviewPolicy({ blindShare: 0 });
  });
  afterEach(() => claude.faults.clear());
  const context = (): Context => ({
    ...opened.ctx,
    claude: { ...claude.environment, ANTHROPIC_MODEL: 'claude-sonnet-5-5' },
  });
  const seed = (accounts: number) => seedCompany(opened.warehouse, companyOf(accounts));
  const reviewContext: ReviewTestContext = {
    get context() {
      return opened;
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
      await opened.warehouse.transaction('test.policy', (session) =>
        session.write(insertPolicy({ ...next, version, now: opened.now() })),
      );
    },
    async unreviewedRun(accounts) {
      await seed(accounts);
      const { id } = await runToCompletion(opened.ctx, { ...wholeBatch, review: 'off' });
      return id;
    },
  };
  return reviewContext;
}

function companyOf(size: number): { csms: TestCsm[]; accounts: TestAccount[] } {
  const numbers = Array.from({ length: size }, (_, index) => String(index + 1).padStart(3, '0'));
  const needCsm = numbers.map((number) => ({ id: `N-${number}` }));
  // The first CSM is at capacity, which the default review objects to.
  return {
    csms: numbers.map((number, index) => ({
      name: `Csm ${number}`,
      tenureMonths: 24,
      ...(index === 0 && { capacity: 2 }),
    })),
    accounts: [
      ...needCsm,
      ...numbers.map((number) => ({ id: `B-${number}`, csm: `Csm ${number}` })),
    ],
  };
}
