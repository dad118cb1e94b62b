import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the browser sent it. */
export interface ReceivedRequest {
  readonly person: string;
  readonly requests: readonly {
    readonly requestId: string;
    readonly recommendationId: string;
    readonly verb: string;
    readonly [field: string]: unknown;
  }[];
}

type Reply = { readonly status: number; readonly body: unknown } | 'no response';
type Handler = (request: ReceivedRequest) => Reply | Promise<Reply>;

/** A local HTTP server that speaks the protocol of POST /api/decisions. */
export class DecisionsServer {
  /** Every request so far. */
  readonly received: ReceivedRequest[] = [];
  /** Decides everything unless a test sets something else. */
  handler: Handler = decideAll;
  readonly #server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as ReceivedRequest;
    this.received.push(body);
    send(response, await this.handler(body));
  });

  private constructor() {}

  static async start(): Promise<DecisionsServer> {
    const server = new DecisionsServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api/decisions`;
  }

  /** The request ids of every request so far. */
  get receivedIds(): string[][] {
    return this.received.map(({ requests }) => requests.map(({ requestId }) => requestId));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** Decides every request. */
export function decideAll({ requests }: ReceivedRequest): Reply {
  return outcomes(requests.map(decided));
}

/** Responds with one outcome per request. */
export function outcomes(list: readonly unknown[]): Reply {
  return { status: 200, body: { outcomes: list } };
}

/** Responds with an error for the whole request. */
export function failure(status: number, code: string, message: string): Reply {
  return { status, body: { error: { code, message } } };
}

export function decided({ requestId, recommendationId, verb }: ReceivedRequest['requests'][0]) {
  return {
    requestId,
    recommendationId,
    status: 'decided',
    decision: {
      id: `decision-of-${requestId}`,
      verb,
      csm: verb === 'accept' ? 'Ana Diaz' : null,
      at: '2030-01-01T00:00:00.000Z',
      accountId: `A-${recommendationId}`,
      accountName: null,
      revealed: null,
    },
  };
}

export function refused(
  { requestId, recommendationId }: ReceivedRequest['requests'][0],
  error: { readonly code: string; readonly message: string },
) {
  return { requestId, recommendationId, status: 'refused', error };
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'no response') {
    response.destroy();
    return;
  }
  response.writeHead(reply.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(reply.body));
}
