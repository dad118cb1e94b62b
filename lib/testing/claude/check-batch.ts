import type { BatchCreateParams } from '@anthropic-ai/sdk/resources/messages';
import { ApiError } from './api-error';

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
