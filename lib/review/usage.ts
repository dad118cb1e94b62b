import type { Usage } from '@anthropic-ai/sdk/resources/messages';
import type { TokenUsage } from './types';

/** Nothing asked yet. */
export const noUsage: TokenUsage = {
  requests: 0,
  input: 0,
  cacheWrite: 0,
  cacheRead: 0,
  output: 0,
};

/** What was used so far and one more answer. */
export function withUsage(sum: TokenUsage, answer: Usage): TokenUsage {
  return {
    requests: sum.requests + 1,
    input: sum.input + answer.input_tokens,
    cacheWrite: sum.cacheWrite + (answer.cache_creation_input_tokens ?? 0),
    cacheRead: sum.cacheRead + (answer.cache_read_input_tokens ?? 0),
    output: sum.output + answer.output_tokens,
  };
}

/** All tokens, as the monthly budget counts them: a cached one as much as any other. */
export function tokensIn({ input, cacheWrite, cacheRead, output }: Omit<TokenUsage, 'requests'>) {
  return input + cacheWrite + cacheRead + output;
}
