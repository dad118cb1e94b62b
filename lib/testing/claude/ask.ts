import type { Message, MessageBatchResult } from '@anthropic-ai/sdk/resources/messages';
import { ApiError, errorBody, plannedError } from './api-error';
import { checkMessage } from './check-request';
import type { Happens } from './faults';
import { type Distortion, isInterruption, isRefusal } from './happenings';
import { type Answer, messageOf } from './message';
import type { PromptCache } from './prompt-cache';
import type { Recorded } from './records';

/** What answering takes. */
export interface Surroundings {
  readonly answer: Answer;
  readonly cache: PromptCache;
}

/** Answers one question, by itself or of a batch; throws ApiError where the API refuses it. */
export async function ask(
  { answer, cache }: Surroundings,
  record: Recorded,
  fault: Happens | undefined,
): Promise<Message> {
  const asked = checkMessage(record.body);
  if (isRefusal(fault?.do)) throw plannedError(fault.do);
  const { usage, keep } = cache.look(asked);
  const tier = record.kind === 'batch-entry' ? 'batch' : 'standard';
  const message = messageOf(asked, await answer(asked), usage, tier, distortionOf(fault));
  record.usage = message.usage;
  keep();
  return message;
}

/** Asks an entry of a batch, and says what came of it. */
export async function askEntry(
  around: Surroundings,
  record: Recorded,
  fault: Happens | undefined,
): Promise<MessageBatchResult> {
  if (fault?.do === 'expire') return { type: 'expired' };
  try {
    return { type: 'succeeded', message: await ask(around, record, fault) };
  } catch (error) {
    const known = error instanceof ApiError ? error : new ApiError(500, String(error));
    return { type: 'errored', error: errorBody(known, record.id) };
  }
}

function distortionOf(fault: Happens | undefined): Distortion | undefined {
  const planned = fault?.do;
  if (planned === undefined || planned === 'expire' || isRefusal(planned)) return undefined;
  return isInterruption(planned) ? undefined : planned;
}
