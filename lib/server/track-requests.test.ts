import { once } from 'node:events';
import {
  createServer,
  get,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { requestSignal } from './current-request';
import { trackRequests } from './track-requests';

trackRequests();

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function port(): number {
  return (server.address() as AddressInfo).port;
}

/** Sends a request over a socket that the test can close. */
function ask(path = '/') {
  const socket = connect(port(), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  return socket;
}

/** The signal of each next request, as seen in its async work. */
function nextSignals(count: number): Promise<AbortSignal[]> {
  const found: AbortSignal[] = [];
  return new Promise((resolve) => {
    answer = async (_, response) => {
      response.write('begun');
      await new Promise((later) => setImmediate(later));
      found.push(requestSignal() as AbortSignal);
      if (found.length === count) resolve(found);
    };
  });
}

it('is aborted if the client disconnects before the response is complete', async () => {
  const signals = nextSignals(1);
  const socket = ask();
  const [signal] = await signals;
  expect(signal?.aborted).toBe(false);
  socket.destroy();
  await once(signal as AbortSignal, 'abort');
});

it('is separate for each request', async () => {
  const signals = nextSignals(2);
  const sockets = [ask(), ask()];
  const [one, other] = await signals;
  sockets[0]?.destroy();
  // The two can arrive in any order.
  await Promise.race([once(one as AbortSignal, 'abort'), once(other as AbortSignal, 'abort')]);
  expect([one?.aborted, other?.aborted].sort()).toEqual([false, true]);
  sockets[1]?.destroy();
});

it('is not aborted after the response is complete, even if the connection closes', async () => {
  let signal: AbortSignal | undefined;
  const closed = new Promise<void>((resolve) => {
    answer = (_, response) => {
      signal = requestSignal();
      response.once('close', resolve);
      response.end('done');
    };
  });
  const [response] = await once(get({ port: port(), agent: false }), 'response');
  response.resume();
  await closed;
  server.closeAllConnections();
  expect(signal?.aborted).toBe(false);
});

it('is new for the next request on the same connection', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  answer = (_, response) => {
    signals.push(requestSignal());
    response.end('done');
  };
  const socket = ask('/first');
  await once(socket, 'data');
  socket.write('GET /second HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'data');
  expect(new Set(signals).size).toBe(2);
  socket.destroy();
});

it('is undefined outside a request', () => {
  expect(requestSignal()).toBeUndefined();
});
