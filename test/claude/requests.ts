import type { Usage } from '@anthropic-ai/sdk/resources/messages';

/** The kind of a request. A `batch-entry` is one entry of a batch, run when the batch ends. */
export type ClaudeRequestKind =
  | 'message'
  | 'batch-create'
  | 'batch-retrieve'
  | 'batch-results'
  | 'batch-cancel'
  | 'batch-entry';

/** A received request. */
export interface ClaudeRequest {
  readonly kind: ClaudeRequestKind;
  /** 1 for the first attempt; higher for retries by the SDK. */
  readonly attempt: number;
  /** Set for batch entries only. */
  readonly customId: string | undefined;
  /** The parsed JSON; undefined if there is none. */
  readonly body: unknown;
  /** Set once a message was created, even if the response never arrived. */
  usage: Usage | undefined;
}

interface Route {
  readonly kind: ClaudeRequestKind;
  readonly batchId: string;
}

const batches = '/v1/messages/batches';
const routes: readonly (readonly [string, RegExp, ClaudeRequestKind])[] = [
  ['POST', /^\/v1\/messages$/, 'message'],
  ['POST', new RegExp(`^${batches}$`), 'batch-create'],
  ['GET', new RegExp(`^${batches}/(\\w+)$`), 'batch-retrieve'],
  ['GET', new RegExp(`^${batches}/(\\w+)/results$`), 'batch-results'],
  ['POST', new RegExp(`^${batches}/(\\w+)/cancel$`), 'batch-cancel'],
];

/** Returns the route of a request, or undefined if this server doesn't support it. */
export function findRoute(method: string, path: string): Route | undefined {
  for (const [routeMethod, pattern, kind] of routes) {
    const match = routeMethod === method && pattern.exec(path);
    if (match) return { kind, batchId: match[1] ?? '' };
  }
  return undefined;
}
