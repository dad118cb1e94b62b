import type { Message, MessageBatchResult } from '@anthropic-ai/sdk/resources/messages';
import { Batches } from './batches';
import { ApiError, errorBody, plannedError } from './errors';
import {
  type ActiveClaudeFault,
  ClaudeFaultPlan,
  type Distortion,
  isHttpError,
  isInterruption,
} from './faults';
import { buildMessage, newId, type Responder } from './message';
import { PromptCache } from './prompt-cache';
import type { ClaudeRequest } from './requests';
import { checkMessage } from './validation';

/** What makes a house. */
interface ClaudeStateOptions {
  readonly url: string;
  readonly key: string;
  readonly answer: Responder;
  readonly now: () => Date;
  readonly pollsUntilEnd: number | null;
}

/** What a server consists of, apart from its HTTP. */
export class ClaudeState implements MessageContext {
  readonly key: string;
  readonly faults = new ClaudeFaultPlan();
  readonly records: ClaudeRequest[] = [];
  readonly batches: Batches;
  answer: Responder;
  cache: PromptCache;

  constructor({ key, answer, now, ...batches }: ClaudeStateOptions) {
    this.key = key;
    this.answer = answer;
    this.cache = new PromptCache(now);
    this.batches = new Batches({ ...batches, now, ask: (entry) => this.#askEntry(entry) });
  }

  async #askEntry(entry: ClaudeRequest) {
    const record = { ...entry, id: newId('req') };
    this.records.push(record);
    const result = await createBatchResult(this, record, this.faults.take(record));
    record.answered = result.type === 'succeeded' ? 'ok' : result.type;
    return result;
  }
}

/** What answering takes. */
interface MessageContext {
  readonly answer: Responder;
  readonly cache: PromptCache;
}

/** Answers one question, by itself or of a batch; throws ApiError where the API refuses it. */
export async function createMessage(
  { answer, cache }: MessageContext,
  record: ClaudeRequest,
  fault: ActiveClaudeFault | undefined,
): Promise<Message> {
  const asked = checkMessage(record.body);
  if (isHttpError(fault?.do)) throw plannedError(fault.do);
  const { usage, keep } = cache.look(asked);
  const tier = record.kind === 'batch-entry' ? 'batch' : 'standard';
  const message = buildMessage(asked, await answer(asked), usage, tier, distortionOf(fault));
  record.usage = message.usage;
  keep();
  return message;
}

/** Asks an entry of a batch, and says what came of it. */
async function createBatchResult(
  around: MessageContext,
  record: ClaudeRequest,
  fault: ActiveClaudeFault | undefined,
): Promise<MessageBatchResult> {
  if (fault?.do === 'expire') return { type: 'expired' };
  try {
    return { type: 'succeeded', message: await createMessage(around, record, fault) };
  } catch (error) {
    const known = error instanceof ApiError ? error : new ApiError(500, String(error));
    return { type: 'errored', error: errorBody(known, record.id) };
  }
}

function distortionOf(fault: ActiveClaudeFault | undefined): Distortion | undefined {
  const planned = fault?.do;
  if (planned === undefined || planned === 'expire' || isHttpError(planned)) return undefined;
  return isInterruption(planned) ? undefined : planned;
}
