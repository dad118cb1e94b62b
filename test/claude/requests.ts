import type { IncomingHttpHeaders } from 'node:http';
import type { Usage } from '@anthropic-ai/sdk/resources/messages';

/** What is asked of the server; an entry is one question of a batch, asked when the batch ends. */
export type ClaudeRequestKind =
  | 'message'
  | 'batch-create'
  | 'batch-retrieve'
  | 'batch-results'
  | 'batch-cancel'
  | 'batch-entry';

/** A request as it came in, and what became of it. */
export interface ClaudeRequest {
  readonly kind: ClaudeRequestKind;
  /** As in the answer's header `request-id`. */
  readonly id: string;
  /** 1 for the first try, more where the SDK repeats it. */
  readonly attempt: number;
  /** Of a batch's own requests and entries; undefined while it is being created. */
  readonly batchId: string | undefined;
  /** Of an entry. */
  readonly customId: string | undefined;
  /** The parsed JSON; undefined for a request without. */
  readonly body: unknown;
  /** Without those that carry the key. */
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** `ok`, the error's type, what became of an entry, `cut`, or `gone` where nobody waited. */
  answered: string | undefined;
  /** What it cost, also where the answer never arrived. */
  usage: Usage | undefined;
}

/** The headers without those that carry the key. */
export function withoutKey(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { authorization: _, 'x-api-key': __, ...rest } = headers;
  return rest;
}

/** What a path asks for. */
export interface Route {
  readonly kind: ClaudeRequestKind;
  readonly batchId: string | undefined;
}

const batches = '/v1/messages/batches';
const paths: readonly (readonly [string, RegExp, ClaudeRequestKind])[] = [
  ['POST', /^\/v1\/messages$/, 'message'],
  ['POST', new RegExp(`^${batches}$`), 'batch-create'],
  ['GET', new RegExp(`^${batches}/(\\w+)$`), 'batch-retrieve'],
  ['GET', new RegExp(`^${batches}/(\\w+)/results$`), 'batch-results'],
  ['POST', new RegExp(`^${batches}/(\\w+)/cancel$`), 'batch-cancel'],
];

/** What is asked for; undefined for what this server does not speak. */
export function routeOf(method: string, path: string): Route | undefined {
  const found = paths.find(([wanted, pattern]) => wanted === method && pattern.test(path));
  return found && { kind: found[2], batchId: found[1].exec(path)?.[1] };
}
