import { createHash } from 'node:crypto';
import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages';
import { ApiError } from './errors';

/** How many tokens a text of so many characters is taken for: one for four, rounded up. */
export const tokensOf = (characters: number) => Math.ceil(characters / 4);

/** The tokens that a prefix needs at least to be cached: those of the Sonnet models. */
const MIN_CACHED_TOKENS = 1024;
/** How many blocks before a breakpoint the API looks for what was cached earlier. */
const MAX_LOOKBACK_BLOCKS = 20;

type Params = MessageCreateParamsNonStreaming;

/** A place in the request where a block ends. */
interface Boundary {
  readonly hash: string;
  readonly tokens: number;
  /** How long what ends here is to be cached, in ms; undefined where nothing is asked for. */
  readonly keepMs: number | undefined;
}

/** What a request's input costs, in tokens. */
export interface InputUsage {
  readonly fresh: number;
  readonly written: number;
  readonly read: number;
}

/**
 * The prompt cache of one key. Prefixes end at blocks with `cache_control`, and can be read as soon
 * as the request that wrote them is answered: requests sent together each write their own.
 */
export class PromptCache {
  readonly #kept = new Map<string, number>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** What the request costs now, and what keeps its prefixes once it is answered. */
  look(asked: Params): { readonly usage: InputUsage; keep(): void } {
    const now = this.#now().getTime();
    const boundaries = boundariesOf(asked);
    const total = boundaries.at(-1)?.tokens ?? 0;
    const isBreakpoint = ({ keepMs, tokens }: Boundary) =>
      keepMs !== undefined && tokens >= MIN_CACHED_TOKENS;
    const found = boundaries.findLast(({ hash }, at) => {
      const near = boundaries.slice(at, at + MAX_LOOKBACK_BLOCKS + 1).some(isBreakpoint);
      return near && (this.#kept.get(hash) ?? 0) > now;
    });
    const read = found?.tokens ?? 0;
    const cached = Math.max(read, boundaries.findLast(isBreakpoint)?.tokens ?? 0);
    return {
      usage: { fresh: total - cached, written: cached - read, read },
      keep: () => {
        const until = (ms = 0) => this.#now().getTime() + ms;
        for (const each of boundaries.filter(isBreakpoint)) {
          this.#kept.set(each.hash, until(each.keepMs));
        }
      },
    };
  }
}

/** In the order of the API: the answer's schema and the tools, the system's text, the messages. */
function boundariesOf(asked: Params): Boundary[] {
  const blocks = blocksOf(asked);
  if (blocks.filter(({ cache_control }) => cache_control).length > 4) {
    throw new ApiError(400, 'A maximum of 4 blocks with cache_control may be provided.');
  }
  const hash = createHash('sha256').update(asked.model);
  let characters = 0;
  return blocks.map(({ cache_control, ...block }) => {
    const plain = typeof block.text === 'string' ? block.text : JSON.stringify(block);
    hash.update(JSON.stringify(block));
    characters += plain.length;
    const keepMs = cache_control ? (cache_control.ttl === '1h' ? 60 : 5) * 60_000 : undefined;
    return { hash: hash.copy().digest('hex'), tokens: tokensOf(characters), keepMs };
  });
}

type Block = { cache_control?: Params['cache_control']; text?: unknown };

function blocksOf(asked: Params): Block[] {
  const format = asked.output_config?.format;
  const ofText = (content: unknown, role: string) =>
    (typeof content === 'string' ? [{ text: content }] : (content as Block[])).map((each) => ({
      ...each,
      role,
    }));
  const blocks: Block[] = [
    ...(format ? [{ text: JSON.stringify(format.schema) }] : []),
    ...((asked.tools ?? []) as Block[]),
    ...ofText(asked.system ?? [], 'system'),
    ...asked.messages.flatMap(({ role, content }) => ofText(content, role)),
  ];
  const last = blocks.at(-1);
  if (asked.cache_control && last) last.cache_control ??= asked.cache_control;
  return blocks;
}
