import { once } from 'node:events';
import {
  createServer,
  get,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { outsideRequest, requestSignal } from './current-request';
import { metrics } from './metrics';
import { currentRequestId } from './request-id';
import { trackRequests } from './track-requests';

trackRequests((path) => (path === '/' ? '/' : 'other'));

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
      await setImmediate();
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

it('has one id in all of its work and in its response, and none outside of it', async () => {
  let ids: unknown[] = [];
  answer = async (_, response) => {
    await setImmediate();
    ids = [currentRequestId(), outsideRequest(currentRequestId)];
    response.end('done');
  };
  const headers = { 'x-request-id': 'given-by-a-browser' };
  const [response] = await once(get({ port: port(), agent: false, headers }), 'response');
  response.resume();
  expect(response.headers['x-request-id']).toBe('given-by-a-browser');
  expect(ids).toEqual(['given-by-a-browser', undefined]);
});

it('is counted after its end by method, route, and class of status, also if the client left', async () => {
  metrics().registry.resetMetrics();
  const ends: Promise<unknown>[] = [];
  answer = (request, response) => {
    ends.push(once(response, 'close'));
    if (request.url === '/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: 1\n\n');
    } else if (request.url !== '/slow') response.writeHead(503).end();
  };
  for (const path of ['/', '/?q=Acme', '/stream']) {
    const [response] = await once(get({ port: port(), agent: false, path }), 'response');
    response.resume();
  }
  const socket = ask('/slow');
  while (ends.length < 4) await setImmediate();
  socket.destroy();
  await Promise.all(ends);

  const { values } = await metrics().httpRequests.get();
  const counted = values.map(({ labels, value }) => [labels.route, labels.status, value]);
  expect(counted).toEqual([
    ['/', '5xx', 2],
    ['other', '2xx', 1],
    ['other', 'aborted', 1],
  ]);
  const durations = await metrics().httpDuration.get();
  const timed = durations.values.filter(({ metricName }) => metricName?.endsWith('_count'));
  expect(timed.map(({ labels, value }) => [labels.status, value])).toEqual([
    ['5xx', 2],
    ['aborted', 1],
  ]);
});
