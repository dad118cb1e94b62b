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
  claude = await startClaudeServer({ answer: approveAll });
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
  const standing = await collect(batchId);
  if (standing.status !== 'ended') throw new Error(standing.status);
  const { reviews, unreviewed } = standing.asked;
  const ids = [...reviews, ...unreviewed].map(({ recommendationId }) => recommendationId);
  expect(ids.sort()).toEqual(input.recommendations.map((each) => each.recommendationId).sort());
  return standing.asked;
}

const onEntry = (happening: ClaudeFault, customId = 'chunk-2') =>
  claude.faults.plan({ do: happening, when: (request) => request.customId === customId });
const onRequest = (happening: ClaudeFault, kind: ClaudeRequestKind) =>
  claude.faults.plan({ do: happening, when: (request) => request.kind === kind });

describe('a batch of reviews', () => {
  it('is waited for, and then covers every recommendation', async () => {
    const batchId = await send();
    expect(await collect(batchId)).toEqual({ status: 'waiting' });
    const asked = await collectEnded(batchId);
    expect(asked).toMatchObject({ unreviewed: [], model, promptVersion: currentPrompt.version });
    expect(asked.reviews).toHaveLength(12);
    expect(asked.usage).toMatchObject({ requests: 2 });
    expect(asked.usage.output).toBeGreaterThan(0);
  });

  it('asks the same questions as a review at once, in chunks of ten', async () => {
    await collectEnded(await send());
    const entries = claude.requests('batch-entry').map(({ body }) => body as never);
    expect(entries.map((body) => requestedAccounts(body).length)).toEqual([10, 2]);
    expect(entries[0]).toMatchObject({
      model,
      system: currentPrompt.system,
      output_config: { format: { type: 'json_schema' } },
    });
  });

  it('is picked up with what the warehouse knows, whatever order that comes in', async () => {
    const batchId = await send();
    await claude.batches.end(batchId);
    const standing = await collect(batchId, [...input.recommendations].reverse());
    expect(standing).toMatchObject({ status: 'ended', asked: { unreviewed: [] } });
    const fewer = await collect(batchId, input.recommendations.slice(0, 3));
    expect(fewer.status === 'ended' && fewer.asked.reviews).toHaveLength(3);
  });
});

describe('what a batch did not answer', () => {
  it.each([
    ['expired', 'expire', 'timeout'],
    ['was overloaded', { status: 529 }, 'overloaded'],
    ['was limited', { status: 429 }, 'overloaded'],
    ['broke', { status: 500 }, 'unavailable'],
    ['lost its key', { status: 401 }, 'bad_key'],
    ['was refused', 'refusal', 'refused'],
    ['was garbled', 'malformed-json', 'malformed'],
    ['was too long', 'max-tokens', 'malformed'],
    ['was about others', 'wrong-ids', 'malformed'],
  ] as const)(
    'because it %s is unreviewed; the other chunk is reviewed',
    async (_, how, reason) => {
      const batchId = await send();
      onEntry(how);
      const asked = await collectEnded(batchId);
      expect(asked.reviews).toHaveLength(10);
      expect(asked.unreviewed).toEqual([
        { recommendationId: '1010', reason },
        { recommendationId: '1011', reason },
      ]);
    },
  );

  it('because it was cancelled is unreviewed', async () => {
    const batchId = await send();
    await client.messages.batches.cancel(batchId);
    const asked = await collectEnded(batchId);
    expect(new Set(asked.unreviewed.map(({ reason }) => reason))).toEqual(new Set(['interrupted']));
  });
});

describe('a batch that cannot be', () => {
  it.each([
    ['handed in with this key', { status: 401 }, 'bad_key'],
    ['taken now', { status: 529 }, 'overloaded'],
    ['sent', 'cut-before', 'unavailable'],
  ] as const)('%s says so', async (_, how, reason) => {
    onRequest(how, 'batch-create');
    expect(await submitBatch(client, input, { model })).toEqual({ status: 'failed', reason });
  });

  it.each([
    ['asked about', 'batch-retrieve', { status: 500 }, 'unavailable'],
    ['asked about in time', 'batch-retrieve', { status: 504 }, 'timeout'],
    ['read to the end', 'batch-results', 'cut-amid', 'unavailable'],
  ] as const)('%s is looked for again', async (_, kind, how, reason) => {
    const batchId = await send();
    await claude.batches.end(batchId);
    onRequest(how, kind);
    expect(await collect(batchId)).toEqual({ status: 'unreachable', reason });
    expect(await collect(batchId)).toMatchObject({ status: 'ended', asked: { unreviewed: [] } });
  });

  it('found any more has ended without reviews', async () => {
    const standing = await collect('msgbatch_none');
    expect(standing).toMatchObject({ status: 'ended', asked: { reviews: [], model } });
    expect(standing.status === 'ended' && standing.asked.unreviewed).toHaveLength(12);
  });

  it('waited for any longer is left where it is', async () => {
    const batchId = await send();
    const signal = AbortSignal.abort();
    expect(await collectBatch(client, input.recommendations, { batchId, model, signal })).toEqual({
      status: 'unreachable',
      reason: 'interrupted',
    });
  });
});
