import type { IncomingMessage } from 'node:http';
import type {
  BatchCreateParams,
  MessageCreateParamsNonStreaming,
} from '@anthropic-ai/sdk/resources/messages';
import { ApiError } from './errors';

/** Throws 401 for another key, and 400 for an unknown version; the SDK sends the key as bearer. */
export function checkHeaders({ headers }: IncomingMessage, key: string): void {
  const bearer = /^Bearer (.*)$/i.exec(headers.authorization ?? '')?.[1];
  if ((headers['x-api-key'] ?? bearer) !== key) throw new ApiError(401, 'invalid API key');
  const version = headers['anthropic-version'];
  if (version === undefined) throw new ApiError(400, 'anthropic-version: header is required');
  if (!['2023-06-01', '2026-10-21'].includes(String(version))) {
    throw new ApiError(400, `anthropic-version: "${version}" is not a valid version`);
  }
}

/** What the API would refuse of a question to Claude; throws 400, or 404 for an unknown model. */
export function checkMessage(body: unknown): MessageCreateParamsNonStreaming {
  const asked = (body ?? {}) as MessageCreateParamsNonStreaming;
  const refuse = (message: string) => {
    throw new ApiError(400, message);
  };
  if (typeof asked.model !== 'string') refuse('model: Field required');
  if (!asked.model.startsWith('claude-')) throw new ApiError(404, `model: ${asked.model}`);
  if (!(Number.isInteger(asked.max_tokens) && asked.max_tokens > 0)) {
    refuse('max_tokens: Input should be greater than or equal to 1');
  }
  if (!Array.isArray(asked.messages) || asked.messages.length === 0) {
    refuse('messages: at least one message is required');
  }
  for (const removed of ['temperature', 'top_p', 'top_k']) {
    if (removed in asked) refuse(`${removed}: Extra inputs are not permitted`);
  }
  if ((asked as { stream?: boolean }).stream) refuse('stream: not spoken by this server');
  const format = asked.output_config?.format;
  if (format) checkSchema(format.schema, 'output_config.format.schema', refuse);
  return asked;
}

/** Structured outputs take closed objects only. */
function checkSchema(schema: unknown, path: string, refuse: (message: string) => void): void {
  if (typeof schema !== 'object' || schema === null) return;
  const { type, additionalProperties } = schema as Record<string, unknown>;
  if (type === 'object' && additionalProperties !== false) {
    refuse(`${path}: For 'object' type, 'additionalProperties' must be explicitly set to false`);
  }
  for (const [name, value] of Object.entries(schema)) checkSchema(value, `${path}.${name}`, refuse);
}

/** One question of a batch. */
export type Entry = BatchCreateParams.Request;

/** What the API refuses of a batch at once; the questions are checked when they are asked. */
export function checkBatch(body: unknown): readonly Entry[] {
  const { requests } = (body ?? {}) as BatchCreateParams;
  const refuse = (message: string) => {
    throw new ApiError(400, message);
  };
  if (!Array.isArray(requests)) return refuse('requests: Field required') ?? [];
  if (requests.length < 1 || requests.length > 100_000) {
    refuse('requests: List should have 1 to 100000 items');
  }
  const seen = new Set<unknown>();
  requests.forEach(({ custom_id, params }, at) => {
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(custom_id)) {
      refuse(`requests.${at}.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'`);
    }
    if (seen.has(custom_id)) refuse(`requests.${at}.custom_id: ${custom_id} comes twice`);
    if (typeof params !== 'object') refuse(`requests.${at}.params: Field required`);
    seen.add(custom_id);
  });
  return requests;
}
