import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Batches } from './batches';
import { defaultReview } from './default-review';
import type { ClaudeFaultPlan } from './faults';
import { handleClaudeRequest } from './handler';
import type { Responder } from './message';
import { PromptCache } from './prompt-cache';
import type { ClaudeRequest, ClaudeRequestKind } from './requests';
import { ClaudeState } from './server-state';

interface Options {
  /** What Claude says; a sensible review of every account asked about unless given. */
  readonly answer?: Responder;
  /** A free one unless given. */
  readonly port?: number;
  /** How often a batch is found in progress before it ends: once unless given, null for for ever. */
  readonly pollsUntilEnd?: number | null;
  /** The clock by which batches expire, and what is cached is forgotten. */
  readonly now?: () => Date;
}

/** A server of the tests' own that speaks Anthropic's Messages and Batches APIs to the SDK. */
export interface ClaudeServer {
  /** What the SDK takes as `baseURL`, or as ANTHROPIC_BASE_URL. */
  readonly url: string;
  /** The one key that is let in: `apiKey`, or ANTHROPIC_API_KEY. */
  readonly key: string;
  /** Both, as the program takes them from its environment. */
  readonly environment: Readonly<Record<'ANTHROPIC_BASE_URL' | 'ANTHROPIC_API_KEY', string>>;
  readonly faults: ClaudeFaultPlan;
  /** The batches so far, and the ending of them. */
  readonly batches: Pick<Batches, 'all' | 'end'>;
  /** Changes what Claude says from now on. */
  respondWith(answer: Responder): void;
  /** Every request so far, of one kind where it is given, refused and repeated ones included. */
  requests(kind?: ClaudeRequestKind): readonly ClaudeRequest[];
  /** Forgets the requests so far, but not what is cached. */
  clearRequests(): void;
  /** Forgets what is cached. */
  clearPromptCache(): void;
  close(): Promise<void>;
}

/** Starts a server on this machine. */
export async function startClaudeServer(options: Options = {}): Promise<ClaudeServer> {
  const { answer = defaultReview, port: wanted = 0, now = () => new Date() } = options;
  const { pollsUntilEnd = 1 } = options;
  const key = `sk-ant-test-${randomBytes(12).toString('hex')}`;
  const http = createServer((request, response) => {
    handleClaudeRequest(house, request, response).catch((error: unknown) => {
      if (!response.destroyed) response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => http.listen(wanted, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const house = new ClaudeState({ url, key, answer, now, pollsUntilEnd });
  const { records, faults, batches } = house;
  return {
    url,
    key,
    environment: { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key },
    faults,
    batches,
    respondWith(next) {
      house.answer = next;
    },
    requests: (kind) => records.filter((each) => kind === undefined || each.kind === kind),
    clearRequests() {
      records.length = 0;
    },
    clearPromptCache() {
      house.cache = new PromptCache(now);
    },
    async close() {
      faults.clear();
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      });
    },
  };
}
