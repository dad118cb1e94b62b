import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** What is asked of the server. */
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

/** A request as it came in; for a statement also what became of it. */
export interface SnowflakeRequest {
  readonly kind: SnowflakeRequestKind;
  readonly account: string | undefined;
  readonly sessionId: number | undefined;
  readonly requestId: string | undefined;
  /** 1 for the first request of this id, more when it is repeated. */
  readonly attempt: number;
  readonly sql: string;
  /** The name of the program's statement, from its query tag. */
  readonly statement: string | undefined;
  /** The query tag, parsed where it is JSON. */
  readonly tag: unknown;
  /** Whether this is BEGIN, COMMIT or ROLLBACK. */
  readonly isControl: boolean;
  /** Whether this only sets the session. */
  readonly isSetting: boolean;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Whether the engine has executed it, for this request and not for an earlier one. */
  executed: boolean;
  /** `ok`, or the code of the failure that was answered. */
  answered: string | undefined;
}

/** Reads a query tag, and the name of the statement in it. */
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

/** Reads a request's JSON, whether or not it is compressed; undefined for a request without. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  if (body.length === 0) return undefined;
  // The SDK may name gzip as the encoding of a body that it did not compress, and the reverse.
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  return JSON.parse((isGzip ? gunzipSync(body) : body).toString());
}

/** Sends JSON. */
export function sendJson(response: ServerResponse, answer: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

/** The token of `Authorization: Snowflake Token="…"`. */
export function tokenOf(request: IncomingMessage): string | undefined {
  return /^Snowflake Token="([^"]*)"$/.exec(request.headers.authorization ?? '')?.[1];
}
