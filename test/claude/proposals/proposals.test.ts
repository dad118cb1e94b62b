import type Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeScore } from '@/lib/engine/describe-score';
import { createExplainer } from '@/lib/engine/explain';
import { routeAccounts } from '@/lib/engine/route-accounts';
import { defaultPolicy } from '@/lib/policy/policy';
import { checkResponse } from '@/lib/reviews/check-response';
import { connectClaude } from '@/lib/reviews/claude-client';
import { buildRequest } from '@/lib/reviews/prompt';
import type { ReviewItem } from '@/lib/reviews/types';
import { verdicts } from '@/lib/warehouse/sql/reviews';
import { type BriefAccount, readBrief } from '@/test/claude/read-brief';
import { type ClaudeServer, startClaudeServer } from '@/test/claude/server';
import { makeProblem } from '@/test/engine/builders';
import { proposalsToApprove } from './approve';
import { describeJudgment, isExpected, judgePrompt } from './judge';
import { type Proposal, toReviewInput } from './proposal';
import { proposals } from './proposals';
import { proposalsToReassign } from './reassign';

const model = 'claude-sonnet-5-5';

/** What Claude is told about a proposal, with CSMs by name. */
async function tell(proposal: Proposal) {
  const input = toReviewInput(proposal);
  const [item] = input.recommendations as [ReviewItem];
  const request = await buildRequest(input, item, { model, cached: false });
  const { accounts, csms } = readBrief(request);
  const nameOf = (id: string | null) => (id === null ? null : (csms.get(id)?.name ?? id));
  const named = <Of extends { readonly csm: string }>(each: Of) => ({
    ...each,
    csm: nameOf(each.csm),
  });
  const [account] = accounts as [BriefAccount];
  return {
    input,
    account: {
      ...account,
      recommended: named(account.recommended),
      alternatives: account.alternatives.map(named),
      better: account.better.map(named),
      earlier: account.earlier.map((each) => ({ ...named(each), to: nameOf(each.to) })),
    },
    csms: Object.fromEntries([...csms.values()].map((csm) => [csm.name, csm])),
  };
}

/** The response that a careful manager would give. */
function expectedEntry({ expected, suggested = [], why, account }: Proposal) {
  return {
    account_id: account.id,
    verdict: expected,
    issues: [],
    confidence: 90,
    feedback: why,
    suggested_csm: suggested[0] ?? null,
  };
}

describe('the set of proposals', () => {
  it('has 24 with names of their own, a third for each verdict', () => {
    expect(new Set(proposals.map(({ name }) => name)).size).toBe(24);
    for (const verdict of verdicts) {
      expect(proposals.filter(({ expected }) => expected === verdict)).toHaveLength(8);
    }
  });

  it('names right suggestions where, and only where, another CSM is expected', () => {
    for (const { expected, suggested = [] } of proposals) {
      expect(suggested.length > 0).toBe(expected === 'reassign');
    }
  });
});

describe('the engine', () => {
  it.each(proposalsToApprove.map((proposal) => [proposal.name, proposal] as const))(
    'itself recommends the CSM of a proposal to approve: %s',
    (_, { account, alsoProposed, csms, recommended }) => {
      const accounts = [account, ...(alsoProposed ? [alsoProposed.account] : [])];
      const result = routeAccounts(makeProblem({ accounts, csms, policy: defaultPolicy }));
      const placements = result.status === 'solved' ? result.placements : [];
      expect(Object.fromEntries(placements.map(({ accountId, csm }) => [accountId, csm]))).toEqual({
        [account.id]: recommended,
        ...(alsoProposed && { [alsoProposed.account.id]: alsoProposed.csm }),
      });
    },
  );
});

