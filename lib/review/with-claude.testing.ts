import type Anthropic from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Happening } from '@/lib/testing/claude/happenings';
import { type ClaudeServer, startClaude } from '@/lib/testing/claude/start-claude';
import { accountsIn, approveAll } from './advice.testing';
import { type AskOptions, askClaude } from './ask-claude';
import { connectClaude } from './client';
import type { Asked, ReviewInput } from './types';

/** The model that the tests ask for. */
export const model = 'claude-sonnet-5-5';

type Options = Partial<AskOptions> & { readonly retries?: number; readonly timeout?: number };

/** A test server for the file's tests, which approves of everything unless told otherwise. */
export function withClaude() {
  let server: ClaudeServer;
  beforeAll(async () => {
    server = await startClaude({ answer: approveAll });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.forget();
    server.forgetCache();
    server.answerWith(approveAll);
  });
  afterEach(() => server.faults.clear());
  return {
    get claude() {
      return server;
    },
    /** Plans a fault for the next questions. */
    fault: (happening: Happening, times = 1) => server.faults.next({ do: happening, times }),
    /** How many accounts each request asked about. */
    sizes: () => server.requests('message').map(({ body }) => accountsIn(body as never).length),
    async review(input: ReviewInput, options: Options = {}): Promise<Asked> {
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
export const reasons = ({ unreviewed }: Asked) => unreviewed.map(({ reason }) => reason);
