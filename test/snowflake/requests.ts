import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** The kind of a request. */
export type SnowflakeRequestKind =
  | 'login'
  | 'renew'
  | 'logout'
  | 'heartbeat'
  | 'telemetry'
  | 'query'
  | 'result'
  | 'abort'
  | 'status'
  | 'chunk';

/** A recorded request, with the outcome of a statement. */
export interface SnowflakeRequest {
  readonly kind: SnowflakeRequestKind;
  readonly account: string | undefined;
  readonly sessionId: number | undefined;
  readonly requestId: string | undefined;
  /** 1 for the first request with this id, higher for retries. */
  readonly attempt: number;
  readonly sql: string;
  /** The statement name in the query tag. */
  readonly statement: string | undefined;
  /** The query tag, parsed if it is JSON. */
  readonly tag: unknown;
  /** Whether this is BEGIN, COMMIT, or ROLLBACK. */
  readonly isControl: boolean;
  /** Whether this only sets session parameters. */
  readonly isSetting: boolean;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Whether this request was executed, rather than an earlier one with the same id. */
  executed: boolean;
  /** `ok`, `dropped`, or the error code of the response. */
  outcome: string | undefined;
}

/** Parses a query tag and the statement name in it. */
export function readTag(text: string | undefined): { tag: unknown; statement: string | undefined } {
  if (!text) return { tag: undefined, statement: undefined };
  try {
    const tag: unknown = JSON.parse(text);
    const { statement } = (tag ?? {}) as { statement?: unknown };
    return { tag, statement: typeof statement === 'string' ? statement : undefined };
  } catch {
    return { tag: text, statement: undefined };
  }
}

/** Parses a request's JSON body, compressed or not. Undefined without a body. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (body.length === 0) return undefined;
  // The SDK's content-encoding header does not always match the body.
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  return JSON.parse((isGzip ? gunzipSync(body) : body).toString());
}

/** Sends a JSON response. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The token of `Authorization: Snowflake Token="…"`. */
export function tokenOf(request: IncomingMessage): string | undefined {
  return /^Snowflake Token="([^"]*)"$/.exec(request.headers.authorization ?? '')?.[1];
}
