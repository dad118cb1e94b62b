import type Anthropic from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type AskOptions, askClaude } from '@/lib/reviews/ask-claude';
import { connectClaude } from '@/lib/reviews/claude-client';
import type { ReviewInput, ReviewResult } from '@/lib/reviews/types';
import type { ClaudeFault } from '@/test/claude/faults';
import type { Responder } from '@/test/claude/message';
import { type ClaudeServer, startClaudeServer } from '@/test/claude/server';

/** The model that the tests ask for. */
export const model = 'claude-sonnet-5-5';

type Options = Partial<AskOptions> & { readonly retries?: number; readonly timeout?: number };

/** A test server for the file's tests, which approves of everything unless told otherwise. */
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
    /** Plans a fault for the next questions. */
    fault: (happening: ClaudeFault, times = 1) => server.faults.plan({ do: happening, times }),
    /** How many accounts each request asked about. */
    sizes: () =>
      server.requests('message').map(({ body }) => requestedAccounts(body as never).length),
    async review(input: ReviewInput, options: Options = {}): Promise<ReviewResult> {
      const { retries: maxRetries = 0, timeout = 5_000, ...rest } = options;
      const client = await connectClaude(server.environment, { maxRetries, timeout });
      const asking = { model, deadlineMs: 20_000, ...rest };
      const asked = await askClaude(client as Anthropic, input, asking);
      // The law that holds whatever happens.
      const ids = [...asked.reviews, ...asked.unreviewed].map((each) => each.recommendationId);
      const wanted = input.recommendations.map((each) => each.recommendationId);
      expect(ids.sort()).toEqual([...wanted].sort());
      return asked;
    },
  };
}

/** Why each recommendation without a review has none. */
export const unreviewedReasons = ({ unreviewed }: ReviewResult) =>
  unreviewed.map(({ reason }) => reason);

/** The accounts that a request asks about, as they stand in its last block. */
export function requestedAccounts(
  asked: Parameters<Responder>[0],
): { account_id: string; name: string }[] {
  const content = asked.messages[0]?.content;
  const last = typeof content === 'string' ? undefined : content?.at(-1);
  const text = last?.type === 'text' ? last.text : '';
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

/** Says of every account asked about that it is well placed. */
export const approveAll: Responder = (asked) => ({
  reviews: requestedAccounts(asked).map(({ account_id }) => ({
    account_id,
    issues: [],
    verdict: 'approve',
    suggested_csm: null,
    confidence: 88,
    feedback: `${account_id} fits. The books stay even.`,
  })),
});
