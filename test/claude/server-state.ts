import type {
  Message,
  MessageBatchResult,
  MessageCreateParamsNonStreaming,
} from '@anthropic-ai/sdk/resources/messages';
import { Batches } from './batches';
import { ApiError, errorBody, injectedError, toApiError } from './errors';
import { type ClaudeFault, ClaudeFaultPlan, isHttpError } from './faults';
import { buildMessage, type Responder } from './message';
import { PromptCache } from './prompt-cache';
import type { ClaudeRequest } from './requests';

/** The server without its HTTP. */
export class ClaudeState {
  readonly faults = new ClaudeFaultPlan();
  readonly requests: ClaudeRequest[] = [];
  readonly cache = new PromptCache();
  readonly batches: Batches;

  constructor(
    url: string,
    /** The only API key that is accepted. */
    readonly key: string,
    public respond: Responder,
  ) {
    this.batches = new Batches(url, (entry) => this.#runBatchEntry(entry));
  }

  /** @throws ApiError if the model doesn't exist */
  async createMessage(request: ClaudeRequest, fault: ClaudeFault | undefined): Promise<Message> {
    const params = request.body as MessageCreateParamsNonStreaming;
    if (!params.model.startsWith('claude-')) throw new ApiError(404, `model: ${params.model}`);
    const { usage, store } = this.cache.lookUp(params);
    const message = buildMessage(params, await this.respond(params), usage, fault);
    request.usage = message.usage;
    store();
    return message;
  }

  async #runBatchEntry(request: ClaudeRequest): Promise<MessageBatchResult> {
    this.requests.push(request);
    const fault = this.faults.take(request)?.do;
    if (fault === 'expire') return { type: 'expired' };
    try {
      if (isHttpError(fault)) throw injectedError(fault);
      return { type: 'succeeded', message: await this.createMessage(request, fault) };
    } catch (error) {
      return { type: 'errored', error: errorBody(toApiError(error)) };
    }
  }
}
