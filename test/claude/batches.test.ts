import Anthropic from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ClaudeServer, startClaudeServer } from './server';

const entry = (custom_id: string, text = custom_id) => ({
  custom_id,
  params: {
    model: 'claude-sonnet-5-5',
    max_tokens: 1000,
    messages: [{ role: 'user' as const, content: text }],
  },
});
const two = { requests: [entry('a'), entry('b')] };

let now = new Date('2026-05-04T09:00:00Z');
let claude: ClaudeServer;
let client: Anthropic;

beforeAll(async () => {
  claude = await startClaudeServer({
    answer: ({ messages }) => `About ${messages[0]?.content}`,
    now: () => now,
  });
  client = new Anthropic({ apiKey: claude.key, baseURL: claude.url, maxRetries: 0 });
});
afterAll(() => claude.close());
beforeEach(() => claude.clearRequests());
afterEach(() => claude.faults.clear());

/** Creates a batch, waits for its end, and reads what became of its entries. */
async function whole(params = two) {
  const { id } = await client.messages.batches.create(params);
  await client.messages.batches.retrieve(id);
  return { batch: await client.messages.batches.retrieve(id), results: await resultsOf(id) };
}

async function resultsOf(id: string) {
  const results = new Map<string, Anthropic.Messages.MessageBatchResult>();
  for await (const { custom_id, result } of await client.messages.batches.results(id)) {
    results.set(custom_id, result);
  }
  return results;
}

describe('a batch', () => {
  it('is in progress, and found ended later', async () => {
    const created = await client.messages.batches.create(two);
    expect(created).toMatchObject({
      processing_status: 'in_progress',
      request_counts: { processing: 2, succeeded: 0 },
      results_url: null,
      expires_at: '2026-05-05T09:00:00.000Z',
    });
    expect(await client.messages.batches.retrieve(created.id)).toEqual(created);
    const ended = await client.messages.batches.retrieve(created.id);
    expect(ended).toMatchObject({
      processing_status: 'ended',
      request_counts: { processing: 0, succeeded: 2 },
    });
    expect(claude.batches.all).toContainEqual(ended);
  });

  it('has an answer to each entry, at the price of batches and in any order', async () => {
    const { results } = await whole();
    expect([...results.keys()]).toEqual(['b', 'a']);
    expect(results.get('a')).toMatchObject({
      type: 'succeeded',
      message: { content: [{ text: 'About a' }], usage: { service_tier: 'batch' } },
    });
    const entries = claude.requests('batch-entry');
    expect(entries.map(({ customId, answered }) => [customId, answered])).toEqual([
      ['a', 'ok'],
      ['b', 'ok'],
    ]);
  });

  it('ends when the test says so', async () => {
    const { id } = await client.messages.batches.create(two);
    await claude.batches.end(id);
    expect((await resultsOf(id)).size).toBe(2);
  });

  it('has no results before its end', async () => {
    const { id } = await client.messages.batches.create(two);
    await expect(client.messages.batches.results(id)).rejects.toThrow('finished processing');
  });

  it('that is cancelled answers nothing', async () => {
    const { id } = await client.messages.batches.create(two);
    const { processing_status } = await client.messages.batches.cancel(id);
    expect(processing_status).toBe('canceling');
    const { request_counts } = await client.messages.batches.retrieve(id);
    expect(request_counts).toMatchObject({ canceled: 2, processing: 0 });
    expect((await resultsOf(id)).get('a')).toEqual({ type: 'canceled' });
    expect(claude.requests('batch-entry')).toEqual([]);
  });

  it('that takes a day expires', async () => {
    const { id } = await client.messages.batches.create(two);
    now = new Date('2026-05-05T09:00:00Z');
    const { request_counts } = await client.messages.batches.retrieve(id);
    expect(request_counts).toMatchObject({ expired: 2 });
  });

  it('that is not there is not found', async () => {
    const asked = client.messages.batches.retrieve('msgbatch_none');
    await expect(asked).rejects.toBeInstanceOf(Anthropic.NotFoundError);
  });

  it.each([
    ['without entries', []],
    ['with two entries of one name', [entry('a'), entry('a')]],
    ['with a name that is none', [entry('a b')]],
  ])('%s is refused', async (_, requests) => {
    const asked = client.messages.batches.create({ requests });
    await expect(asked).rejects.toBeInstanceOf(Anthropic.BadRequestError);
  });
});

describe('what goes wrong with', () => {
  it('one entry leaves the others alone', async () => {
    claude.faults.plan({ do: 'expire', when: ({ customId }) => customId === 'a' });
    const { batch, results } = await whole();
    expect(results.get('a')).toEqual({ type: 'expired' });
    expect(batch.request_counts).toMatchObject({ expired: 1, succeeded: 1 });
  });

  it('an entry is told in its place', async () => {
    claude.faults.plan({ do: { status: 529 }, when: ({ customId }) => customId === 'b' });
    const { results } = await whole();
    expect(results.get('b')).toMatchObject({
      type: 'errored',
      error: { type: 'error', error: { type: 'overloaded_error' } },
    });
  });

  it('a question is told in its entry, and not when the batch is created', async () => {
    const wrong = entry('c');
    wrong.params.max_tokens = 0;
    const { results } = await whole({ requests: [wrong] });
    expect(results.get('c')).toMatchObject({
      error: { error: { type: 'invalid_request_error' } },
    });
  });

  it('an answer comes as a success', async () => {
    claude.faults.plan({ do: 'refusal' });
    const { results } = await whole();
    expect(results.get('a')).toMatchObject({ message: { stop_reason: 'refusal', content: [] } });
  });

  it('the connection loses the results, which can be fetched again', async () => {
    const { id } = await client.messages.batches.create(two);
    await claude.batches.end(id);
    claude.faults.plan({ do: 'cut-amid', when: ({ kind }) => kind === 'batch-results' });
    await expect(resultsOf(id)).rejects.toThrow();
    expect((await resultsOf(id)).size).toBe(2);
  });

  it('creating is asked again, and makes a second batch where the first was cut off', async () => {
    const before = claude.batches.all.length;
    claude.faults.plan({ do: 'cut-after', when: ({ kind }) => kind === 'batch-create' });
    await client.messages.batches.create(two, { maxRetries: 1 });
    expect(claude.batches.all).toHaveLength(before + 2);
  });
});
