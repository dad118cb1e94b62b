import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import type { ClaudeRequest } from '@/test/claude/requests';
import { model, setUpClaude, unreviewedReasons } from '@/test/support/claude-reviews';
import { reviewInput } from '@/test/support/review-input';
import { askClaude } from './ask-claude';
import { connectClaude } from './claude-client';
import { totalTokens } from './token-usage';

const setup = setUpClaude();
const { review, fault } = setup;

describe('when a request to Claude fails', () => {
  it.each([429, 529, 500])('it retries a %i after the requested wait', async (status) => {
    fault({ status, retryAfter: 0.05 }, 2);
    expect(await review(reviewInput(1), { retries: 2 })).toMatchObject({ unreviewed: [] });
    expect(setup.claude.requests().map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it.each([
    [529, 'overloaded'],
    [429, 'overloaded'],
    [500, 'unavailable'],
    [504, 'timeout'],
  ])(
    'a persistent %i leaves its recommendation unreviewed (%s), and the review continues',
    async (status, reason) => {
      fault({ status });
      const asked = await review(reviewInput(12));
      expect(unreviewedReasons(asked)).toEqual([reason]);
      expect(asked.reviews).toHaveLength(11);
    },
  );

  it.each([
    ['the key is rejected', { status: 401 }, 'bad_key'],
    ['the key lacks permission', { status: 403 }, 'bad_key'],
    ['the request is invalid', { status: 400 }, 'unavailable'],
    [
      'the account’s spending limit is reached',
      { status: 429, errorCode: 'enforced_spend_limit_reached' },
      'unavailable',
    ],
  ])('because %s, no further request is sent', async (_, refusal, reason) => {
    fault(refusal);
    const asked = await review(reviewInput(30));
    expect(unreviewedReasons(asked)).toEqual(Array(30).fill(reason));
    expect(setup.claude.requests()).toHaveLength(1);
  });

  it('because the key is wrong, it reports that after one request', async () => {
    const settings = { ...setup.claude.environment, ANTHROPIC_API_KEY: 'sk-ant-wrong' };
    const client = (await connectClaude(settings)) as Anthropic;
    const asked = await askClaude(client, reviewInput(11), { model, deadlineMs: 5_000 });
    expect(unreviewedReasons(asked)).toEqual(Array(11).fill('bad_key'));
    expect(setup.claude.requests()).toHaveLength(1);
  });

  it('because the model does not exist, no further request is sent', async () => {
    const asked = await review(reviewInput(11), { model: 'gpt' });
    expect(unreviewedReasons(asked)).toEqual(Array(11).fill('unavailable'));
    expect(asked.model).toBe('gpt');
    expect(setup.claude.requests()).toHaveLength(1);
  });

  it.each(['disconnect-before', 'disconnect-after'] as const)(
    'the SDK retries after a broken connection (%s)',
    async (how) => {
      fault(how);
      expect(await review(reviewInput(1), { retries: 1 })).toMatchObject({ unreviewed: [] });
      expect(setup.claude.requests()).toHaveLength(2);
    },
  );

  it('permanently, the reason says so', async () => {
    const settings = { ANTHROPIC_API_KEY: 'x', ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' };
    const client = (await connectClaude(settings, { maxRetries: 0 })) as Anthropic;
    const asked = await askClaude(client, reviewInput(1), { model, deadlineMs: 5_000 });
    expect(unreviewedReasons(asked)).toEqual(['unavailable']);
  });

  it('to respond within the request timeout, the reason is a timeout', async () => {
    fault('hold');
    const asked = await review(reviewInput(11), { timeout: 1_000 });
    expect(unreviewedReasons(asked)).toEqual(['timeout']);
  });
});

describe('a review stops', () => {
  it.each(['hold', 'hold-mid-body'] as const)(
    'the deadline ends it (%s); what is reviewed is kept',
    async (how) => {
      const beyondFirst = ({ body }: ClaudeRequest) => !JSON.stringify(body).includes('ACC-20417');
      setup.claude.faults.plan({ do: how, times: 9, when: beyondFirst });
      const asked = await review(reviewInput(60), { deadlineMs: 1_500 });
      expect(asked.reviews).toHaveLength(1);
      expect(unreviewedReasons(asked)).toEqual(Array(59).fill('timeout'));
      expect(asked.latencyMs).toBeLessThan(20_000);
      expect(setup.claude.requests()).toHaveLength(9);
    },
  );

  it('at its deadline, even during a wait that the API requested', async () => {
    fault({ status: 429, retryAfter: 60 }, 9);
    const asked = await review(reviewInput(1), { retries: 3, deadlineMs: 200 });
    expect(unreviewedReasons(asked)).toEqual(['timeout']);
    expect(asked.latencyMs).toBeLessThan(20_000);
  });

  it('when it is canceled', async () => {
    const held = fault('hold', 3);
    const stop = new AbortController();
    void held.reached.then(() => stop.abort());
    const asked = await review(reviewInput(30), { signal: stop.signal });
    expect(unreviewedReasons(asked)).toEqual(Array(30).fill('interrupted'));
    expect(setup.claude.requests()).toHaveLength(1);
  });

  it('before the first request if it is already canceled', async () => {
    const asked = await review(reviewInput(3), { signal: AbortSignal.abort() });
    expect(unreviewedReasons(asked)).toEqual(Array(3).fill('interrupted'));
    expect(setup.claude.requests()).toEqual([]);
  });

  it('when the token limit is reached', async () => {
    const { usage } = await review(reviewInput(1));
    setup.claude.clearRequests();
    const asked = await review(reviewInput(40), { tokenLimit: 2 * totalTokens(usage) });
    // Requests in progress finish.
    expect(setup.claude.requests().length).toBeGreaterThan(1);
    expect(setup.claude.requests().length).toBeLessThan(20);
    expect(asked.reviews.length).toBeGreaterThan(1);
    expect(new Set(unreviewedReasons(asked))).toEqual(new Set(['over_budget']));
    setup.claude.clearRequests();
    expect(unreviewedReasons(await review(reviewInput(2), { tokenLimit: 0 }))).toEqual([
      'over_budget',
      'over_budget',
    ]);
    expect(setup.claude.requests()).toEqual([]);
  });
});

describe('without a key', () => {
  it('there is no client', async () => {
    expect(
      await connectClaude({ ANTHROPIC_API_KEY: undefined, ANTHROPIC_BASE_URL: undefined }),
    ).toBeNull();
  });
});
