import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Batches } from './batches';
import type { Faults } from './faults';
import { handle } from './handle';
import { House } from './house';
import type { Answer } from './message';
import { PromptCache } from './prompt-cache';
import type { Recorded, RequestKind } from './records';
import { sensibleAnswer } from './sensible-answer';

interface Options {
  /** What Claude says; a sensible review of every account asked about unless given. */
  readonly answer?: Answer;
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
  readonly faults: Faults;
  /** The batches so far, and the ending of them. */
  readonly batches: Pick<Batches, 'all' | 'end'>;
  /** Changes what Claude says from now on. */
  answerWith(answer: Answer): void;
  /** Every request so far, of one kind where it is given, refused and repeated ones included. */
  requests(kind?: RequestKind): readonly Recorded[];
  /** Forgets the requests so far, but not what is cached. */
  forget(): void;
  /** Forgets what is cached. */
  forgetCache(): void;
  close(): Promise<void>;
}

/** Starts a server on this machine. */
export async function startClaude(options: Options = {}): Promise<ClaudeServer> {
  const { answer = sensibleAnswer, port: wanted = 0, now = () => new Date() } = options;
  const { pollsUntilEnd = 1 } = options;
  const key = `sk-ant-test-${randomBytes(12).toString('hex')}`;
  const http = createServer((request, response) => {
    handle(house, request, response).catch((error: unknown) => {
      if (!response.destroyed) response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => http.listen(wanted, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const house = new House({ url, key, answer, now, pollsUntilEnd });
  const { records, faults, batches } = house;
  return {
    url,
    key,
    environment: { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key },
    faults,
    batches,
    answerWith(next) {
      house.answer = next;
    },
    requests: (kind) => records.filter((each) => kind === undefined || each.kind === kind),
    forget() {
      records.length = 0;
    },
    forgetCache() {
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
