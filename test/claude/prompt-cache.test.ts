import { describe, expect, it } from 'vitest';
import { PromptCache } from './prompt-cache';

const shared = 'A book of accounts. '.repeat(400);

function request(system: string, account: string, model = 'claude-sonnet-5-5') {
  return {
    model,
    max_tokens: 1,
    system: [
      { type: 'text' as const, text: system, cache_control: { type: 'ephemeral' as const } },
    ],
    messages: [{ role: 'user' as const, content: account }],
  };
}

function send(cache: PromptCache, ...args: Parameters<typeof request>) {
  const { usage, store } = cache.lookUp(request(...args));
  store();
  return usage;
}

describe('the prompt cache', () => {
  it('writes a prefix with the first request and reads it with the next', () => {
    const cache = new PromptCache();
    expect(send(cache, shared, 'One account')).toEqual({ uncached: 3, written: 2_000, read: 0 });
    expect(send(cache, shared, 'Two account')).toEqual({ uncached: 3, written: 0, read: 2_000 });
  });

  it('does not cache a short prefix', () => {
    const cache = new PromptCache();
    const short = shared.slice(0, 3_000);
    send(cache, short, 'One account');
    expect(send(cache, short, 'Two account')).toMatchObject({ written: 0, read: 0 });
  });

  it('does not read a prefix that another text or model wrote', () => {
    const cache = new PromptCache();
    send(cache, `${shared}!`, 'One account');
    expect(send(cache, shared, 'One account').read).toBe(0);
    expect(send(cache, shared, 'One account', 'claude-opus-5-5').read).toBe(0);
  });

  it('does not read a prefix before the response to the request that wrote it', () => {
    const cache = new PromptCache();
    const first = cache.lookUp(request(shared, 'One account'));
    expect(cache.lookUp(request(shared, 'Two account')).usage.read).toBe(0);
    first.store();
    expect(cache.lookUp(request(shared, 'Two account')).usage.read).toBe(2_000);
  });
});
