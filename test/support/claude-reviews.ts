import type Anthropic from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type AskOptions, askClaude } from '@/lib/reviews/ask-claude';
import { connectClaude } from '@/lib/reviews/claude-client';
import type { ReviewInput, ReviewResult } from '@/lib/reviews/types';
import type { ClaudeFault } from '@/test/claude/faults';
import type { Responder } from '@/test/claude/message';
import { type ClaudeServer, startClaudeServer } from '@/test/claude/server';

/** The model that the tests request. */
export const model = 'claude-sonnet-5-5';

type Options = Partial<AskOptions> & { readonly retries?: number; readonly timeout?: number };

/** A Claude test server for one test file. It approves every account by default. */
export function setUpClaude() {
  let server: ClaudeServer;
  beforeAll(async () => {
    server = await startClaudeServer({ respond: approveAll });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.clearRequests();
    server.clearPromptCache();
    server.respondWith(approveAll);
  });
  afterEach(() => server.faults.clear());
  return {
    get claude() {
      return server;
    },
    /** Plans a fault for the next requests. */
    fault: (fault: ClaudeFault, times = 1) => server.faults.plan({ do: fault, times }),
    /** The number of accounts in each request. */
    sizes: () =>
      server.requests('message').map(({ body }) => requestedAccounts(body as never).length),
    async review(input: ReviewInput, options: Options = {}): Promise<ReviewResult> {
      const { retries: maxRetries = 0, timeout = 5_000, ...rest } = options;
      const client = await connectClaude(server.environment, { maxRetries, timeout });
      const askOptions = { model, deadlineMs: 20_000, ...rest };
      const result = await askClaude(client as Anthropic, input, askOptions);
      // Always true: each recommendation is either reviewed or unreviewed.
      const ids = [...result.reviews, ...result.unreviewed].map((item) => item.recommendationId);
      const expected = input.recommendations.map((item) => item.recommendationId);
      expect(ids.sort()).toEqual([...expected].sort());
      return result;
    },
  };
}

/** The reasons why recommendations were not reviewed. */
export const unreviewedReasons = ({ unreviewed }: ReviewResult) =>
  unreviewed.map(({ reason }) => reason);

/** Parses the accounts from the last block of a request. */
export function requestedAccounts(
  request: Parameters<Responder>[0],
): { account_id: string; name: string }[] {
  const content = request.messages[0]?.content;
  const last = typeof content === 'string' ? undefined : content?.at(-1);
  const text = last?.type === 'text' ? last.text : '';
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

/** Approves every account of a request. */
export const approveAll: Responder = (request) => ({
  reviews: requestedAccounts(request).map(({ account_id }) => ({
    account_id,
    issues: [],
    verdict: 'approve',
    suggested_csm: null,
    confidence: 88,
    feedback: `${account_id} fits. The books stay even.`,
  })),
});
