import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Faults } from './faults';
import { type House, handle } from './handle';
import type { Answer } from './message';
import { PromptCache } from './prompt-cache';
import type { Recorded, RequestKind } from './records';

interface Options {
  /** What Claude says; an empty list of reviews unless given. */
  readonly answer?: Answer;
  /** A free one unless given. */
  readonly port?: number;
  /** The clock by which what is cached is forgotten. */
  readonly now?: () => Date;
}

/** A server of the tests' own that speaks Anthropic's Messages API to the unmodified SDK. */
export interface ClaudeServer {
  /** What the SDK takes as `baseURL`, or as ANTHROPIC_BASE_URL. */
  readonly url: string;
  /** The one key that is let in: `apiKey`, or ANTHROPIC_API_KEY. */
  readonly key: string;
  readonly faults: Faults;
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
  const { answer = () => ({ reviews: [] }), port: wanted = 0, now = () => new Date() } = options;
  const faults = new Faults();
  const key = `sk-ant-test-${randomBytes(12).toString('hex')}`;
  const records: Recorded[] = [];
  const house = { key, faults, records, answer, now, cache: new PromptCache(now) };
  const http = createServer((request, response) => {
    handle(house satisfies House, request, response).catch((error: unknown) => {
      if (!response.destroyed) response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => http.listen(wanted, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    key,
    faults,
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