describe.each(proposals.map((proposal) => [proposal.name, proposal] as const))(
  'the proposal of %s',
  (_, proposal) => {
    it('tells Claude what decides it', async () => {
      const { account, csms } = await tell(proposal);
      const { decidedBy } = proposal;
      expect(Object.keys(decidedBy)).not.toEqual([]);
      expect({ account, csms }).toMatchObject(decidedBy);
      expect(account.recommended.csm).toBe(proposal.recommended);
    });

    it('tells Claude the figures of the engine’s explanation', async () => {
      const { csms, account: routable, recommended } = proposal;
      const explain = createExplainer(makeProblem({ csms, policy: defaultPolicy }));
      const explanation = explain(routable, recommended);
      const { account } = await tell(proposal);
      const told = [account.recommended, ...account.alternatives];
      const explained = [explanation?.chosen, ...(explanation?.alternatives ?? [])];
      for (const { csm, score, bookAfter, capacity } of told) {
        const candidate = explained.find((each) => each?.csm === csm);
        expect({ score, capacity }).toEqual({
          score: wholeScore(candidate?.score ?? 0),
          capacity: candidate?.capacity,
        });
        const { accounts, neediness = 0, revenue = 0, red, green } = candidate?.bookAfter ?? {};
        expect(bookAfter).toMatchObject({ accounts, red, green });
        expect(bookAfter.neediness).toBeCloseTo(neediness, 1);
        expect(bookAfter.revenue).toBeCloseTo(revenue / 1000, 0);
      }
    });

    it('allows the expected verdict', async () => {
      const { input } = await tell(proposal);
      const [item] = input.recommendations;
      const response = [expectedEntry(proposal)];
      const { reviews } = checkResponse(item ? [item] : [], response);
      expect(reviews).toMatchObject([{ verdict: proposal.expected, droppedSuggestion: null }]);
      expect(isExpected(proposal, reviews[0] ?? null)).toBe(true);
      for (const suggested of proposal.suggested ?? []) {
        expect(item?.alternatives.map(({ csm }) => csm)).toContain(suggested);
      }
    });
  },
);

describe('judging a prompt', () => {
  let claude: ClaudeServer;
  let client: Anthropic;
  beforeAll(async () => {
    claude = await startClaudeServer();
    client = (await connectClaude(claude.environment, { maxRetries: 0 })) as Anthropic;
  });
  afterAll(() => claude.close());

  /** Claude answers as expected, apart from these proposals. */
  const judge = (changes: Readonly<Record<string, object>>) => {
    claude.respondWith((request) => ({
      reviews: readBrief(request).accounts.map(({ id }) => {
        const proposal = proposals.find(({ account }) => account.id === id);
        if (!proposal) return { ...expectedEntry(first), account_id: id };
        return { ...expectedEntry(proposal), ...changes[proposal.name] };
      }),
    }));
    return judgePrompt(client, proposals, { model, deadlineMs: 60_000 });
  };
  const [first] = proposalsToApprove as [Proposal];

  it('counts the verdicts that are as expected, by verdict', async () => {
    const { usage, ...judgment } = await judge({});
    expect(judgment).toMatchObject({ agreed: 24, of: 24, misjudged: [] });
    expect(judgment.confusion).toMatchObject({
      approve: { approve: 8, caution: 0, reassign: 0, none: 0 },
      caution: { caution: 8 },
      reassign: { reassign: 8 },
    });
    // One of them is about two recommendations.
    expect(usage.requests).toBe(25);
  });

  it('lists those that are not, with Claude’s reason', async () => {
    const [red, full] = proposalsToReassign as [Proposal, Proposal];
    const judgment = await judge({
      [first.name]: { verdict: 'caution', feedback: 'Ana would own 53 accounts.' },
      [red.name]: { suggested_csm: 'Carla Rossi', feedback: 'Carla has a lighter book.' },
      [full.name]: { account_id: 'ACC-0' },
    });
    expect(judgment).toMatchObject({
      agreed: 21,
      of: 24,
      confusion: {
        approve: { approve: 7, caution: 1 },
        reassign: { approve: 0, reassign: 7, none: 1 },
      },
    });
    const text = describeJudgment(judgment);
    expect(text).toContain('21 of 24 as expected');
    expect(text).toContain(
      `${first.name}\n  expected approve: ${first.why}\n  Claude: caution: Ana`,
    );
    expect(text).toContain('Claude: reassign to Carla Rossi: Carla has a lighter book.');
    expect(text).toContain(`${full.name}\n  expected reassign: ${full.why}\n  Claude: no review`);
  });
});
