import Anthropic from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ClaudeServer, startClaudeServer } from './server';

const review = z.object({ id: z.string(), verdict: z.string(), suggested: z.string().nullable() });
const format = zodOutputFormat(z.object({ reviews: z.array(review) }));
const question = {
  model: 'claude-sonnet-5-5',
  max_tokens: 1000,
  messages: [{ role: 'user' as const, content: 'What about 1 and 2?' }],
  output_config: { format },
};
const one = { id: '1', verdict: 'approve', suggested: null };
const two = { ...one, id: '2' };

let claude: ClaudeServer;
let client: Anthropic;

beforeAll(async () => {
  claude = await startClaudeServer({ answer: () => ({ reviews: [one, two] }) });
  client = new Anthropic({ apiKey: claude.key, baseURL: claude.url, maxRetries: 0 });
});
afterAll(() => claude.close());
beforeEach(() => claude.clearRequests());
afterEach(() => claude.faults.clear());

const refused = (options = {}) => client.messages.parse(question, options).catch((error) => error);
const answered = () => claude.requests().map((request) => request.answered);

describe('an error', () => {
  it.each([
    [429, 'rate_limit_error', Anthropic.RateLimitError],
    [529, 'overloaded_error', Anthropic.OverloadedError],
    [500, 'api_error', Anthropic.InternalServerError],
  ])('%i comes as %s', async (status, type, kind) => {
    claude.faults.plan({ do: { status } });
    const error = await refused();
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ status, type, requestID: claude.requests()[0]?.id });
  });

  it('is waited for as long as it says, and then the question asked again', async () => {
    const limit = claude.faults.plan({ do: { status: 429, retryAfter: 0.01 }, times: 2 });
    const { parsed_output } = await client.messages.parse(question, { maxRetries: 2 });
    expect(parsed_output?.reviews).toHaveLength(2);
    expect(limit.hits).toBe(2);
    expect(answered()).toEqual(['rate_limit_error', 'rate_limit_error', 'ok']);
    expect(claude.requests().map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it('names its code', async () => {
    const errorCode = 'enforced_spend_limit_reached';
    claude.faults.plan({ do: { status: 429, errorCode } });
    expect(await refused()).toMatchObject({ errorCode });
  });
});

describe('a connection', () => {
  it('cut before anything is done costs nothing', async () => {
    claude.faults.plan({ do: 'cut-before' });
    expect(await refused()).toBeInstanceOf(Anthropic.APIConnectionError);
    expect(claude.requests()[0]).toMatchObject({ answered: 'cut', usage: undefined });
  });

  it('cut in place of the answer has cost the tokens', async () => {
    claude.faults.plan({ do: 'cut-after' });
    expect(await refused()).toBeInstanceOf(Anthropic.APIConnectionError);
    expect(claude.requests()[0]?.usage?.output_tokens).toBeGreaterThan(0);
  });

  it('cut amid the answer is not asked again, and is no error of the SDK', async () => {
    claude.faults.plan({ do: 'cut-amid' });
    const error = await refused({ maxRetries: 2 });
    expect(error).not.toBeInstanceOf(Anthropic.AnthropicError);
    expect(answered()).toEqual(['cut']);
  });

  it('without an answer runs into the timeout', async () => {
    claude.faults.plan({ do: 'hold' });
    expect(await refused({ timeout: 50 })).toBeInstanceOf(Anthropic.APIConnectionTimeoutError);
    await expect.poll(answered).toEqual(['gone']);
  });

  it('without the rest of the answer ends by a signal only', async () => {
    const held = claude.faults.plan({ do: 'hold-amid' });
    const stop = new AbortController();
    const asked = refused({ timeout: 50, signal: stop.signal });
    await held.reached;
    setTimeout(() => stop.abort(), 100);
    expect((await asked).name).toMatch(/Abort/);
    await expect.poll(answered).toEqual(['gone']);
  });
});

describe('an answer', () => {
  it.each(['malformed-json', 'prose', 'max-tokens'] as const)(
    'of %s cannot be parsed',
    async (how) => {
      claude.faults.plan({ do: how });
      expect(await refused()).toBeInstanceOf(Anthropic.AnthropicError);
    },
  );

  it.each([
    ['empty-content', 'end_turn'],
    ['refusal', 'refusal'],
  ] as const)('of %s has nothing to parse', async (how, stop_reason) => {
    claude.faults.plan({ do: how });
    const message = await client.messages.parse(question);
    expect(message).toMatchObject({ content: [], stop_reason, parsed_output: null });
  });

  it.each([
    ['wrong-ids', ['91', '92']],
    ['leave-one-out', ['1']],
    ['add-one', ['1', '2', '91']],
    ['double-one', ['1', '2', '1']],
  ] as const)('of %s', async (how, ids) => {
    claude.faults.plan({ do: how });
    const { parsed_output } = await client.messages.parse(question);
    expect(parsed_output?.reviews.map(({ id }) => id)).toEqual(ids);
  });

  it('suggests somebody who was not offered', async () => {
    claude.faults.plan({ do: 'suggest-outsider' });
    const { parsed_output } = await client.messages.parse(question);
    const reassigned = { ...one, verdict: 'reassign', suggested: 'Somebody Else' };
    expect(parsed_output?.reviews).toEqual([reassigned, two]);
  });

  it('is changed in any other way', async () => {
    claude.faults.plan({ do: { change: () => ({ reviews: [] }) } });
    expect((await client.messages.parse(question)).parsed_output).toEqual({ reviews: [] });
  });
});
