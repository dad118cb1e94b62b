import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Context } from '@/lib/context';
import { type ClaudeServer, startClaude } from './claude/start-claude';
import { type Desk, openDesk } from './desk';
import { runToTheEnd, wholeBatch } from './desk-runs';
import { seedCompany, type TestAccount, type TestCsm } from './small-company';

/** A manager at work with Claude at hand: a warehouse and a server of Claude's protocol. */
export interface ReviewingDesk {
  readonly desk: Desk;
  readonly claude: ClaudeServer;
  /** Mia, the manager, whose runs are reviewed. */
  readonly ctx: Context;
  /** Fills the company with so many accounts that need a CSM, and as many CSMs. */
  seed(accounts: number): Promise<void>;
  /** Fills it so, starts a run of them all without a review, and answers its id. */
  unreviewedRun(accounts: number): Promise<string>;
}

/** Opens a desk for the file's tests, empty before each. */
export function atReviewingDesk(): ReviewingDesk {
  let desk: Desk;
  let claude: ClaudeServer;
  beforeAll(async () => {
    [desk, claude] = await Promise.all([openDesk(), startClaude()]);
  });
  afterAll(() => Promise.all([desk.close(), claude.close()]));
  beforeEach(async () => {
    await desk.clear();
    claude.forget();
    claude.forgetCache();
  });
  afterEach(() => claude.faults.clear());
  const context = (): Context => ({
    ...desk.ctx,
    claude: { ...claude.environment, ANTHROPIC_MODEL: 'claude-sonnet-5-5' },
  });
  const seed = (accounts: number) => seedCompany(desk.warehouse, companyOf(accounts));
  return {
    get desk() {
      return desk;
    },
    get claude() {
      return claude;
    },
    get ctx() {
      return context();
    },
    seed,
    async unreviewedRun(accounts) {
      await seed(accounts);
      const { id } = await runToTheEnd(desk.ctx, { ...wholeBatch, review: 'off' });
      return id;
    },
  };
}

function companyOf(size: number): { csms: TestCsm[]; accounts: TestAccount[] } {
  const numbers = Array.from({ length: size }, (_, at) => String(at + 1).padStart(3, '0'));
  const waiting = numbers.map((number) => ({ id: `N-${number}` }));
  // Red accounts of a CSM who is new, whom the test's Claude would have replaced.
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
