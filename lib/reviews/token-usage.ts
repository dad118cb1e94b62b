import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import { sampleModel, type TokenUsage } from './types';

/** Nothing asked yet. */
export const ZERO_USAGE: TokenUsage = {
  requests: 0,
  input: 0,
  cacheWrite: 0,
  cacheRead: 0,
  output: 0,
};

/** What was used so far and one more answer. */
export function addUsage(sum: TokenUsage, answer: Usage): TokenUsage {
  return {
    requests: sum.requests + 1,
    input: sum.input + answer.input_tokens,
    cacheWrite: sum.cacheWrite + (answer.cache_creation_input_tokens ?? 0),
    cacheRead: sum.cacheRead + (answer.cache_read_input_tokens ?? 0),
    output: sum.output + answer.output_tokens,
  };
}

/** All tokens, as the monthly budget counts them: a cached one as much as any other. */
export function totalTokens({
  input,
  cacheWrite,
  cacheRead,
  output,
}: Omit<TokenUsage, 'requests'>) {
  return input + cacheWrite + cacheRead + output;
}

/** US dollars per million tokens; writing to the cache for five minutes. */
interface Price {
  readonly input: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
  readonly output: number;
}

/** The day the prices below were read from Anthropic's pages. */
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

/** The Message Batches API asks half of every price. */
const BATCH_PRICE_FACTOR = 0.5;

/**
 * What the tokens cost at list price in US dollars, an estimate: no discounts, surcharges or taxes.
 * Null for a model whose price is not known here.
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
