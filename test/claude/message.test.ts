import Anthropic from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MINUTE_MS } from '@/lib/time';
import { type ClaudeServer, startClaudeServer } from './server';

const model = 'claude-sonnet-5-5';
const format = zodOutputFormat(z.object({ reviews: z.array(z.object({ id: z.string() })) }));
const question = (text: string) => ({
  model,
  max_tokens: 1000,
  messages: [{ role: 'user' as const, content: text }],
  output_config: { format },
});
const long = 'A book of accounts. '.repeat(400);

let now = new Date('2026-05-04T09:00:00Z');
let claude: ClaudeServer;
let client: Anthropic;

beforeAll(async () => {
  claude = await startClaudeServer({ answer: () => ({ reviews: [{ id: '7' }] }), now: () => now });
  client = new Anthropic({ apiKey: claude.key, baseURL: claude.url, maxRetries: 0 });
});
afterAll(() => claude.close());
beforeEach(() => {
  claude.clearRequests();
  claude.clearPromptCache();
});

describe('a question', () => {
  it('is answered as structured output, with its usage', async () => {
    const { parsed_output, usage, stop_reason } = await client.messages.parse(question('Hello'));
    expect(parsed_output).toEqual({ reviews: [{ id: '7' }] });
    expect(stop_reason).toBe('end_turn');
    const answer = '{"reviews":[{"id":"7"}]}';
    const asked = `${JSON.stringify(format.schema)}Hello`;
    expect(usage.input_tokens).toBe(Math.ceil(asked.length / 4));
    expect(usage.output_tokens).toBe(Math.ceil(answer.length / 4));
  });

  it('is written down by its request id and without the key', async () => {
    const { _request_id } = await client.messages.create(question('Hello'));
    const [request] = claude.requests('message');
    expect(request?.id).toBe(_request_id);
    expect(request).toMatchObject({ attempt: 1, answered: 'ok', body: { model } });
    expect(JSON.stringify(request)).not.toContain(claude.key);
  });

  it.each([
    ['as bearer', { apiKey: 'sk-ant-another' }],
    ['as x-api-key', { apiKey: null, defaultHeaders: { 'x-api-key': 'sk-ant-another' } }],
  ])('with another key %s is refused', async (_, options) => {
    const stranger = client.withOptions(options);
    const refused = await stranger.messages.create(question('Hello')).catch((error) => error);
    expect(refused).toBeInstanceOf(Anthropic.AuthenticationError);
    expect(refused).toMatchObject({ status: 401, type: 'authentication_error' });
    expect(claude.requests()[0]?.answered).toBe('authentication_error');
  });

  it.each([
    ['an unknown model', { model: 'gpt' }, 404],
    ['a temperature, which the API no longer takes', { temperature: 0 }, 400],
    ['no messages', { messages: [] }, 400],
    ['no limit of tokens', { max_tokens: 0 }, 400],
    [
      'an open schema',
      { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
      400,
    ],
  ])('with %s is refused', async (_, change, status) => {
    const asked = client.messages.create({ ...question('Hello'), ...(change as object) });
    await expect(asked).rejects.toMatchObject({ status });
  });

  it('without a version of the API is refused', async () => {
    const asked = client.messages.create(question('Hello'), {
      headers: { 'anthropic-version': null },
    });
    await expect(asked).rejects.toMatchObject({ status: 400 });
  });

  it('whose answer does not fit ends at max_tokens', async () => {
    const { stop_reason, content, usage } = await client.messages.create({
      ...question('Hello'),
      max_tokens: 2,
    });
    expect(stop_reason).toBe('max_tokens');
    expect(content).toMatchObject([{ text: '{"review' }]);
    expect(usage.output_tokens).toBe(2);
  });
});

describe('what is cached', () => {
  const about = (shared: string, account: string, change: object = {}) =>
    client.messages
      .create({
        ...question(''),
        ...change,
        system: [{ type: 'text', text: shared, cache_control: { type: 'ephemeral' } }],
        messages: [{ role: 'user', content: account }],
      })
      .then(({ usage }) => [
        usage.input_tokens,
        usage.cache_creation_input_tokens,
        usage.cache_read_input_tokens,
      ]);

  it('is written by the first request, and read by the next', async () => {
    const [fresh, written, read] = await about(long, 'One account');
    expect(written).toBe(Math.ceil((JSON.stringify(format.schema).length + long.length) / 4));
    expect(fresh).toBeLessThan(5);
    expect(read).toBe(0);
    expect(await about(long, 'Two account')).toEqual([fresh, 0, written]);
  });

  it('is not what is too short', async () => {
    const short = long.slice(0, 3000);
    await about(short, 'One');
    expect((await about(short, 'Two')).slice(1)).toEqual([0, 0]);
  });

  it('is another for another text before it', async () => {
    await about(`${long}!`, 'One');
    expect((await about(long, 'Two'))[2]).toBe(0);
  });

  it('is another for another model, and for another form of the answer', async () => {
    await about(long, 'One');
    expect((await about(long, 'Two', { model: 'claude-opus-5-5' }))[2]).toBe(0);
    expect((await about(long, 'Three', { output_config: {} }))[2]).toBe(0);
  });

  it('is kept for five minutes from when it was last used', async () => {
    const askedAfter = (minutes: number) => {
      now = new Date(now.getTime() + minutes * MINUTE_MS);
      return about(long, 'One');
    };
    const [, written] = await askedAfter(0);
    expect((await askedAfter(4))[2]).toBe(written);
    expect((await askedAfter(4))[2]).toBe(written);
    expect((await askedAfter(5))[2]).toBe(0);
  });

  it('is found under a later breakpoint too', async () => {
    const [, written] = await about(long, 'One');
    const { usage } = await client.messages.create({
      ...question(''),
      system: [
        { type: 'text', text: long },
        { type: 'text', text: 'One more account', cache_control: { type: 'ephemeral' } },
      ],
    });
    expect(usage).toMatchObject({
      cache_read_input_tokens: written,
      cache_creation_input_tokens: 4,
    });
  });

  it('cannot be read before the request that writes it is answered', async () => {
    const held = claude.faults.plan({ do: 'hold' });
    const first = about(long, 'One');
    await held.reached;
    const second = await about(long, 'Two');
    expect(second[2]).toBe(0);
    held.release();
    expect((await first)[2]).toBe(second[1]);
  });
});
