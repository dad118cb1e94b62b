import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';

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
