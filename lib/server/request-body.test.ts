import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportError } from './log';
import { readBody } from './request-body';
import { trackRequests } from './track-requests';

trackRequests();

type Body = ReadableStream<Uint8Array>;
const bodyOf = (incoming: IncomingMessage) => Readable.toWeb(incoming) as Body;

let server: Server;
/** Called with what reading a request ends with: its length, or an error. */
let onEnd: (end: unknown) => void;
let readFrom: (incoming: IncomingMessage) => Body;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    onEnd(await length(readFrom(request)).catch((error: unknown) => error));
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

async function length(body: Body): Promise<number> {
  const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
  const limits = { maxBytes: 1_000, tooLarge: 'Too large.' };
  let size = 0;
  for await (const chunk of readBody(new Request('http://127.0.0.1/', init), limits)) {
    size += chunk.byteLength;
  }
  return size;
}

/** Sends the beginning of a request, and returns what reading it ends with. */
async function send(
  { announced, sent }: { readonly announced: number; readonly sent: number },
  read = bodyOf,
): Promise<unknown> {
  readFrom = read;
  const ended = new Promise((resolve) => {
    onEnd = resolve;
  });
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const arrives = once(server, 'request');
  socket.write(
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${announced}\r\n\r\n${'x'.repeat(sent)}`,
  );
  await arrives;
  if (sent < announced) socket.destroy();
  const end = await ended;
  socket.destroy();
  return end;
}

it('is read to its end', async () => {
  expect(await send({ announced: 100, sent: 100 })).toBe(100);
});

it('is no failure of the server if the client leaves halfway', async () => {
  expect(await send({ announced: 100, sent: 50 })).toMatchObject({ code: 'cancelled' });
});

it.each([
  ['another error', new Error('The disk is broken.')],
  // As of a connection that the server made itself.
  ['the same error', Object.assign(new Error('aborted'), { code: 'ECONNRESET' })],
])('is a failure of the server after %s while the client waits', async (_, error) => {
  const failing = () => new ReadableStream({ pull: (controller) => controller.error(error) });
  const thrown = await send({ announced: 100, sent: 100 }, failing);
  expect(thrown).toBe(error);
  expect(reportError('test', thrown).code).toBe('unexpected');
});

it('is refused if it is too large', async () => {
  expect(await send({ announced: 1_001, sent: 1_001 })).toMatchObject({
    code: 'invalid_input',
    message: 'Too large.',
  });
});
