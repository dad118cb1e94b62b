import { createHash } from 'node:crypto';
import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages';

/** Estimates tokens: four characters each, rounded up. */
export const estimateTokens = (characters: number) => Math.ceil(characters / 4);

/** The shortest prefix that Sonnet models cache. */
const MIN_CACHED_TOKENS = 1024;

type Params = MessageCreateParamsNonStreaming;
type Block = { cache_control?: Params['cache_control']; text?: unknown };

/** The request up to the end of a block. */
interface Prefix {
  readonly hash: string;
  readonly tokens: number;
  /** Whether the block has `cache_control` and the prefix is long enough to be cached. */
  readonly isCached: boolean;
}

/** The input tokens of a request. */
export interface InputUsage {
  readonly uncached: number;
  readonly written: number;
  readonly read: number;
}

/**
 * A prompt cache without expiration. A prefix can be read only after the response to the request
 * that wrote it, so concurrent requests each write their own.
 */
export class PromptCache {
  readonly #hashes = new Set<string>();

  /** Returns the usage of a request, and a function that stores its prefixes after the response. */
  lookUp(params: Params): { readonly usage: InputUsage; store(): void } {
    const prefixes = prefixesOf(params);
    const total = prefixes.at(-1)?.tokens ?? 0;
    const cacheable = prefixes.slice(0, prefixes.findLastIndex(({ isCached }) => isCached) + 1);
    const read = cacheable.findLast(({ hash }) => this.#hashes.has(hash))?.tokens ?? 0;
    const cached = cacheable.at(-1)?.tokens ?? 0;
    return {
      usage: { uncached: total - cached, written: cached - read, read },
      store: () => {
        for (const { hash, isCached } of cacheable) if (isCached) this.#hashes.add(hash);
      },
    };
  }

  clear(): void {
    this.#hashes.clear();
  }
}

/** In the API's order: response schema, system prompt, messages. */
function prefixesOf(params: Params): Prefix[] {
  const hash = createHash('sha256').update(params.model);
  let characters = 0;
  return blocksOf(params).map(({ cache_control, ...block }) => {
    hash.update(JSON.stringify(block));
    characters += String(block.text).length;
    const tokens = estimateTokens(characters);
    const isCached = Boolean(cache_control) && tokens >= MIN_CACHED_TOKENS;
    return { hash: hash.copy().digest('hex'), tokens, isCached };
  });
}

function blocksOf({ output_config, system = [], messages }: Params): Block[] {
  const schema = output_config?.format?.schema;
  const toBlocks = (content: unknown, role: string) =>
    (typeof content === 'string' ? [{ text: content }] : (content as Block[])).map((block) => ({
      ...block,
      role,
    }));
  return [
    ...(schema ? [{ text: JSON.stringify(schema) }] : []),
    ...toBlocks(system, 'system'),
    ...messages.flatMap(({ role, content }) => toBlocks(content, role)),
  ];
}
