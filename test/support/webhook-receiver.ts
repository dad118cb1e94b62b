import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A secret in the form of the Standard Webhooks specification. */
export const webhookSecret = `whsec_${Buffer.from('a key of thirty-two random bytes').toString('base64')}`;

/** A request as the receiver got it. */
export interface ReceivedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // The tests know what they sent.
  // biome-ignore lint/suspicious/noExplicitAny: the body has the form of the format that is tested
  readonly body: any;
}

/** What the receiver does with a request: a status with headers, or no answer at all. */
export type Answer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | 'hang'
  | 'disconnect';

/** A server that receives notifications, with its own implementation of the signature. */
export interface WebhookReceiver {
  readonly url: string;
  readonly requests: ReceivedRequest[];
  /** Answers the next requests so, then with 204. */
  answer(...answers: readonly Answer[]): void;
  close(): Promise<void>;
}

/** Starts a receiver on this machine. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const requests: ReceivedRequest[] = [];
  let planned: Answer[] = [];
  const server = createServer(async (request, response) => {
    const received = await text(request);
    requests.push({ headers: request.headers, text: received, body: JSON.parse(received) });
    respond(response, planned.shift() ?? { status: 204 });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks/the-secret-part`,
    requests,
    answer: (...answers) => {
      planned = [...answers];
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function respond(response: ServerResponse, answer: Answer): void {
  if (answer === 'hang') return;
  if (answer === 'disconnect') response.destroy();
  else response.writeHead(answer.status, answer.headers).end('some text');
}

/** Verifies a request as the specification says, for the same secret. */
export function isSignedWith(secret: string, { headers, text: body }: ReceivedRequest): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = createHmac('sha256', key).update(content).digest();
  const [version, signature = ''] = String(headers['webhook-signature']).split(',');
  const actual = Buffer.from(signature, 'base64');
  return version === 'v1' && actual.length === expected.length && timingSafeEqual(actual, expected);
}
