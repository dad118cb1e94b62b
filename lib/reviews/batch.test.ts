import type Anthropic from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClaudeFault } from '@/test/claude/faults';
import type { ClaudeRequestKind } from '@/test/claude/requests';
import { type ClaudeServer, startClaudeServer } from '@/test/claude/server';
import { approveAll, requestedAccounts } from '@/test/support/claude-reviews';
import { reviewInput } from '@/test/support/review-input';
import { collectBatch, submitBatch } from './batch';
import { connectClaude } from './claude-client';
import { currentPrompt } from './prompt';

const model = 'claude-sonnet-5-5';
const input = reviewInput(12);
let claude: ClaudeServer;
let client: Anthropic;

beforeAll(async () => {
  claude = await startClaudeServer({ respond: approveAll });
  client = (await connectClaude(claude.environment, { maxRetries: 0 })) as Anthropic;
});
afterAll(() => claude.close());
beforeEach(() => claude.clearRequests());
afterEach(() => claude.faults.clear());

async function send(): Promise<string> {
  const sent = await submitBatch(client, input, { model });
  if (sent.status === 'failed') throw new Error(sent.reason);
  return sent.batchId;
}

const collect = (batchId: string, asked = input.recommendations) =>
  collectBatch(client, asked, { batchId, model });

async function collectEnded(batchId: string) {
  await claude.batches.end(batchId);
  const batch = await collect(batchId);
  if (batch.status !== 'ended') throw new Error(batch.status);
  const { reviews, unreviewed } = batch.result;
  const ids = [...reviews, ...unreviewed].map(({ recommendationId }) => recommendationId);
  expect(ids.sort()).toEqual(input.recommendations.map((each) => each.recommendationId).sort());
  return batch.result;
}

const onEntry = (happening: ClaudeFault, customId = 'recommendation-1011') =>
  claude.faults.plan({ do: happening, when: (request) => request.customId === customId });
const onRequest = (happening: ClaudeFault, kind: ClaudeRequestKind) =>
  claude.faults.plan({ do: happening, when: (request) => request.kind === kind });

describe('a batch of reviews', () => {
  it('covers every recommendation once it has ended', async () => {
    const batchId = await send();
    expect(await collect(batchId)).toEqual({ status: 'waiting' });
    const result = await collectEnded(batchId);
    expect(result).toMatchObject({ unreviewed: [], model, promptVersion: currentPrompt.version });
    expect(result.reviews).toHaveLength(12);
    expect(result.usage).toMatchObject({ requests: 12 });
    expect(result.usage.output).toBeGreaterThan(0);
  });

  it('sends the same requests as an immediate review, one for each recommendation', async () => {
    await collectEnded(await send());
    const entries = claude.requests('batch-entry').map(({ body }) => body as never);
    expect(entries.map((body) => requestedAccounts(body).length)).toEqual(Array(12).fill(1));
    expect(entries[0]).toMatchObject({
      model,
      system: [{ text: currentPrompt.system }],
      output_config: { format: { type: 'json_schema' } },
    });
  });

  it('can be collected with only the warehouse’s data, in any order', async () => {
    const batchId = await send();
    await claude.batches.end(batchId);
    const batch = await collect(batchId, [...input.recommendations].reverse());
    expect(batch).toMatchObject({ status: 'ended', result: { unreviewed: [] } });
    const fewer = await collect(batchId, input.recommendations.slice(0, 3));
    expect(fewer.status === 'ended' && fewer.result.reviews).toHaveLength(3);
  });
});

describe('recommendations that a batch did not review', () => {
  it.each([
    ['expired', 'expire', 'timeout'],
    ['met an overloaded API', { status: 529 }, 'overloaded'],
    ['was rate-limited', { status: 429 }, 'overloaded'],
    ['failed', { status: 500 }, 'unavailable'],
    ['had no valid key', { status: 401 }, 'bad_key'],
    ['was refused', 'refusal', 'refused'],
    ['was garbled', 'malformed-json', 'malformed'],
    ['was cut off', 'max-tokens', 'malformed'],
    ['named other accounts', 'wrong-ids', 'malformed'],
  ] as const)(
    'are unreviewed because their request %s, while the others are reviewed',
    async (_, how, reason) => {
      const batchId = await send();
      onEntry(how);
      const result = await collectEnded(batchId);
      expect(result.reviews).toHaveLength(11);
      expect(result.unreviewed).toEqual([{ recommendationId: '1011', reason }]);
    },
  );

  it('are unreviewed if the batch was canceled', async () => {
    const batchId = await send();
    await client.messages.batches.cancel(batchId);
    const result = await collectEnded(batchId);
    expect(new Set(result.unreviewed.map(({ reason }) => reason))).toEqual(
      new Set(['interrupted']),
    );
  });
});

describe('a batch that cannot be', () => {
  it.each([
    ['submitted with this key', { status: 401 }, 'bad_key'],
    ['accepted now', { status: 529 }, 'overloaded'],
    ['sent', 'disconnect-before', 'unavailable'],
  ] as const)('%s reports the reason', async (_, how, reason) => {
    onRequest(how, 'batch-create');
    expect(await submitBatch(client, input, { model })).toEqual({ status: 'failed', reason });
  });

  it.each([
    ['queried', 'batch-retrieve', { status: 500 }, 'unavailable'],
    ['queried in time', 'batch-retrieve', { status: 504 }, 'timeout'],
    ['read completely', 'batch-results', 'disconnect-mid-body', 'unavailable'],
  ] as const)('%s is tried again later', async (_, kind, how, reason) => {
    const batchId = await send();
    await claude.batches.end(batchId);
    onRequest(how, kind);
    expect(await collect(batchId)).toEqual({ status: 'unreachable', reason });
    expect(await collect(batchId)).toMatchObject({ status: 'ended', result: { unreviewed: [] } });
  });

  it('found anymore has ended without reviews', async () => {
    const batch = await collect('msgbatch_none');
    expect(batch).toMatchObject({ status: 'ended', result: { reviews: [], model } });
    expect(batch.status === 'ended' && batch.result.unreviewed).toHaveLength(12);
  });

  it('waited for any longer stays open', async () => {
    const batchId = await send();
    const signal = AbortSignal.abort();
    expect(await collectBatch(client, input.recommendations, { batchId, model, signal })).toEqual({
      status: 'unreachable',
      reason: 'interrupted',
    });
  });
});
