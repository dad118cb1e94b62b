import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import { sampleModel, type TokenUsage } from './types';

export const ZERO_USAGE: TokenUsage = {
  requests: 0,
  input: 0,
  cacheWrite: 0,
  cacheRead: 0,
  output: 0,
};

/** Adds the usage of one response. */
export function addUsage(sum: TokenUsage, response: Usage): TokenUsage {
  return {
    requests: sum.requests + 1,
    input: sum.input + response.input_tokens,
    cacheWrite: sum.cacheWrite + (response.cache_creation_input_tokens ?? 0),
    cacheRead: sum.cacheRead + (response.cache_read_input_tokens ?? 0),
    output: sum.output + response.output_tokens,
  };
}

/** Counts all tokens equally, including cached ones, as the monthly budget does. */
export function totalTokens({
  input,
  cacheWrite,
  cacheRead,
  output,
}: Omit<TokenUsage, 'requests'>) {
  return input + cacheWrite + cacheRead + output;
}

/** US dollars per million tokens. `cacheWrite` is for the five-minute cache. */
interface Price {
  readonly input: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
  readonly output: number;
}

/** The date of the prices below, from Anthropic's pricing page. */
export const PRICES_AS_OF = '2026-11-22';

const prices: ReadonlyMap<string, Price> = new Map(
  Object.entries({
    [sampleModel]: { input: 0, cacheWrite: 0, cacheRead: 0, output: 0 },
    'claude-fable-5-1': { input: 10, cacheWrite: 12.5, cacheRead: 0.25, output: 50 },
    'claude-opus-5-5': { input: 4, cacheWrite: 5, cacheRead: 0.2, output: 20 },
    'claude-opus-5': { input: 5, cacheWrite: 6.25, cacheRead: 0.5, output: 25 },
    'claude-opus-4-8': { input: 5, cacheWrite: 6.25, cacheRead: 0.5, output: 25 },
    'claude-sonnet-5-5': { input: 2, cacheWrite: 2.5, cacheRead: 0.2, output: 10 },
    'claude-sonnet-5': { input: 2, cacheWrite: 2.5, cacheRead: 0.2, output: 10 },
    'claude-sonnet-4-6': { input: 3, cacheWrite: 3.75, cacheRead: 0.3, output: 15 },
    'claude-haiku-4-5': { input: 1, cacheWrite: 1.25, cacheRead: 0.1, output: 5 },
  }),
);

/** Message Batches cost half of every price. */
const BATCH_PRICE_FACTOR = 0.5;

/**
 * Estimates the cost in US dollars at list price, without discounts, surcharges, or taxes.
 * Returns null if the model's price is unknown.
 */
export function estimateCost(
  model: string,
  usage: Omit<TokenUsage, 'requests'>,
  kind: 'now' | 'batch',
): number | null {
  const price = prices.get(model.replace(/-\d{8}$/, ''));
  if (price === undefined) return null;
  const dollars =
    usage.input * price.input +
    usage.cacheWrite * price.cacheWrite +
    usage.cacheRead * price.cacheRead +
    usage.output * price.output;
  return (dollars / 1_000_000) * (kind === 'batch' ? BATCH_PRICE_FACTOR : 1);
}
