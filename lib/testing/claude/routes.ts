import type { RequestKind } from './records';

/** What a path asks for. */
export interface Route {
  readonly kind: RequestKind;
  readonly batchId: string | undefined;
}

const batches = '/v1/messages/batches';
const paths: readonly (readonly [string, RegExp, RequestKind])[] = [
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
