import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { fetchJson } from './fetch-json';
import { session } from './session';

afterEach(() => session.set('active'));

/** Fetches from a server that sends one response. */
async function fetchFrom(status: number, body: string): Promise<unknown> {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await fetchJson(`http://127.0.0.1:${port}/`, AbortSignal.timeout(10_000));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('returns the value', async () => {
  expect(await fetchFrom(200, '{"count": 3}')).toEqual({ count: 3 });
});

test('throws the server’s error, and does not end the session', async () => {
  const body = JSON.stringify({ error: { code: 'not_found', message: 'This run is gone.' } });
  await expect(fetchFrom(404, body)).rejects.toEqual(
    new AppError('not_found', 'This run is gone.'),
  );
  expect(session.state).toBe('active');
});

test('marks the tab as signed out when the server asks to sign in', async () => {
  const body = JSON.stringify({ error: { code: 'sign_in_required', message: 'Sign in.' } });
  await expect(fetchFrom(401, body)).rejects.toMatchObject({ code: 'sign_in_required' });
  expect(session.state).toBe('signed_out');
});

test('says that the server did not respond when something else did', async () => {
  await expect(fetchFrom(502, '<h1>Bad gateway</h1>')).rejects.toMatchObject({
    code: 'unexpected',
    message: 'The server did not respond. Try again in a moment.',
  });
});
