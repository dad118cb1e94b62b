import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Batches } from './batches';
import { defaultReview } from './default-review';
import type { ClaudeFaultPlan } from './faults';
import { handleClaudeRequest } from './handler';
import type { Responder } from './message';
import type { ClaudeRequest, ClaudeRequestKind } from './requests';
import { ClaudeState } from './server-state';

/** A local server that implements Anthropic's Messages and Message Batches APIs for the SDK. */
export interface ClaudeServer {
  /** The environment variables that make the app use this server. */
  readonly environment: Readonly<Record<'ANTHROPIC_BASE_URL' | 'ANTHROPIC_API_KEY', string>>;
  readonly faults: ClaudeFaultPlan;
  readonly batches: Pick<Batches, 'end'>;
  /** Replaces the responder. */
  respondWith(respond: Responder): void;
  /** The requests received, including rejected ones and retries; of one kind if given. */
  requests(kind?: ClaudeRequestKind): readonly ClaudeRequest[];
  /** Clears the recorded requests, but not the prompt cache. */
  clearRequests(): void;
  clearPromptCache(): void;
  close(): Promise<void>;
}

/** Starts a server on a free port. By default, it reviews every requested account plausibly. */
export async function startClaudeServer({
  respond = defaultReview,
}: {
  readonly respond?: Responder;
} = {}): Promise<ClaudeServer> {
  const http = createServer((request, response) => {
    handleClaudeRequest(state, request, response).catch((error: unknown) => {
      if (!response.destroyed) response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const key = `sk-ant-test-${randomBytes(12).toString('hex')}`;
  const state = new ClaudeState(url, key, respond);
  const { requests, faults, batches } = state;
  return {
    environment: { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key },
    faults,
    batches,
    respondWith(next) {
      state.respond = next;
    },
    requests: (kind) => requests.filter((request) => kind === undefined || request.kind === kind),
    clearRequests() {
      requests.length = 0;
    },
    clearPromptCache: () => state.cache.clear(),
    async close() {
      faults.clear();
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      });
    },
  };
}
