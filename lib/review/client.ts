import type Anthropic from '@anthropic-ai/sdk';
import type { Env } from '@/lib/env';
import { spreadRetries } from './spread-retries';

/** With 0.5 s before the first and twice as long before each next one, about 15 s in all. */
const maxRetries = 4;
/** The longest that one request may take to be answered; the deadline bounds them all. */
const timeout = 90_000;

/**
 * A client for Claude, null where there is no key and review is therefore off. The SDK repeats what
 * 429, 529, other 5xx, timeouts and broken connections kept from being answered: as late as
 * `retry-after` says and by chance a little later, else after a doubling wait less a random quarter.
 */
export async function connectClaude(
  settings: Pick<Env, 'ANTHROPIC_API_KEY' | 'ANTHROPIC_BASE_URL'>,
  options: { readonly maxRetries?: number; readonly timeout?: number } = {},
): Promise<Anthropic | null> {
  if (settings.ANTHROPIC_API_KEY === undefined) return null;
  // Only reviewing needs it, and it is large.
  const { default: Sdk } = await import('@anthropic-ai/sdk');
  return new Sdk({
    apiKey: settings.ANTHROPIC_API_KEY,
    baseURL: settings.ANTHROPIC_BASE_URL ?? null,
    maxRetries,
    timeout,
    fetch: spreadRetries(fetch),
    // What it would log are requests, and with them the customers' names.
    logLevel: 'off',
    ...options,
  });
}
